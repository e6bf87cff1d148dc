package org.usingasyncio.checks.project;

import java.util.List;
import org.usingasyncio.project.CallSummary;
import org.usingasyncio.project.ProjectFinding;
import org.usingasyncio.project.ProjectModel;

/** The calls of a path as evidence. */
final class Hops {

  private Hops() {}

  /** Shows each of the calls, the last one as the offending call. */
  static ProjectFinding show(ProjectModel project, List<CallSummary> calls, ProjectFinding finding) {
    for (int hop = 0; hop < calls.size(); hop++) {
      CallSummary call = calls.get(hop);
      boolean isLast = hop == calls.size() - 1;
      finding.because(project.fileOf(call), call.span(),
        String.format(isLast ? "\"%s\" is called here" : "which calls \"%s\"", call.written()));
    }
    return finding;
  }
}
