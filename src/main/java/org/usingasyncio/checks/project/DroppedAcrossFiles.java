package org.usingasyncio.checks.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.usingasyncio.project.CallSummary;
import org.usingasyncio.project.FileSummary;
import org.usingasyncio.project.FunctionSummary;
import org.usingasyncio.project.ProjectFinding;
import org.usingasyncio.project.ProjectModel;
import org.usingasyncio.project.ProjectRule;

/**
 * UA202 and UA206: the result of a function of another file is dropped. A coroutine then never runs, where SonarPython's
 * symbols do not show that it is one; a task that the function starts and returns has nobody who keeps it.
 */
public final class DroppedAcrossFiles implements ProjectRule {

  private final boolean isTask;

  private DroppedAcrossFiles(boolean isTask) {
    this.isTask = isTask;
  }

  static DroppedAcrossFiles ofCoroutines() {
    return new DroppedAcrossFiles(false);
  }

  static DroppedAcrossFiles ofTasks() {
    return new DroppedAcrossFiles(true);
  }

  @Override
  public String key() {
    return isTask ? "UA206" : "UA202";
  }

  @Override
  public List<ProjectFinding> review(ProjectModel project, Map<String, String> parameters) {
    List<ProjectFinding> findings = new ArrayList<>();
    for (FileSummary file : project.files()) {
      for (FunctionSummary function : file.functions()) {
        for (CallSummary call : function.calls()) {
          if (call.is(CallSummary.Trait.DROPPED) && (isTask || !call.is(CallSummary.Trait.KNOWN_IN_FILE))) {
            project.target(call).filter(target -> gives(target) && project.fileOf(target) != file)
              .ifPresent(target -> findings.add(finding(file, call).because(project.fileOf(target), target.span(),
                isTask ? "starts a task and returns it" : "a coroutine function because of this \"async\"")));
          }
        }
      }
    }
    return findings;
  }

  private ProjectFinding finding(FileSummary file, CallSummary call) {
    String message = isTask
      ? "Keep a reference to the task that \"%s\" starts."
      : "Await \"%s\": without it, the coroutine never runs.";
    return new ProjectFinding(file, call.span(), String.format(message, call.written()));
  }

  private boolean gives(FunctionSummary target) {
    return isTask
      ? target.is(FunctionSummary.Trait.GIVES_TASK)
      : target.isCoroutine() && target.is(FunctionSummary.Trait.CALLED_AS_WRITTEN);
  }
}
