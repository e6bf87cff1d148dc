package org.usingasyncio.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks over folders and prints a table: nanoseconds and bytes per line, with the spread over all forks. */
public final class Benchmarks {

  private Benchmarks() {}

  /** Options: {@code --forks N}, {@code --lines N}, {@code --rules UA101,UA102} or {@code none}; then the folders. */
  public static void main(String[] arguments) throws RunnerException {
    int forks = 2;
    String lines = "30000";
    List<String> rules = List.copyOf(Rules.ours().keySet());
    List<String> folders = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--forks" -> forks = Integer.parseInt(arguments[++i]);
        case "--lines" -> lines = arguments[++i];
        case "--rules" -> rules = List.of(arguments[++i].split(","));
        default -> folders.add(arguments[i]);
      }
    }
    String projects = String.join(":", folders);
    Collection<RunResult> results = new ArrayList<>(
      new Runner(over(projects, lines).include(Review.class.getName() + "\\.").forks(forks).build()).run());
    if (!rules.equals(List.of("none"))) {
      results.addAll(new Runner(over(projects, lines).include(OneRule.class.getName() + "\\.")
        .param("rule", rules.toArray(String[]::new)).build()).run());
    }
    System.out.printf("%n| step | ns per line | from | to | bytes per line |%n| --- | ---: | ---: | ---: | ---: |%n");
    results.forEach(Benchmarks::print);
  }

  private static ChainedOptionsBuilder over(String projects, String lines) {
    return new OptionsBuilder().param("projects", projects).param("most", lines);
  }

  private static void print(RunResult result) {
    List<Double> nanos = new ArrayList<>();
    double bytes = 0;
    for (BenchmarkResult fork : result.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        double lines = iteration.getSecondaryResults().get("lines").getScore();
        nanos.add(iteration.getPrimaryResult().getScore() * 1000 / lines);
        bytes = iteration.getSecondaryResults().get("bytes").getScore() / lines;
      }
    }
    nanos.sort(null);
    String rule = result.getParams().getParam("rule");
    String name = result.getParams().getBenchmark().replaceFirst(".*\\.(?:[a-z]_)?", "");
    System.out.printf(Locale.ROOT, "| %s | %.0f | %.0f | %.0f | %.0f |%n", rule == null ? name : rule,
      nanos.get(nanos.size() / 2), nanos.get(0), nanos.get(nanos.size() - 1), bytes);
  }
}
