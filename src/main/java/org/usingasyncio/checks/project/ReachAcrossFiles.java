package org.usingasyncio.checks.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.usingasyncio.project.CallSummary;
import org.usingasyncio.project.FileSummary;
import org.usingasyncio.project.FunctionSummary;
import org.usingasyncio.project.ProjectFinding;
import org.usingasyncio.project.ProjectModel;
import org.usingasyncio.project.ProjectRule;

/**
 * Reports a call on the event loop that reaches an offending call in another file. What the file itself shows is left to
 * the rule's own check.
 */
abstract class ReachAcrossFiles implements ProjectRule {

  /** How many functions a path leads through, where the profile does not say. */
  private static final int DEPTH = 6;

  private final String key;
  private final Predicate<CallSummary> offending;

  ReachAcrossFiles(String key, Predicate<CallSummary> offending) {
    this.key = key;
    this.offending = offending;
  }

  @Override
  public final String key() {
    return key;
  }

  /** What to say of a path from a call in a coroutine to the offending call. */
  abstract String message(List<CallSummary> path);

  /** False for a path that the rule's description lists under its exceptions. */
  boolean isWorthAFinding(List<CallSummary> path) {
    return true;
  }

  @Override
  public final List<ProjectFinding> review(ProjectModel project, Map<String, String> parameters) {
    int depth = depth(parameters);
    List<ProjectFinding> findings = new ArrayList<>();
    for (FileSummary file : project.files()) {
      for (FunctionSummary function : file.functions()) {
        if (function.is(FunctionSummary.Trait.ON_LOOP)) {
          function.calls().stream()
            .filter(call -> !offending.test(call))
            .forEach(call -> project.pathTo(call, offending, depth)
              .filter(path -> !project.isInOneFile(path) && !isReportedInFile(project, call, depth))
              .filter(this::isWorthAFinding)
              .ifPresent(path -> findings.add(finding(project, function, path))));
        }
      }
    }
    return findings;
  }

  /** The depth that the profile sets; the default where it sets none or no whole number above zero. */
  private static int depth(Map<String, String> parameters) {
    try {
      int depth = Integer.parseInt(parameters.getOrDefault("depth", "").trim());
      return depth > 0 ? depth : DEPTH;
    } catch (NumberFormatException notANumber) {
      return DEPTH;
    }
  }

  /** A longer way may stay within the file: then the check has found it. */
  private boolean isReportedInFile(ProjectModel project, CallSummary call, int depth) {
    FileSummary file = project.fileOf(call);
    return project.pathTo(call, offending, depth, function -> project.fileOf(function) == file).isPresent();
  }

  private ProjectFinding finding(ProjectModel project, FunctionSummary function, List<CallSummary> path) {
    CallSummary first = path.get(0);
    ProjectFinding finding = new ProjectFinding(project.fileOf(first), first.span(), message(path));
    if (function.is(FunctionSummary.Trait.ASYNC)) {
      finding.because(project.fileOf(first), function.span(), "on the event loop because of this \"async\"");
    }
    for (int hop = 1; hop < path.size(); hop++) {
      CallSummary call = path.get(hop);
      boolean isLast = hop == path.size() - 1;
      finding.because(project.fileOf(call), call.span(),
        String.format(isLast ? "\"%s\" is called here" : "which calls \"%s\"", call.written()));
    }
    return finding;
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
