package org.usingasyncio.checks.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.usingasyncio.checks.Depth;
import org.usingasyncio.project.CallSummary;
import org.usingasyncio.project.FileSummary;
import org.usingasyncio.project.FunctionSummary;
import org.usingasyncio.project.Paths;
import org.usingasyncio.project.ProjectFinding;
import org.usingasyncio.project.ProjectModel;
import org.usingasyncio.project.ProjectRule;

/**
 * Reports a call on the event loop that reaches an offending call in another file. What the file itself shows is left to
 * the rule's own check.
 */
abstract class ReachAcrossFiles implements ProjectRule {

  private final String key;
  private final CallSummary.Effect effect;

  /**
   * @param key the key of the rule
   * @param effect what the event loop should not come to
   */
  ReachAcrossFiles(String key, CallSummary.Effect effect) {
    this.key = key;
    this.effect = effect;
  }

  @Override
  public final String key() {
    return key;
  }

  /** The ways to what the event loop should not come to. */
  Paths ways(ProjectModel project, Map<String, String> parameters) {
    return project.waysTo(effect, Depth.of(parameters));
  }

  /** What to say of a path from a call in a coroutine to the offending call. */
  abstract String message(List<CallSummary> path);

  /** False for a path that the rule's description lists under its exceptions. */
  boolean isWorthAFinding(List<CallSummary> path) {
    return true;
  }

  /** The calls that another rule reports for the same reason to move them away. */
  Predicate<CallSummary> reportedByAnother(ProjectModel project, Map<String, String> parameters) {
    return call -> false;
  }

  @Override
  public final List<ProjectFinding> review(ProjectModel project, Map<String, String> parameters) {
    Paths paths = ways(project, parameters);
    Predicate<CallSummary> reported = reportedByAnother(project, parameters);
    List<ProjectFinding> findings = new ArrayList<>();
    for (FileSummary file : project.files()) {
      for (FunctionSummary function : file.functions()) {
        if (function.is(FunctionSummary.Trait.ON_LOOP)) {
          function.calls().stream()
            .filter(call -> !paths.isEnd(call) && !call.is(CallSummary.Trait.ON_PURPOSE))
            .forEach(call -> paths.from(call)
              // a longer way may stay within the file: then the check has found it
              .filter(path -> !project.isInOneFile(path) && !paths.staysInFile(call))
              .filter(path -> isWorthAFinding(path) && !isDoneBefore(function, path, paths) && !reported.test(call))
              .ifPresent(path -> findings.add(finding(project, function, path))));
        }
      }
    }
    return findings;
  }

  /** {@code store = Store(); store.connect()}: the constructor has connected, and the method finds that out. */
  private static boolean isDoneBefore(FunctionSummary function, List<CallSummary> path, Paths paths) {
    CallSummary first = path.get(0);
    CallSummary last = path.get(path.size() - 1);
    return last.is(CallSummary.Trait.FIRST_USE) && first.written().contains(".")
      && function.calls().stream().takeWhile(call -> call != first).anyMatch(call -> paths.reaches(call, last));
  }

  private ProjectFinding finding(ProjectModel project, FunctionSummary function, List<CallSummary> path) {
    CallSummary first = path.get(0);
    ProjectFinding finding = new ProjectFinding(project.fileOf(first), first.span(), message(path));
    if (function.is(FunctionSummary.Trait.ASYNC)) {
      finding.because(project.fileOf(first), function.span(), "on the event loop because of this \"async\"");
    }
    return Hops.show(project, path.subList(1, path.size()), finding);
  }

  /** {@code load_profile → read_cache → open}. */
  static String chain(List<CallSummary> path) {
    return path.stream().map(CallSummary::written).collect(Collectors.joining(" → "));
  }

  /** The last part of the name that is called, to speak of a long one: {@code load} of {@code self.store.load}. */
  static String subject(List<CallSummary> path) {
    String written = path.get(0).written();
    return written.substring(written.lastIndexOf('.') + 1);
  }
}
