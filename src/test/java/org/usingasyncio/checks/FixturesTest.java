package org.usingasyncio.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sonar.python.checks.utils.PythonCheckVerifier;
import org.usingasyncio.testing.Fixture;
import org.usingasyncio.testing.Python;

/** Every rule says on its fixtures exactly what the fixtures say. */
class FixturesTest {

  private static final Pattern PART = Pattern.compile("# ---- (reported|silent|unknown|near misses) -{10,}");
  private static final Pattern NONCOMPLIANT = Pattern.compile("# Noncompliant(?:@[+-]?\\d+)?(.*)");
  private static final Pattern MESSAGE = Pattern.compile("\\{\\{(.*?)\\}\\}");
  private static final Pattern SILENT_CASE = Pattern.compile("^\\s*(async def|def|class) \\w+.*");

  static Stream<Fixture> fixtures() {
    return Fixture.all().stream();
  }

  static Stream<Fixture> mainFixtures() {
    return fixtures().filter(Fixture::isMain);
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void rule_says_what_the_fixture_says(Fixture fixture) {
    fixture.withPythonVersion(() -> {
      String path = fixture.path().toString();
      if (fixture.lines().stream().anyMatch(line -> NONCOMPLIANT.matcher(line).find())) {
        PythonCheckVerifier.verify(path, fixture.newCheck());
      } else {
        PythonCheckVerifier.verifyNoIssue(path, fixture.newCheck());
      }
      return null;
    });
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void fixture_is_python(Fixture fixture) {
    Python.assertCompiles(fixture.path());
  }

  @ParameterizedTest
  @MethodSource("mainFixtures")
  void fixture_has_four_parts(Fixture fixture) {
    assertThat(parts(fixture)).containsExactly("reported", "silent", "unknown", "near misses");
  }

  @ParameterizedTest
  @MethodSource("mainFixtures")
  void fixture_has_enough_cases(Fixture fixture) {
    List<String> lines = fixture.lines();
    List<String> reported = part(lines, "reported", "silent");
    List<String> silent = part(lines, "silent", null);

    assertThat(reported.stream().filter(line -> NONCOMPLIANT.matcher(line).find()).count())
      .as("reported cases").isGreaterThanOrEqualTo(6);
    assertThat(silent).as("silent parts").noneMatch(line -> NONCOMPLIANT.matcher(line).find());
    assertThat(silent.stream().filter(line -> SILENT_CASE.matcher(line).matches()).count())
      .as("silent cases").isGreaterThanOrEqualTo(8);
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void messages_are_imperative_sentences(Fixture fixture) {
    fixture.lines().stream().map(NONCOMPLIANT::matcher).filter(Matcher::find).forEach(noncompliant -> {
      Matcher message = MESSAGE.matcher(noncompliant.group(1));
      assertThat(message.find()).as("a message in: %s", noncompliant.group()).isTrue();
      assertThat(message.group(1))
        .as("imperative, starts with a capital, ends with a period")
        .matches("[A-Z][a-z]+ .*[^.]\\.")
        .doesNotMatch("(The|This|There|That|It|A|An|You|Your|Should|Must|Missing|Using|Calling|No|Not) .*");
      assertThat(message.group(1)).as("no contraction").doesNotContainPattern("(?i)n't\\b|\\b(it|that|there)'s\\b");
    });
  }

  @ParameterizedTest
  @MethodSource("mainFixtures")
  void fixture_shows_a_range(Fixture fixture) {
    assertThat(fixture.lines()).anyMatch(line -> line.matches("\\s*#\\s*\\^+.*"));
  }

  private static List<String> parts(Fixture fixture) {
    return fixture.lines().stream().map(PART::matcher).filter(Matcher::matches).map(part -> part.group(1)).toList();
  }

  /** The lines from one part's heading up to another's. */
  private static List<String> part(List<String> lines, String from, String to) {
    return lines.stream()
      .dropWhile(line -> !isHeading(line, from))
      .takeWhile(line -> to == null || !isHeading(line, to))
      .toList();
  }

  private static boolean isHeading(String line, String part) {
    Matcher heading = PART.matcher(line);
    return heading.matches() && heading.group(1).equals(part);
  }
}
