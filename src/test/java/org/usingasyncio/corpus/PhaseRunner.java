package org.usingasyncio.corpus;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sonar.plugins.python.api.PythonCheck;
import org.sonar.plugins.python.api.PythonVisitorContext;
import org.sonar.python.TestPythonVisitorRunner;
import org.sonar.python.caching.CacheContextImpl;
import org.sonar.python.semantic.ProjectLevelSymbolTable;
import org.sonar.python.semantic.SymbolUtils;
import org.usingasyncio.checks.Undecided;
import org.usingasyncio.checks.project.ProjectRules;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.project.FileSummary;
import org.usingasyncio.project.ProjectFinding;
import org.usingasyncio.project.ProjectModel;
import org.usingasyncio.project.SummaryBytes;

/**
 * What the project phase costs and what it adds, for folders that are a project each. {@code docs/performance.md} says how
 * to run it.
 */
public final class PhaseRunner {

  private static final String USAGE = """
                                      usage: PhaseRunner [options] folder...
                                        --all-rules      run the 63 rules on each file, too: what the phase is compared with
                                        --save FOLDER    keep the summaries
                                        --load FOLDER    take the summaries from there instead of reading the files
                                        --findings FILE  write what the phase raises, with its evidence
                                        --rules UA104,…  only these rules
                                      """;

  /** Time on the processor: what else the machine does must not count. */
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private final List<Path> folders = new ArrayList<>();
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private boolean allRules;
  private Path save;
  private Path load;
  private Set<String> rules = Set.of();
  private PrintStream findings;

  private final Map<String, Long> nanos = new TreeMap<>();
  private long lines;

  private PhaseRunner() {}

  public static void main(String[] arguments) throws IOException {
    PhaseRunner runner = new PhaseRunner();
    if (!runner.understands(List.of(arguments))) {
      System.err.print(USAGE);
      System.exit(2);
    }
    runner.run();
  }

  private boolean understands(List<String> arguments) throws IOException {
    for (int i = 0; i < arguments.size(); i++) {
      switch (arguments.get(i)) {
        case "--all-rules" -> allRules = true;
        case "--save" -> save = Files.createDirectories(Path.of(arguments.get(++i)));
        case "--load" -> load = Path.of(arguments.get(++i));
        case "--rules" -> rules = new TreeSet<>(List.of(arguments.get(++i).split(",")));
        case "--findings" -> findings = new PrintStream(arguments.get(++i), StandardCharsets.UTF_8);
        default -> {
          if (arguments.get(i).startsWith("-")) {
            return false;
          }
          folders.add(Path.of(arguments.get(i)).toAbsolutePath().normalize());
        }
      }
    }
    return !folders.isEmpty();
  }

  private void run() throws IOException {
    for (Path folder : folders) {
      nanos.clear();
      lines = 0;
      Map<String, byte[]> summaries = load == null ? read(folder) : loaded(folder);
      if (save != null) {
        save(folder, summaries);
      }
      report(folder, summaries);
    }
    if (findings != null) {
      findings.close();
    }
  }

  private interface Work<T> {
    T get();
  }

  private <T> T timed(String what, Work<T> work) {
    long start = CLOCK.getCurrentThreadCpuTime();
    T result = work.get();
    nanos.merge(what, CLOCK.getCurrentThreadCpuTime() - start, Long::sum);
    return result;
  }

  // ---- summaries --------------------------------------------------------------------------------------------------

  private Map<String, byte[]> read(Path folder) throws IOException {
    List<Path> files = ProjectScan.pythonFilesBelow(folder);
    ProjectLevelSymbolTable symbols = timed("0 symbols of the project", () -> SymbolCache.symbolsOf(folder, files));
    List<PythonCheck> checks = Rules.all();
    Map<String, byte[]> summaries = new TreeMap<>();
    for (Path file : files) {
      PythonVisitorContext context = timed("1 parse", () -> parsed(folder, file, symbols));
      if (context != null) {
        lines += context.rootTree().lastToken() == null ? 0 : context.rootTree().lastToken().line();
        FileModel model = timed("2 model", () -> FileModel.of(context));
        if (allRules) {
          timed("3 the 63 rules", () -> {
            checks.forEach(check -> check.scanFile(context));
            return null;
          });
        }
        FileSummary summary = timed("4 summary", () -> SummaryBytes.summarize(model, Undecided.of(model)));
        summaries.put(file.toUri().toString(), timed("5 encode", () -> SummaryBytes.write(summary)));
      }
    }
    return summaries;
  }

  /** Without a working directory the rules leave nothing: the summary is timed by itself. */
  private static PythonVisitorContext parsed(Path folder, Path file, ProjectLevelSymbolTable symbols) {
    try {
      return TestPythonVisitorRunner.createContext(file.toFile(), null,
        SymbolUtils.pythonPackageName(file.toFile(), folder.toString()), symbols, CacheContextImpl.dummyCache());
    } catch (RuntimeException | StackOverflowError unreadable) {
      return null;
    }
  }

