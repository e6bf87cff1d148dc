package org.usingasyncio.benchmark;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sonar.plugins.python.api.PythonCheck;
import org.sonar.plugins.python.api.PythonVisitorContext;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Question;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.project.Summaries;

/** One pass over all files of a project, for each step of SonarPython and of ours. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6)
@Measurement(iterations = 6)
@Fork(value = 2, jvmArgs = {"-Xmx3g", "-Xss4m", "-XX:+UseSerialGC"})
public class Review {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Folders, with {@code :} between them. */
  @Param("")
  public String projects;

  /** The most lines that are read of all of them. */
  @Param("30000")
  public long most;

  private final List<Project> read = new ArrayList<>();
  private final List<PythonVisitorContext> contexts = new ArrayList<>();
  private final List<FileModel> models = new ArrayList<>();
  private final Collection<AsyncioCheck> ours = Rules.ours().values();
  private final List<PythonCheck> sonarAsync = Rules.sonarAsync();
  private final List<PythonCheck> sonarWay = Rules.sonarWay();
  private long lines;

  /** What JMH sums up beside the time. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Counters {
    public long lines;
    public long bytes;
  }

  @Setup(Level.Trial)
  public void read() {
    for (String folder : projects.split(":")) {
      Project project = Project.of(Path.of(folder), most - lines);
      project.index();
      read.add(project);
      lines += project.lines();
      if (lines >= most) {
        break;
      }
    }
    read.forEach(project -> project.files().forEach(file -> contexts.add(project.read(file))));
  }

  /** New models for each pass: they remember what a rule has found out. */
  @Setup(Level.Iteration)
  public void model() {
    models.clear();
    contexts.forEach(context -> models.add(FileModel.of(context)));
  }

  private long counted(Counters counters, LongSupplier pass) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long result = pass.getAsLong();
    counters.bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
    counters.lines += lines;
    return result;
  }

  @Benchmark
  public long a_symbolsOfTheProject(Counters counters) {
    return counted(counters, () -> {
      read.forEach(Project::index);
      return read.size();
    });
  }

  @Benchmark
  public long b_parseAndSymbols(Counters counters) {
    return counted(counters, () -> read.stream()
      .mapToLong(project -> project.files().stream().filter(file -> project.read(file).rootTree() != null).count())
      .sum());
  }

  @Benchmark
  public long c_sonarWay(Counters counters) {
    return counted(counters, () -> run(sonarWay));
  }

  @Benchmark
  public long d_sonarAsync(Counters counters) {
    return counted(counters, () -> run(sonarAsync));
  }

  private long run(List<PythonCheck> checks) {
    long issues = 0;
    for (PythonVisitorContext context : contexts) {
      context.getIssues().clear();
      Rules.run(checks, context);
      issues += context.getIssues().size();
    }
    return issues;
  }

  @Benchmark
  public long e_model(Counters counters) {
    return counted(counters, () -> contexts.stream().mapToLong(context -> FileModel.of(context).functions().size())
      .sum());
  }

  @Benchmark
  public long f_summary(Counters counters) {
    read.forEach(project -> Summaries.take(project.workingDirectory()));
    return counted(counters, () -> {
      models.forEach(Question::summarize);
      return models.size();
    });
  }

  /** As SonarQube runs them: the model, the summary, and all 63 rules, which share what they find out. */
  @Benchmark
  public long g_allOfOurs(Counters counters) {
    read.forEach(project -> Summaries.take(project.workingDirectory()));
    return counted(counters, () -> {
      long issues = 0;
      for (PythonVisitorContext context : contexts) {
        context.getIssues().clear();
        ours.forEach(rule -> rule.scanFile(context));
        issues += context.getIssues().size();
      }
      return issues;
    });
  }

  /** One rule on models that no other rule has asked. */
  long ask(Counters counters, AsyncioCheck rule) {
    return counted(counters, () -> models.stream().filter(FileModel::speaksOfCoroutines)
      .mapToLong(model -> Question.ask(rule, model)).sum());
  }
}
