package org.usingasyncio.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sonar.plugins.python.api.PythonCheck.PreciseIssue;
import org.sonar.plugins.python.api.quickfix.PythonQuickFix;
import org.sonar.plugins.python.api.quickfix.PythonTextEdit;
import org.usingasyncio.testing.Fixture;
import org.usingasyncio.testing.Python;
import org.usingasyncio.testing.RuleFiles;

/**
 * Every quick fix does what its fixture says. Under a reported line stand, as comments, the lines that the fix makes of
 * it, without indentation, and before them the line that it adds at the top of the file:
 *
 * <pre>
 *     time.sleep(1)  # Noncompliant {{Replace "time.sleep" with "await asyncio.sleep".}}
 * #   fix import: import asyncio
 * #   fix: await asyncio.sleep(1)
 * </pre>
 *
 * No {@code fix:}, no quick fix. The first fix counts if there are several.
 */
class QuickFixesTest {

  private static final Pattern NONCOMPLIANT = Pattern.compile("\\s*# Noncompliant(?:@([+-]\\d+))?.*");
  private static final Pattern FIX = Pattern.compile("\\s*#\\s*fix( import)?: (.*)");

  @TempDir
  Path folder;

  /** What a fix should make of a reported line. */
  private record Expected(List<String> fixed, List<String> imports) {}

  static Stream<Fixture> fixtures() {
    return Fixture.all().stream();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void fix_does_what_the_fixture_says(Fixture fixture) {
    Map<Integer, Expected> actual = new TreeMap<>();
    Map<Integer, Expected> expected = expectedFixes(fixture.lines());
    for (PreciseIssue issue : issues(fixture)) {
      if (!issue.quickFixes().isEmpty()) {
        int line = issue.primaryLocation().startLine();
        int length = expected.containsKey(line) ? expected.get(line).fixed.size() : 1;
        actual.put(line,
          applied(fixture, issue.quickFixes().get(0), firstLine(issue.quickFixes().get(0), line), length));
      }
    }
    assertThat(actual).as("fixes by line").isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void metadata_says_whether_there_is_a_fix(Fixture fixture) {
    boolean hasFix = Fixture.all().stream()
      .filter(other -> other.key().equals(fixture.key()))
      .anyMatch(other -> !expectedFixes(other.lines()).isEmpty());
    assertThat(RuleFiles.metadata(fixture.key()).getString("quickfix", ""))
      .isEqualTo(hasFix ? "covered" : "unknown");
  }

  /** The reported line, or the one above it where the edit of that line begins. */
  private static int firstLine(PythonQuickFix fix, int line) {
    return fix.getTextEdits().stream()
      .filter(edit -> edit.startLine() < line && edit.endLine() >= line)
      .mapToInt(PythonTextEdit::startLine)
      .min()
      .orElse(line);
  }

  private static List<PreciseIssue> issues(Fixture fixture) {
    return fixture.withPythonVersion(() -> Python.issues(fixture.newCheck(), Python.parse(fixture.path())));
  }

  private static Map<Integer, Expected> expectedFixes(List<String> lines) {
    Map<Integer, Expected> expected = new TreeMap<>();
    int reported = 0;
    for (int number = 1; number <= lines.size(); number++) {
      Matcher noncompliant = NONCOMPLIANT.matcher(lines.get(number - 1));
      Matcher fix = FIX.matcher(lines.get(number - 1));
      if (noncompliant.find()) {
        reported = number + (noncompliant.group(1) == null ? 0 : Integer.parseInt(noncompliant.group(1)));
      } else if (fix.matches()) {
        Expected entry = expected.computeIfAbsent(reported, key -> new Expected(new ArrayList<>(), new ArrayList<>()));
        (fix.group(1) == null ? entry.fixed : entry.imports).add(fix.group(2).strip());
      }
    }
    return expected;
  }

  /** What a fix makes of a line, and what it adds above; fails if it changes anything else or breaks the code. */
  private Expected applied(Fixture fixture, PythonQuickFix fix, int line, int length) {
    assertThat(fix.getDescription()).as("description").matches("[A-Z].*[^.]");
    List<String> before = fixture.lines();
    String text = apply(RuleFiles.text(fixture.path()), fix.getTextEdits());
    Python.assertCompiles(Python.write(folder, text));

    List<String> after = text.lines().toList();
    int added = (int) fix.getTextEdits().stream()
      .filter(edit -> edit.endLine() < line)
      .mapToLong(edit -> edit.replacementText().lines().count())
      .sum();
    List<String> rest = new ArrayList<>(after);
    List<String> imports = new ArrayList<>();
    for (PythonTextEdit edit : fix.getTextEdits()) {
      if (edit.endLine() < line) {
        imports.add(rest.remove(edit.startLine() - 1).strip());
      }
    }
    int grown = after.size() - added - before.size();
    assertThat(rest.subList(0, line - 1)).as("lines above").isEqualTo(before.subList(0, line - 1));
    assertThat(rest.subList(line - 1 + length, rest.size())).as("lines below")
      .isEqualTo(before.subList(line - 1 + length - grown, before.size()));

    List<String> fixed = rest.subList(line - 1, line - 1 + length).stream()
      .map(fixedLine -> NONCOMPLIANT.matcher(fixedLine).replaceFirst("").strip())
      .collect(Collectors.toList());
    return new Expected(fixed, imports);
  }

  /** Applies edits from the last to the first, so that earlier places stay valid. */
  static String apply(String text, List<PythonTextEdit> edits) {
    StringBuilder result = new StringBuilder(text);
    edits.stream()
      .sorted(Comparator.comparingInt(PythonTextEdit::startLine).thenComparingInt(PythonTextEdit::startLineOffset)
        .reversed())
      .forEach(edit -> result.replace(
        index(text, edit.startLine(), edit.startLineOffset()),
        index(text, edit.endLine(), edit.endLineOffset()),
        edit.replacementText()));
    return result.toString();
  }

  private static int index(String text, int line, int offset) {
    Matcher lineEnd = Pattern.compile("\r\n|\n|\r").matcher(text);
    int start = 0;
    for (int current = 1; current < line; current++) {
      assertThat(lineEnd.find()).as("line %s exists", line).isTrue();
      start = lineEnd.end();
    }
    return start + offset;
  }
}
