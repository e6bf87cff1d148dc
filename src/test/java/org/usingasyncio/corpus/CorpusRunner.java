package org.usingasyncio.corpus;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.PythonCheck;

/**
 * Runs rules over folders from the command line, without a server: each folder is a project of its own.
 */
public final class CorpusRunner {

  private static final String USAGE = """
                                      usage: CorpusRunner [options] folder...
                                        --rules UA501,UA502   only these rules
                                        --context N           print N lines of code around each finding, and its evidence
                                        --each                each subfolder of a folder is a project of its own
                                        --across              what only all files together show, too; reads every file
                                        --alone               no symbols of other files: half the time, in-file knowledge only
                                        --tests               rules for main code run on test files, too
                                        --every-file          also files in which no word speaks of coroutines
                                        --count               only the number of findings per rule and project
                                        --cases FOLDER        is each real bug of FOLDER/index.tsv found before its fix and gone after it?
                                        --trees               with --cases: each file with the symbols of its package
                                      """;

  private final List<Path> folders = new ArrayList<>();
  private Set<String> rules = Set.of();
  private int context;
  private boolean each;
  private boolean across;
  private boolean alone;
  private boolean tests;
  private boolean count;
  private boolean everyFile;
  private boolean trees;
  private Path cases;

  private CorpusRunner() {}

  public static void main(String[] arguments) throws IOException {
    CorpusRunner runner = new CorpusRunner();
    if (!runner.understands(List.of(arguments))) {
      System.err.print(USAGE);
      System.exit(2);
    }
    try (PrintStream out = new PrintStream(new BufferedOutputStream(System.out), false, StandardCharsets.UTF_8)) {
      runner.run(out);
    }
  }

  static void complain(ProjectScan.Failure failure, String file) {
    System.err.println("FAILED " + failure.rule() + " on " + file);
    failure.cause().printStackTrace(System.err);
  }

  private boolean understands(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      switch (argument) {
        case "--rules" -> rules = new TreeSet<>(List.of(arguments.get(++i).split(",")));
        case "--context" -> context = Integer.parseInt(arguments.get(++i));
        case "--each" -> each = true;
        case "--across" -> {
          across = true;
          everyFile = true;
        }
        case "--alone" -> alone = true;
        case "--tests" -> tests = true;
        case "--every-file" -> everyFile = true;
        case "--count" -> count = true;
        case "--trees" -> trees = true;
        case "--cases" -> cases = Path.of(arguments.get(++i));
        default -> {
          if (argument.startsWith("-")) {
            return false;
          }
          folders.add(Path.of(argument));
        }
      }
    }
    return cases != null || !folders.isEmpty();
  }

  private void run(PrintStream out) throws IOException {
    List<PythonCheck> checks = Rules.named(rules);
    if (cases != null) {
      new Cases(cases, trees, out).report(checks);
      return;
    }
    long start = System.nanoTime();
    int files = 0;
    int failed = 0;
    int unparsed = 0;
    long lines = 0;
    for (Path project : projects()) {
      ProjectScan scan = alone ? ProjectScan.withoutSymbols(project) : ProjectScan.of(project);
      if (tests) {
        scan.testsAreMain();
      }
      if (!everyFile) {
        scan.onlyAsynchronous();
      }
      scan.run(checks);
      if (across) {
        scan.runAcrossFiles(rules);
      } else {
        scan.runUndecided(rules);
      }
      print(scan, project, out);
      out.flush();
      scan.failures().forEach(failure -> complain(failure, project.resolve(failure.file()).toString()));
      files += scan.fileCount();
      lines += scan.lines();
      failed += scan.failures().size();
      unparsed += scan.unparsed().size();
    }
    System.err.printf("%d files, %d lines, %d not parsed by SonarPython, %d failures, %.1f s%n", files, lines,
      unparsed, failed, (System.nanoTime() - start) / 1e9);
  }

  private List<Path> projects() throws IOException {
    if (!each) {
      return folders;
    }
    List<Path> projects = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> inside = Files.list(folder)) {
        inside.filter(Files::isDirectory).sorted().forEach(projects::add);
      }
    }
    return projects;
  }

  private void print(ProjectScan scan, Path project, PrintStream out) throws IOException {
    String name = project.toAbsolutePath().normalize().getFileName().toString();
    if (count) {
      Map<String, Integer> counts = new TreeMap<>();
      scan.found().forEach(found -> counts.merge(found.rule(), 1, Integer::sum));
      counts.forEach((rule, number) -> out.println(rule + "\t" + name + "\t" + number));
      return;
    }
    Path base = Files.isRegularFile(project) ? project.toAbsolutePath().getParent() : project;
    String prefix = Files.isRegularFile(project) ? "" : name + "/";
    for (Found found : scan.found()) {
      out.println(String.join("\t", found.rule(), prefix + found.file(), Integer.toString(found.line()),
        found.message()));
      if (context > 0) {
        printCode(found, base.resolve(found.file()), out);
      }
    }
  }

  private void printCode(Found found, Path file, PrintStream out) throws IOException {
    List<String> code = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    int first = Math.max(1, found.line() - context);
    int last = Math.min(code.size(), found.line() + context);
    for (int line = first; line <= last; line++) {
      out.printf("    %5d%s %s%n", line, line == found.line() ? ">" : " ", code.get(line - 1));
    }
    for (Found.Evidence evidence : found.evidence()) {
      String shown = evidence.line() >= 1 && evidence.line() <= code.size()
        ? code.get(evidence.line() - 1).strip()
        : "";
      out.printf("      evidence, line %d: %s | %s%n", evidence.line(), evidence.message(), shown);
    }
    out.println();
  }
}
