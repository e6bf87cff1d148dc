package org.usingasyncio.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sonar.api.batch.fs.internal.DefaultFileSystem;
import org.sonar.api.batch.sensor.internal.SensorContextTester;
import org.sonar.api.batch.sensor.internal.DefaultSensorDescriptor;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.PythonCheck.PreciseIssue;
import org.sonar.plugins.python.api.PythonVisitorContext;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.python.TestPythonVisitorRunner;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.rules.FailureReport;
import org.usingasyncio.testing.Python;

class AsyncioCheckTest {

  @TempDir
  Path folder;

  @Rule(key = "UA999")
  private static final class ExampleCheck extends AsyncioCheck {
    private final BiConsumer<List<Statement>, Findings> review;

    ExampleCheck(BiConsumer<List<Statement>, Findings> review) {
      this.review = review;
    }

    @Override
    protected void review(FileModel file, Findings findings) {
      review.accept(file.tree().statements().statements(), findings);
    }
  }

  @Test
  void reports_in_source_order_and_once_per_place() {
    List<PreciseIssue> issues = review((lines, findings) -> {
      findings.at(lines.get(2), "Third.");
      findings.at(lines.get(0), "First.");
      findings.at(lines.get(0), "Again.");
      findings.at(lines.get(1), "Second.");
    });
    assertThat(issues).extracting(issue -> issue.primaryLocation().message())
      .containsExactly("First.", "Second.", "Third.");
  }

  @Test
  void fills_in_arguments_only_if_there_are_some() {
    List<PreciseIssue> issues = review((lines, findings) -> {
      findings.at(lines.get(0), "Use 100 % of %s.");
      findings.at(lines.get(1), "Replace \"%s\" with \"%s\".", "a", "b");
    });
    assertThat(issues).extracting(issue -> issue.primaryLocation().message())
      .containsExactly("Use 100 % of %s.", "Replace \"a\" with \"b\".");
  }

  @Test
  void shows_each_piece_of_evidence_once() {
    List<PreciseIssue> issues = review((lines, findings) -> findings.at(lines.get(0), "Change this.")
      .because((Tree) null, "Not there.")
      .because(lines.get(2), "Made here.")
      .because(lines.get(2).firstToken(), lines.get(2).lastToken(), "Made here again.")
      .because(lines.get(1), "Used here.")
      .cost(3));
    assertThat(issues).hasSize(1);
    assertThat(issues.get(0).secondaryLocations()).extracting(location -> location.message())
      .containsExactly("Made here.", "Used here.");
    assertThat(issues.get(0).cost()).isEqualTo(3);
  }

  @Test
  void a_range_ends_after_the_last_token() {
    PreciseIssue issue = review((lines, findings) -> findings.at(lines.get(2), "Change this.")).get(0);
    assertThat(issue.primaryLocation().startLine()).isEqualTo(3);
    assertThat(issue.primaryLocation().startLineOffset()).isZero();
    assertThat(issue.primaryLocation().endLineOffset()).isEqualTo("three()".length());
  }

  @Test
  void a_failing_rule_reports_nothing_and_does_no_harm() {
    PythonVisitorContext context = context();
    new ExampleCheck((lines, findings) -> {
      findings.at(lines.get(0), "Half done.");
      throw new IllegalStateException("a defect in the rule");
    }).scanFile(context);
    new ExampleCheck((lines, findings) -> recurse(1)).scanFile(context);
    new ExampleCheck((lines, findings) -> findings.at(lines.get(1), "Fine.")).scanFile(context);

    assertThat(context.getIssues()).extracting(issue -> issue.primaryLocation().message()).containsExactly("Fine.");
    assertThat(Failures.take(folder.toFile()).orElseThrow().summary()).isEqualTo(
      "Using Asyncio could not complete its review: 1 rule failed on 1 file, so issues may be missing. "
        + "The scanner log names the causes.");
  }

