package org.usingasyncio.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.PythonVisitorContext;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Question;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.project.Summaries;

/**
 * Does the cost grow with the lines, or faster? Files are made of copies of one file, each copy with names of its own.
 * Prints the steps that cost more per line in the larger file than in the smaller one.
 */
public final class Growth {

  private static final Pattern DEFINED = Pattern
    .compile("(?m)^(?:async def|def|class) (\\w+)|^(\\w+)(?:: [^=\\n]+)? = ");
  private static final int FEW = 4;
  private static final double TOLERATED = 2;
  private static final long NOT_WORTH_A_LINE = 300;

  private Growth() {}

  /** The files to copy, after the number of copies. */
  public static void main(String[] arguments) throws IOException {
    int many = Integer.parseInt(arguments[0]);
    Path folder = Files.createTempDirectory("growth");
    for (String file : List.of(arguments).subList(1, arguments.length)) {
      String source = Files.readString(Path.of(file));
      measured(copies(source, FEW), folder);
      Map<String, Long> few = measured(copies(source, FEW), folder);
      Map<String, Long> more = measured(copies(source, many), folder);
      more.forEach((step, cost) -> {
        double growth = cost / (double) Math.max(1, few.get(step));
        if (cost > NOT_WORTH_A_LINE && growth > TOLERATED) {
          System.out.printf(Locale.ROOT, "%s %s: %d ns per line, %.1f times%n", Path.of(file).getFileName(), step, cost,
            growth);
        }
      });
    }
  }

  /** The text several times, with the names that it defines numbered. */
  static String copies(String source, int times) {
    Set<String> names = DEFINED.matcher(source).results()
      .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
      .collect(Collectors.toCollection(TreeSet::new));
    if (names.isEmpty()) {
      return source.repeat(times);
    }
    Pattern name = Pattern.compile("(?<![\\w.\"'])(" + String.join("|", names) + ")\\b");
    return Stream.iterate(0, number -> number + 1).limit(times)
      .map(number -> name.matcher(source).replaceAll("$1_" + number)).collect(Collectors.joining("\n"));
  }

  /** Nanoseconds per line of each step. */
  private static Map<String, Long> measured(String source, Path folder) throws IOException {
    Path path = folder.resolve("copies.py");
    Files.writeString(path, source);
    Project project = Project.of(folder, Long.MAX_VALUE);
    project.index();
    Map<String, Long> costs = new LinkedHashMap<>();
    for (SourceFile file : project.files()) {
      long lines = file.lines();
      PythonVisitorContext[] context = new PythonVisitorContext[1];
      FileModel[] model = new FileModel[1];
      costs.put("SonarPython", timed(() -> context[0] = project.read(file)) / lines);
      costs.put("model", timed(() -> model[0] = FileModel.of(context[0])) / lines);
      costs.put("summary", timed(() -> Question.summarize(model[0])) / lines);
      for (AsyncioCheck rule : Rules.ours().values()) {
        costs.put(rule.ruleKey(), timed(() -> Question.ask(rule, model[0])) / lines);
      }
      Summaries.take(project.workingDirectory());
    }
    return costs;
  }

  private static long timed(Runnable step) {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    step.run();
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
  }
}
