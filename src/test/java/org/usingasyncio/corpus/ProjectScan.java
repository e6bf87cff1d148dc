package org.usingasyncio.corpus;

import com.sonar.sslr.api.RecognitionException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.IssueLocation;
import org.sonar.plugins.python.api.PythonCheck;
import org.sonar.plugins.python.api.PythonCheck.CheckScope;
import org.sonar.plugins.python.api.PythonCheck.PreciseIssue;
import org.sonar.plugins.python.api.PythonVisitorContext;
import org.sonar.python.TestPythonVisitorRunner;
import org.sonar.python.caching.CacheContextImpl;
import org.sonar.python.semantic.ProjectLevelSymbolTable;
import org.sonar.python.semantic.SymbolUtils;
import org.usingasyncio.checks.Failures;
import org.usingasyncio.checks.project.ProjectRules;
import org.usingasyncio.project.FileSummary;
import org.usingasyncio.project.ProjectFinding;
import org.usingasyncio.project.ProjectModel;
import org.usingasyncio.project.Summaries;

/**
 * One folder, scanned as a project of its own, in the two steps of SonarPython: first the symbols of all files, then
 * the rules on each file.
 */
final class ProjectScan {

  private static final Pattern TEST_FILE = Pattern
    .compile("(^|.*/)(test|tests|testing)/.*|(^|.*/)(test_[^/]*|[^/]*_test|tests|conftest)\\.py");

  private static final Pattern ASYNCHRONOUS = Pattern.compile("async|await|event_loop|aio|uvloop|uvicorn|anyio");

  private final Path folder;
  private final List<Path> files;
  private final ProjectLevelSymbolTable symbols;
  private final List<Found> found = new ArrayList<>();
  private final Set<String> unparsed = new TreeSet<>();
  private final List<Failure> failures = new ArrayList<>();
  private boolean testsAreMain;
  private boolean onlyAsynchronous;
  private long lines;

  /** A rule that threw, or the model, or SonarPython itself. */
  record Failure(String rule, String file, Throwable cause) {
  }

  private ProjectScan(Path folder, List<Path> files, ProjectLevelSymbolTable symbols) {
    this.folder = folder;
    this.files = files;
    this.symbols = symbols;
  }

  /** A project with the symbols of all its files. */
  static ProjectScan of(Path folder) {
    Path root = folder.toAbsolutePath().normalize();
    if (Files.isRegularFile(root)) {
      return new ProjectScan(root.getParent(), List.of(root), ProjectLevelSymbolTable.empty());
    }
    List<Path> files = pythonFilesBelow(root);
    return new ProjectScan(root, files, SymbolCache.symbolsOf(root, files));
  }

  /** A project in which each file stands alone, which takes half the time and sees nothing of other files. */
  static ProjectScan withoutSymbols(Path folder) {
    Path root = folder.toAbsolutePath().normalize();
    List<Path> files = Files.isRegularFile(root) ? List.of(root) : pythonFilesBelow(root);
    return new ProjectScan(Files.isRegularFile(root) ? root.getParent() : root, files, ProjectLevelSymbolTable.empty());
  }

  /** Lets rules that are for main code run on tests, too. */
  ProjectScan testsAreMain() {
    testsAreMain = true;
    return this;
  }

  /** Leaves out files in which no word speaks of coroutines: most files, and no rule has a question to them. */
  ProjectScan onlyAsynchronous() {
    onlyAsynchronous = true;
    return this;
  }

  ProjectScan run(List<PythonCheck> rules) {
    files.stream().filter(file -> !onlyAsynchronous || isAsynchronous(file)).forEach(file -> run(rules, file));
    return this;
  }

  ProjectScan run(List<PythonCheck> rules, Path file) {
    String name = nameOf(file);
    PythonVisitorContext context = parsed(file, name);
    if (context == null) {
      return this;
    }
    lines += context.rootTree().lastToken() == null ? 0 : context.rootTree().lastToken().line();
    boolean isTest = !testsAreMain && isTest(name);
    for (PythonCheck rule : rules) {
      if (!isTest || rule.scope() == CheckScope.ALL) {
        runOne(rule, context, name);
      }
    }
    context.getIssues().stream().map(issue -> asFound(issue, name)).forEach(found::add);
    return this;
  }