  @Test
  void a_place_without_text_is_a_defect_of_the_rule_and_not_of_the_scan() {
    assertThatThrownBy(() -> new Findings().at(
      new org.sonar.plugins.python.api.LocationInFile("file.py", 3, 4, 3, 4), "Nothing here."))
      .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void other_errors_stop_the_analysis() {
    assertThatThrownBy(() -> review((lines, findings) -> {
      throw new OutOfMemoryError("not a defect in the rule");
    })).isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void a_file_that_does_not_parse_is_left_alone() {
    PythonVisitorContext broken = Python.unparsable(context().pythonFile());
    new ExampleCheck((lines, findings) -> {
      throw new AssertionError("must not be asked");
    }).scanFile(broken);
    assertThat(broken.getIssues()).isEmpty();
  }

  @Test
  void a_file_that_speaks_of_no_coroutine_is_left_alone() {
    PythonVisitorContext synchronous = Python.parse(folder, "def one():\n    return two()\n");
    new ExampleCheck((lines, findings) -> {
      throw new AssertionError("must not be asked");
    }).scanFile(synchronous);
    assertThat(synchronous.getIssues()).isEmpty();
  }

  @Test
  void failures_become_one_warning_and_are_forgotten() {
    PythonVisitorContext context = context();
    for (int i = 0; i < 3; i++) {
      new ExampleCheck((lines, findings) -> recurse(1)).scanFile(context);
    }
    List<String> warnings = new ArrayList<>();
    FailureReport report = new FailureReport(warnings::add);
    SensorContextTester sensorContext = sensorContext(folder);

    report.execute(sensorContext);
    report.execute(sensorContext);
    assertThat(warnings).hasSize(1);
  }

  @Test
  void an_analysis_without_failures_has_no_warning() {
    List<String> warnings = new ArrayList<>();
    new FailureReport(warnings::add).execute(sensorContext(folder));
    assertThat(warnings).isEmpty();
  }

  @Test
  void the_report_runs_for_python_only() {
    DefaultSensorDescriptor descriptor = new DefaultSensorDescriptor();
    new FailureReport(warning -> {}).describe(descriptor);
    assertThat(descriptor.languages()).containsExactly("py");
  }

  @Test
  void without_a_working_directory_nothing_is_kept() {
    PythonVisitorContext inAnIde = Python.parse(folder, "one()\nimport asyncio\n");
    assertThat(inAnIde.workingDirectory()).isNull();
    new ExampleCheck((lines, findings) -> recurse(1)).scanFile(inAnIde);
    assertThat(Failures.take(folder.toFile())).isEmpty();
  }

  @Test
  void a_file_without_model_is_reported_once_for_all_rules() {
    PythonVisitorContext context = context();
    Failures.modelFailed(context, new IllegalStateException("a defect in the model"));
    new ExampleCheck((lines, findings) -> {
      throw new AssertionError("must not be asked");
    }).scanFile(context);
    assertThat(Failures.take(folder.toFile()).orElseThrow().summary()).contains("all rules failed on 1 file");
  }

  private static SensorContextTester sensorContext(Path workDir) {
    SensorContextTester context = SensorContextTester.create(workDir);
    DefaultFileSystem fileSystem = new DefaultFileSystem(workDir);
    fileSystem.setWorkDir(workDir);
    context.setFileSystem(fileSystem);
    return context;
  }

  private List<PreciseIssue> review(BiConsumer<List<Statement>, Findings> review) {
    PythonVisitorContext context = context();
    new ExampleCheck(review).scanFile(context);
    return context.getIssues();
  }

  private PythonVisitorContext context() {
    File file = Python.write(folder, "one()\ntwo()\nthree()\nimport asyncio\n").toFile();
    return TestPythonVisitorRunner.createContext(file, folder.toFile());
  }

  private static int recurse(int depth) {
    return recurse(depth + 1) + 1;
  }
}