  private void save(Path folder, Map<String, byte[]> summaries) throws IOException {
    try (DataOutputStream bytes = new DataOutputStream(
      new BufferedOutputStream(Files.newOutputStream(save.resolve(folder.getFileName()))))) {
      bytes.writeLong(lines);
      for (byte[] summary : summaries.values()) {
        bytes.writeInt(summary.length);
        bytes.write(summary);
      }
    }
  }

  private Map<String, byte[]> loaded(Path folder) throws IOException {
    Map<String, byte[]> summaries = new TreeMap<>();
    try (DataInputStream bytes = new DataInputStream(
      new BufferedInputStream(Files.newInputStream(load.resolve(folder.getFileName()))))) {
      lines = bytes.readLong();
      for (int number = 0;; number++) {
        byte[] summary = new byte[bytes.readInt()];
        bytes.readFully(summary);
        summaries.put(String.format("%06d", number), summary);
      }
    } catch (EOFException end) {
      return summaries;
    }
  }

  // ---- the phase --------------------------------------------------------------------------------------------------

  private void report(Path folder, Map<String, byte[]> summaries) throws IOException {
    long before = usedMemory();
    List<FileSummary> files = timed("6 decode", () -> summaries.values().stream().map(SummaryBytes::read).toList());
    long inMemory = usedMemory() - before;
    Set<String> mainCode = new HashSet<>();
    files.stream().map(FileSummary::uri)
      .filter(uri -> !ProjectScan.isTest(folder.relativize(Path.of(URI.create(uri))).toString()))
      .forEach(mainCode::add);
    ProjectModel project = timed("7 join", () -> new ProjectModel(files, mainCode));
    Map<String, List<ProjectFinding>> found = new TreeMap<>();
    ProjectRules.all().stream().filter(rule -> rules.isEmpty() || rules.contains(rule.key()))
      .forEach(rule -> found.put(rule.key(), timed("8 " + rule.key(), () -> rule.review(project, Map.of()))));
    long whilePhase = usedMemory() - before;

    long functions = files.stream().mapToLong(file -> file.functions().size()).sum();
    long bytes = summaries.values().stream().mapToLong(summary -> summary.length).sum();
    out.printf("%s: %,d files, %,d lines, %,d functions%n", folder.getFileName(), files.size(), lines, functions);
    out.printf("  summaries: %,d bytes written, %d per function; %,d in memory, %d per function; phase %,d%n", bytes,
      bytes / Math.max(1, functions), inMemory, inMemory / Math.max(1, functions), whilePhase);
    nanos.forEach((what, time) -> out.printf("  %-26s %,8d ms%n", what, time / 1_000_000));
    found.forEach((rule, all) -> print(rule,
      all.stream().filter(finding -> mainCode.contains(finding.file().uri())).toList(), folder));
    // what was measured must still be there
    if (project.files().size() != files.size()) {
      throw new IllegalStateException();
    }
  }

  private static long usedMemory() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private void print(String rule, List<ProjectFinding> all, Path folder) {
    if (all.isEmpty()) {
      return;
    }
    Map<Integer, Integer> byLength = new TreeMap<>();
    all.forEach(finding -> byLength.merge(finding.evidence().size(), 1, Integer::sum));
    long kept = all.stream().filter(ProjectFinding::isShownInFile).count();
    out.printf("  %s: %d issues (%d of them shown by their file), by number of locations %s%n", rule, all.size(), kept,
      byLength);
    if (findings != null) {
      all.forEach(finding -> print(rule, finding, folder));
    }
  }

  private void print(String rule, ProjectFinding finding, Path folder) {
    findings.printf("%s\t%s/%s\t%d\t%s%n", rule, folder.getFileName(), nameOf(finding.file(), folder),
      finding.span().line(), finding.message());
    code(finding.file(), finding.span().line(), 6, 5);
    finding.evidence().forEach(evidence -> {
      findings.printf("      %s:%d: %s%n", nameOf(evidence.file(), folder), evidence.span().line(), evidence.message());
      code(evidence.file(), evidence.span().line(), 3, 2);
    });
    findings.println();
  }

  private static String nameOf(FileSummary file, Path folder) {
    return folder.relativize(Path.of(URI.create(file.uri()))).toString();
  }

  private void code(FileSummary file, int at, int above, int below) {
    try {
      List<String> code = new String(Files.readAllBytes(Path.of(URI.create(file.uri()))), StandardCharsets.UTF_8)
        .lines().toList();
      for (int line = Math.max(1, at - above); line <= Math.min(code.size(), at + below); line++) {
        findings.printf("    %5d%s %s%n", line, line == at ? ">" : " ", code.get(line - 1));
      }
    } catch (IOException cause) {
      findings.println("    (not there)");
    }
  }
}
