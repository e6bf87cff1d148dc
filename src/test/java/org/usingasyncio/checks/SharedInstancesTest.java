package org.usingasyncio.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sonar.plugins.python.api.IssueLocation;
import org.sonar.plugins.python.api.PythonCheck.PreciseIssue;
import org.sonar.plugins.python.api.PythonVisitorContext;
import org.sonar.python.TestPythonVisitorRunner;
import org.usingasyncio.checks.project.ProjectRules;
import org.usingasyncio.project.ProjectRule;
import org.usingasyncio.testing.Fixture;
import org.usingasyncio.testing.Python;
import org.usingasyncio.testing.RuleFiles;

/** SonarQube uses one instance of a check for all files: what it says of one must not depend on the others. */
class SharedInstancesTest {

  @Test
  void an_instance_says_the_same_after_other_files() {
    List<AsyncioCheck> shared = RuleFiles.newChecks();
    for (int round = 0; round < 2; round++) {
      for (Fixture fixture : Fixture.all()) {
        assertThat(issues(shared, Python.parse(fixture.path())))
          .as("round %s, %s", round, fixture)
          .isEqualTo(issues(RuleFiles.newChecks(), Python.parse(fixture.path())));
      }
    }
  }

  @Test
  void instances_say_the_same_in_parallel() throws Exception {
    List<List<String>> expected = new ArrayList<>();
    List<PythonVisitorContext> contexts = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (Fixture fixture : Fixture.all()) {
        expected.add(issues(RuleFiles.newChecks(), Python.parse(fixture.path())));
        contexts.add(Python.parse(fixture.path()));
      }
    }
    List<AsyncioCheck> shared = RuleFiles.newChecks();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<List<String>>> results = new ArrayList<>();
      contexts.forEach(context -> results.add(threads.submit(() -> issues(shared, context))));
      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get()).isEqualTo(expected.get(i));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** On a server the first rule makes the summary for the project phase before any rule asks its question. */
  @Test
  void a_summary_that_is_made_first_changes_nothing(@TempDir Path workDir) {
    Set<String> leftToTheProject = ProjectRules.all().stream().map(ProjectRule::key).collect(Collectors.toSet());
    List<AsyncioCheck> checks = RuleFiles.newChecks().stream()
      .filter(check -> !leftToTheProject.contains(check.ruleKey())).toList();
    for (Fixture fixture : Fixture.all()) {
      PythonVisitorContext onServer = TestPythonVisitorRunner.createContext(fixture.path().toFile(), workDir.toFile());
      assertThat(issues(checks, onServer)).as(fixture.toString())
        .isEqualTo(issues(checks, Python.parse(fixture.path())));
    }
  }

  private static List<String> issues(List<AsyncioCheck> checks, PythonVisitorContext context) {
    return checks.stream()
      .flatMap(check -> Python.issues(check, context).stream().map(issue -> asText(check, issue)))
      .toList();
  }

  private static String asText(AsyncioCheck check, PreciseIssue issue) {
    List<String> evidence = issue.secondaryLocations().stream().map(SharedInstancesTest::asText).toList();
    return check.ruleKey() + " " + asText(issue.primaryLocation()) + " " + evidence;
  }

  private static String asText(IssueLocation location) {
    return location.startLine() + ":" + location.startLineOffset() + " " + location.message();
  }
}
