package org.usingasyncio.corpus;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.PythonCheck;

/**
 * Bugs that were fixed in real repositories: is each found in the file as it was, and gone in the file as it became?
 * The folder has an {@code index.tsv}: number, rules, repository, file, lines, and the paths of the two versions, each
 * as a file and as the tree of its package.
 */
final class Cases {

  private static final int NEAR = 3;

  private final Path folder;
  private final boolean wholeTree;
  private final PrintStream out;

  Cases(Path folder, boolean wholeTree, PrintStream out) {
    this.folder = folder;
    this.wholeTree = wholeTree;
    this.out = out;
  }

  void report(List<PythonCheck> rules) throws IOException {
    out.println("case\trule\tline\tbefore\tafter\trepository:file");
    Map<String, int[]> totals = new LinkedHashMap<>();
    List<String> known = rules.stream().map(Rules::keyOf).toList();
    for (String row : Files.readAllLines(folder.resolve("index.tsv")).stream().skip(1).toList()) {
      String[] cells = row.split("\t", -1);
      List<String> wanted = Stream.of(cells[1].split(",")).filter(known::contains).toList();
      if (wanted.isEmpty()) {
        continue;
      }
      List<PythonCheck> asked = rules.stream().filter(rule -> wanted.contains(Rules.keyOf(rule))).toList();
      int[] lines = Arrays.stream(cells[4].split(",")).mapToInt(Integer::parseInt).toArray();
      List<Found> before = scanned(cells[5], cells[7], asked);
      List<Found> after = scanned(cells[6], cells[8], asked);
      LineMap moved = cells[6].isEmpty() ? null : LineMap.between(linesOf(cells[5]), linesOf(cells[6]));
      for (String rule : wanted) {
        for (int line : lines) {
          String then = verdict(before, rule, line);
          String now = moved == null ? "-" : verdictAfter(after, rule, moved.first(line), moved.last(line));
          out.println(String.join("\t", cells[0], rule, Integer.toString(line), then, now, cells[2] + ":" + cells[3]));
          int[] total = totals.computeIfAbsent(rule, key -> new int[4]);
          total[0]++;
          total[1] += then.equals("FOUND") ? 1 : 0;
          total[2] += then.startsWith("NEAR") ? 1 : 0;
          total[3] += now.startsWith("STILL") ? 1 : 0;
        }
      }
    }
    totals.forEach((rule, total) -> out.printf("# %s: %d of %d found, %d near, %d still there after the fix%n", rule,
      total[1], total[0], total[2], total[3]));
  }

  private List<Found> scanned(String file, String tree, List<PythonCheck> rules) {
    if (file.isEmpty()) {
      return List.of();
    }
    Path alone = Path.of(file);
    ProjectScan scan = wholeTree && !tree.isEmpty() ? ProjectScan.of(Path.of(tree)) : ProjectScan.withoutSymbols(alone);
    Path inTree = wholeTree && !tree.isEmpty() ? Path.of(tree).resolve(pathInside(alone)) : alone;
    scan.testsAreMain().run(rules, inTree.toAbsolutePath());
    // Rules on whole programs speak after the last file.
    scan.runAcrossFiles(rules.stream().map(Rules::keyOf).collect(Collectors.toSet()));
    scan.failures().forEach(failure -> CorpusRunner.complain(failure, file));
    scan.unparsed().forEach(name -> System.err.println("SonarPython cannot parse " + file));
    return scan.found();
  }

  /** The path below {@code before/} or {@code after/}. */
  private Path pathInside(Path file) {
    return folder.toAbsolutePath().relativize(file.toAbsolutePath()).subpath(2,
      folder.toAbsolutePath().relativize(file.toAbsolutePath()).getNameCount());
  }

  private static String verdict(List<Found> found, String rule, int line) {
    OptionalInt nearest = found.stream()
      .filter(one -> one.rule().equals(rule))
      .mapToInt(Found::line)
      .filter(at -> Math.abs(at - line) <= NEAR)
      .boxed()
      .sorted((one, other) -> Math.abs(one - line) - Math.abs(other - line))
      .mapToInt(Integer::intValue)
      .findFirst();
    if (nearest.isEmpty()) {
      return "MISSED";
    }
    return nearest.getAsInt() == line ? "FOUND" : "NEAR:" + nearest.getAsInt();
  }

  private static String verdictAfter(List<Found> found, String rule, int first, int last) {
    return found.stream()
      .filter(one -> one.rule().equals(rule))
      .filter(one -> one.line() >= first - NEAR && one.line() <= last + NEAR)
      .findFirst()
      .map(one -> "STILL:" + one.line())
      .orElse("GONE");
  }

  private static List<String> linesOf(String file) throws IOException {
    return new String(Files.readAllBytes(Path.of(file)), StandardCharsets.UTF_8).lines().toList();
  }
}
