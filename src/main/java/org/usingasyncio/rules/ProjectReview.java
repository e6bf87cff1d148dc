package org.usingasyncio.rules;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sonar.api.batch.Phase;
import org.sonar.api.batch.fs.InputFile;
import org.sonar.api.batch.fs.TextRange;
import org.sonar.api.batch.rule.ActiveRule;
import org.sonar.api.batch.sensor.Sensor;
import org.sonar.api.batch.sensor.SensorContext;
import org.sonar.api.batch.sensor.SensorDescriptor;
import org.sonar.api.batch.sensor.issue.NewIssue;
import org.sonar.api.batch.sensor.issue.NewIssueLocation;
import org.sonar.api.rule.RuleKey;
import org.usingasyncio.checks.Failures;
import org.usingasyncio.checks.project.ProjectRules;
import org.usingasyncio.debt.AsyncioMetrics;
import org.usingasyncio.project.FileSummary;
import org.usingasyncio.project.FunctionSummary;
import org.usingasyncio.project.ProjectFinding;
import org.usingasyncio.project.ProjectModel;
import org.usingasyncio.project.ProjectRule;
import org.usingasyncio.project.Span;
import org.usingasyncio.project.Summaries;

/** The project phase: joins what the files left, raises what needs more than one file, and forgets everything. */
@Phase(name = Phase.Name.POST)
public final class ProjectReview implements Sensor {

  private static final Logger LOG = LoggerFactory.getLogger(ProjectReview.class);

  @Override
  public void describe(SensorDescriptor descriptor) {
    descriptor.name("Using Asyncio: across files").onlyOnLanguage(UsingAsyncioRules.LANGUAGE);
  }

  @Override
  public void execute(SensorContext context) {
    Summaries.Collected collected = Summaries.take(context.fileSystem().workDir());
    List<FileSummary> files = collected.files();
    if (files.isEmpty()) {
      return;
    }
    files.forEach(file -> count(file, context));
    long start = System.nanoTime();
    ProjectModel project = new ProjectModel(files, collected.mainCode());
    int raised = 0;
    for (ProjectRule rule : ProjectRules.all()) {
      ActiveRule active = context.activeRules().find(RuleKey.of(UsingAsyncioRules.REPOSITORY_KEY, rule.key()));
      if (active != null) {
        raised += review(rule, active, project, collected.mainCode(), context);
      }
    }
    LOG.info("Using Asyncio joined {} files and raised {} issues across them in {} ms.", files.size(), raised,
      (System.nanoTime() - start) / 1_000_000);
  }

  private static int review(ProjectRule rule, ActiveRule active, ProjectModel project, Set<String> mainCode,
    SensorContext context) {
    try {
      List<ProjectFinding> findings = rule.review(project, active.params());
      return (int) findings.stream()
        .filter(finding -> mainCode.contains(finding.file().uri()))
        .filter(finding -> raise(active, finding, context))
        .count();
    } catch (RuntimeException | StackOverflowError cause) {
      // The other rules' findings must survive.
      Failures.projectRuleFailed(rule.key(), context.fileSystem().workDir(), cause);
      return 0;
    }
  }

  /** Tells the server how many coroutines the file defines. */
  private static void count(FileSummary summary, SensorContext context) {
    int coroutines = (int) summary.functions().stream().filter(function -> function.is(FunctionSummary.Trait.ASYNC))
      .count();
    if (coroutines > 0) {
      fileOf(summary, context).ifPresent(file -> context.<Integer>newMeasure().on(file)
        .forMetric(AsyncioMetrics.COROUTINES_OF_FILE).withValue(coroutines).save());
    }
  }

  private static boolean raise(ActiveRule active, ProjectFinding finding, SensorContext context) {
    Optional<InputFile> file = fileOf(finding.file(), context);
    if (file.isEmpty() || file.get().type() != InputFile.Type.MAIN) {
      return false;
    }
    NewIssue issue = context.newIssue().forRule(active.ruleKey());
    issue.at(issue.newLocation().on(file.get()).at(range(file.get(), finding.span())).message(finding.message()));
    // SonarQube shows the locations of a flow from the last to the first.
    Deque<NewIssueLocation> flow = new ArrayDeque<>();
    finding.evidence().forEach(evidence -> fileOf(evidence.file(), context).ifPresent(where -> flow
      .addFirst(issue.newLocation().on(where).at(range(where, evidence.span())).message(evidence.message()))));
    if (!flow.isEmpty()) {
      issue.addFlow(flow);
    }
    issue.save();
    return true;
  }

  private static Optional<InputFile> fileOf(FileSummary file, SensorContext context) {
    return Optional
      .ofNullable(context.fileSystem().inputFile(context.fileSystem().predicates().hasURI(URI.create(file.uri()))));
  }

  private static TextRange range(InputFile file, Span span) {
    return file.newRange(span.line(), span.column(), span.endLine(), span.endColumn());
  }
}
