package org.usingasyncio.its;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.usingasyncio.its.OneServer.Server;
import org.usingasyncio.its.harness.Issue;
import org.usingasyncio.its.harness.Scan;

/**
 * Scans each project in {@code its/projects} and compares its issues with {@code expected.tsv} beside it: none missing,
 * none extra. With {@code -Dit.accept=true} the file is written instead: read what it says, with the code, before it is
 * committed.
 */
@ExtendWith(OneServer.class)
class SampleProjectsIT {

  private static final Path PROJECTS = Path.of("its/projects").toAbsolutePath();
  private static final String SETTINGS = "sonar-project.properties";
  private static final String EXPECTED = "expected.tsv";

  static List<String> projects() throws IOException {
    try (Stream<Path> folders = Files.list(PROJECTS)) {
      return folders.filter(folder -> Files.exists(folder.resolve(SETTINGS)))
        .map(folder -> folder.getFileName().toString())
        .sorted()
        .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("projects")
  void has_exactly_the_expected_issues(String name, Server server) {
    Path project = PROJECTS.resolve(name);
    Scan scan = server.scan(project, "it-" + name, Map.of("sonar.internal.analysis.failFast", "true"));
    List<Issue> issues = scan.issues();

    assertThat(scan.errors()).as("errors in the log of the scanner").isEmpty();
    assertThat(scan.warnings()).as("warnings of the analysis").isEmpty();
    assertThat(server.running().errors()).as("errors in the logs of the server").isEmpty();
    issues.forEach(SampleProjectsIT::agreesWithItsRule);

    Expectation actual = Expectation.of(issues);
    if (Boolean.getBoolean("it.accept")) {
      actual.write(project.resolve(EXPECTED));
    }
    String difference = Expectation.read(project.resolve(EXPECTED)).difference(actual, project);
    assertThat(difference).as("issues of %s that differ from %s", name, EXPECTED).isEmpty();
  }

  private static void agreesWithItsRule(Issue issue) {
    RuleMetadata rule = RuleMetadata.all().get(issue.rule());
    assertThat(rule).as("the rule of %s", issue).isNotNull();
    assertThat(issue.severity()).as("severity of %s", issue).isEqualTo(rule.severity());
    assertThat(issue.impacts()).as("impacts of %s", issue).containsExactlyInAnyOrderElementsOf(rule.impacts());
    assertThat(issue.tags()).as("tags of %s", issue).containsExactlyInAnyOrderElementsOf(rule.tags());
    assertThat(issue.minutes()).as("effort of %s", issue).isPositive();
  }
}
