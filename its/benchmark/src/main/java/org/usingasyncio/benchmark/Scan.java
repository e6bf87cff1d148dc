package org.usingasyncio.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sonar.plugins.python.api.PythonCheck;
import org.sonar.plugins.python.api.PythonVisitorContext;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Question;
import org.usingasyncio.checks.project.ProjectRules;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.project.ProjectModel;
import org.usingasyncio.project.Summaries;

/**
 * Scans folders as SonarPython does, one after the other, and prints what each step costs: the time of our rules as a
 * share of all, the rules one by one (a fact that several share is charged to the first that asks), and the files that
 * cost most for their size.
 */
public final class Scan {

  private static final int SLOWEST = 10;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Map<String, Long> nanos = new LinkedHashMap<>();
  private final List<FileCost> costs = new ArrayList<>();
  private long lines;
  private long files;

  private record FileCost(String file, long lines, long nanos) {

    long nanosPerLine() {
      return nanos / Math.max(1, lines);
    }
  }

  private Scan() {}

  public static void main(String[] arguments) {
    boolean sonarWay = true;
    boolean ours = true;
    int passes = 1;
    long most = Long.MAX_VALUE;
    List<Path> folders = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--passes" -> passes = Integer.parseInt(arguments[++i]);
        case "--lines" -> most = Long.parseLong(arguments[++i]);
        case "--ours" -> sonarWay = false;
        case "--theirs" -> ours = false;
        default -> folders.add(Path.of(arguments[i]));
      }
    }
    for (int pass = 1; pass <= passes; pass++) {
      Scan scan = new Scan();
      for (Path folder : folders) {
        scan.project(Project.of(folder, most - scan.lines), sonarWay, ours);
        if (scan.lines >= most) {
          break;
        }
      }
      if (pass == passes) {
        scan.print();
      } else {
        System.err.printf(Locale.ROOT, "pass %d: %.2f s ours%n", pass, scan.ours() / 1e9);
      }
    }
  }

  private void project(Project project, boolean sonarWay, boolean withOurs) {
    Collection<AsyncioCheck> ours = Rules.ours().values();
    List<PythonCheck> others = sonarWay ? Rules.sonarWay() : List.of();
    add("SonarPython: first step, symbols of the project", timed(project::index));
    for (SourceFile file : project.files()) {
      long start = cpuTime();
      PythonVisitorContext context = project.read(file);
      add("SonarPython: parse, symbols, types", cpuTime() - start);
      add("SonarPython: Sonar way", timed(() -> Rules.run(others, context)));
      lines += file.lines();
      files++;
      if (!withOurs) {
        continue;
      }
      long all = 0;
      FileModel[] model = new FileModel[1];
      all += add("model", timed(() -> model[0] = FileModel.of(context)));
      all += add("summary", timed(() -> Question.summarize(model[0])));
      for (AsyncioCheck rule : model[0].speaksOfCoroutines() ? ours : List.<AsyncioCheck>of()) {
        all += add(rule.ruleKey(), timed(() -> Question.ask(rule, model[0])));
      }
      costs.add(new FileCost(file.path().toString(), file.lines(), all));
    }
    if (!withOurs) {
      return;
    }
    add("across files", timed(() -> {
      Summaries.Collected collected = Summaries.take(project.workingDirectory());
      ProjectModel joined = new ProjectModel(collected.files(), collected.mainCode());
      ProjectRules.all().forEach(rule -> rule.review(joined, Map.of()));
    }));
  }

  /** Processor time of this thread: other programs on the machine do not count, nor does the garbage collector. */
  private static long cpuTime() {
    return THREADS.getCurrentThreadCpuTime();
  }

  private static long timed(Runnable step) {
    long start = cpuTime();
    step.run();
    return cpuTime() - start;
  }

  private long add(String step, long time) {
    nanos.merge(step, time, Long::sum);
    return time;
  }

  private long ours() {
    return nanos.entrySet().stream().filter(step -> !step.getKey().startsWith("SonarPython"))
      .mapToLong(Map.Entry::getValue).sum();
  }

  private void print() {
    long all = nanos.values().stream().mapToLong(Long::longValue).sum();
    System.out.printf(Locale.ROOT,
      "%d files, %d lines%n%n| step | ms | ns per line | share |%n| --- | ---: | ---: | ---: |%n",
      files, lines);
    nanos.forEach(this::printStep);
    printStep("ours", ours());
    printStep("all", all);
    System.out.printf(Locale.ROOT, "%nours: %.2f %% of the rest%n%n", 100.0 * ours() / (all - ours()));
    costs.stream().filter(cost -> cost.lines() >= 100)
      .sorted(Comparator.comparingLong(FileCost::nanosPerLine).reversed())
      .limit(SLOWEST).forEach(cost -> System.out.printf(Locale.ROOT, "%d ns per line, %.1f ms: %s (%d lines)%n",
        cost.nanosPerLine(), cost.nanos() / 1e6, cost.file(), cost.lines()));
  }

  private void printStep(String step, long time) {
    long all = nanos.values().stream().mapToLong(Long::longValue).sum();
    System.out.printf(Locale.ROOT, "| %s | %.1f | %d | %.2f %% |%n", step, time / 1e6, time / Math.max(1, lines),
      100.0 * time / all);
  }
}
