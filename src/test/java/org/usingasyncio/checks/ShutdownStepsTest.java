package org.usingasyncio.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sonar.plugins.python.api.PythonVisitorContext;
import org.usingasyncio.testing.Python;
import org.usingasyncio.testing.RuleFiles;

/**
 * A program with a complete shutdown raises none of the rules on shutdown; without one step, exactly the one for that
 * step.
 */
class ShutdownStepsTest {

  private static final Path PROGRAM = Path.of("src/test/resources/programs/complete_shutdown.py");
  private static final Pattern STEP = Pattern.compile(".*# step: (\\w+) (UA\\d{3})");
  private static final Pattern SHUTDOWN = Pattern.compile("UA4(0[4-9]|10)");

  @TempDir
  Path folder;

  record Step(String name, String rule) {}

  static Stream<Step> steps() {
    return RuleFiles.lines(PROGRAM).stream().map(STEP::matcher).filter(Matcher::matches)
      .map(step -> new Step(step.group(1), step.group(2))).distinct();
  }

  @Test
  void complete_program_raises_nothing_on_shutdown() {
    assertThat(rulesOn(RuleFiles.lines(PROGRAM))).noneMatch(SHUTDOWN.asMatchPredicate());
  }

  @Test
  void every_rule_on_the_steps_is_tried() {
    assertThat(steps().map(Step::rule)).containsExactlyInAnyOrder("UA404", "UA405", "UA406", "UA407", "UA408", "UA409");
  }

  @ParameterizedTest
  @MethodSource("steps")
  void missing_step_raises_its_rule_alone(Step step) {
    List<String> complete = RuleFiles.lines(PROGRAM);
    List<String> without = complete.stream()
      .filter(line -> !line.endsWith("# step: " + step.name() + " " + step.rule())).toList();
    List<String> added = new ArrayList<>(rulesOn(without));
    rulesOn(complete).forEach(added::remove);

    assertThat(without).hasSizeLessThan(complete.size());
    assertThat(added).containsExactly(step.rule());
  }

  /** The keys of the rules that the program raises, one per issue. */
  private List<String> rulesOn(List<String> lines) {
    PythonVisitorContext context = Python.parse(folder, String.join("\n", lines) + "\n");
    return RuleFiles.newChecks().stream()
      .flatMap(check -> Python.issues(check, context).stream().map(issue -> check.ruleKey())).toList();
  }
}
