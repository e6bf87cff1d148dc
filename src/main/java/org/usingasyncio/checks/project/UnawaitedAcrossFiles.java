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

/** UA202: the coroutine of another file is called and its result dropped, where SonarPython's symbols do not show it. */
public final class UnawaitedAcrossFiles implements ProjectRule {

  @Override
  public String key() {
    return "UA202";
  }

  @Override
  public List<ProjectFinding> review(ProjectModel project, Map<String, String> parameters) {
    List<ProjectFinding> findings = new ArrayList<>();
    for (FileSummary file : project.files()) {
      for (FunctionSummary function : file.functions()) {
        for (CallSummary call : function.calls()) {
          if (call.is(CallSummary.Trait.DROPPED) && !call.is(CallSummary.Trait.KNOWN_IN_FILE)) {
            project.target(call).filter(target -> isAwaitable(project, file, target)).ifPresent(target -> findings.add(
              new ProjectFinding(file, call.span(),
                String.format("Await \"%s\": without it, the coroutine never runs.", call.written()))
                .because(project.fileOf(target), target.span(), "a coroutine function because of this \"async\"")));
          }
        }
      }
    }
    return findings;
  }

  private static boolean isAwaitable(ProjectModel project, FileSummary caller, FunctionSummary target) {
    return target.isCoroutine() && target.is(FunctionSummary.Trait.CALLED_AS_WRITTEN)
      && project.fileOf(target) != caller;
  }
}