  /** What only all files together show, of the rules with the given keys, or of all rules when there are none. */
  ProjectScan runAcrossFiles(Set<String> keys) {
    return runAcrossFiles(keys, true);
  }

  /** What files show that leave the last word to the project, judged with those files alone that were read. */
  ProjectScan runUndecided(Set<String> keys) {
    return runAcrossFiles(keys, false);
  }

  private ProjectScan runAcrossFiles(Set<String> keys, boolean all) {
    Summaries.Collected collected = Summaries.take(folder.toFile());
    ProjectModel project = new ProjectModel(collected.files(), collected.mainCode());
    ProjectRules.all().stream().filter(rule -> keys.isEmpty() || keys.contains(rule.key()))
      .forEach(rule -> rule.review(project, Map.of()).stream()
        .filter(finding -> collected.mainCode().contains(finding.file().uri()))
        .filter(finding -> all || finding.isShownInFile())
        .map(finding -> asFound(rule.key(), finding))
        .forEach(found::add));
    return this;
  }

  private Found asFound(String key, ProjectFinding finding) {
    return new Found(key, nameOf(finding.file()), finding.span().line(), finding.message(), finding.evidence().stream()
      .map(evidence -> new Found.Evidence(evidence.span().line(), nameOf(evidence.file()) + ": " + evidence.message()))
      .toList());
  }

  private String nameOf(FileSummary file) {
    return nameOf(Path.of(URI.create(file.uri())));
  }

  List<Found> found() {
    return found.stream().sorted().toList();
  }

  List<Failure> failures() {
    return List.copyOf(failures);
  }

  /** Files that SonarPython itself cannot parse: Python 2, broken on purpose. */
  Set<String> unparsed() {
    return unparsed;
  }

  int fileCount() {
    return files.size();
  }

  long lines() {
    return lines;
  }

  private PythonVisitorContext parsed(Path file, String name) {
    try {
      return TestPythonVisitorRunner.createContext(file.toFile(), folder.toFile(),
        SymbolUtils.pythonPackageName(file.toFile(), folder.toString()), symbols, CacheContextImpl.dummyCache());
    } catch (RecognitionException broken) {
      unparsed.add(name);
    } catch (RuntimeException | StackOverflowError cause) {
      failures.add(new Failure("parser", name, cause));
    }
    return null;
  }

  /** True for what SonarPython takes for a test where nobody says what is one. */
  static boolean isTest(String name) {
    return TEST_FILE.matcher(name).matches();
  }

  private void runOne(PythonCheck rule, PythonVisitorContext context, String name) {
    try {
      rule.scanFile(context);
      // AsyncioCheck catches, for the user's sake; here no failing rule may go unnoticed. The log has the stack.
      Failures.take(folder.toFile())
        .map(Failures::summary)
        .ifPresent(summary -> failures.add(new Failure(Rules.keyOf(rule), name, new IllegalStateException(summary))));
    } catch (RuntimeException | StackOverflowError cause) {
      failures.add(new Failure(Rules.keyOf(rule), name, cause));
    }
  }

  private static boolean isAsynchronous(Path file) {
    try {
      return ASYNCHRONOUS.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).find();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private String nameOf(Path file) {
    return folder.relativize(file.toAbsolutePath().normalize()).toString().replace(File.separatorChar, '/');
  }

  private static Found asFound(PreciseIssue issue, String name) {
    IssueLocation primary = issue.primaryLocation();
    return new Found(Rules.keyOf(issue.check()), name, primary.startLine(), primary.message(),
      issue.secondaryLocations().stream()
        .map(location -> new Found.Evidence(location.startLine(), location.message()))
        .toList());
  }

  static List<Path> pythonFilesBelow(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".py") && Files.isRegularFile(file)).sorted().toList();
    } catch (IOException cause) {
      throw new IllegalStateException("Cannot read " + folder, cause);
    }
  }
}
