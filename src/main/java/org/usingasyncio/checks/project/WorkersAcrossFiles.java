package org.usingasyncio.checks.project;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.usingasyncio.project.CallSummary;
import org.usingasyncio.project.FileSummary;
import org.usingasyncio.project.FunctionSummary;
import org.usingasyncio.project.ProjectFinding;
import org.usingasyncio.project.ProjectModel;
import org.usingasyncio.project.ProjectRule;
import org.usingasyncio.project.Suspicion;

/**
 * UA701: an endless coroutine that another file starts as a task, itself or because it replaces a method that the task of
 * a base class runs.
 */
public final class WorkersAcrossFiles implements ProjectRule {

  @Override
  public String key() {
    return "UA701";
  }

  @Override
  public List<ProjectFinding> review(ProjectModel project, Map<String, String> parameters) {
    List<ProjectFinding> findings = new ArrayList<>();
    if (project.files().stream().anyMatch(file -> !file.suspicions(key()).isEmpty())) {
      Map<FunctionSummary, CallSummary> starts = starts(project);
      for (FileSummary file : project.files()) {
        for (Suspicion worker : file.suspicions(key())) {
          project.function(file, worker.subject()).map(starts::get)
            .ifPresent(start -> findings.add(ProjectFinding.of(file, worker)
              .because(project.fileOf(start), start.span(), "the task is started here")));
        }
      }
    }
    return findings;
  }

  private static Map<FunctionSummary, CallSummary> starts(ProjectModel project) {
    Map<FunctionSummary, CallSummary> found = new IdentityHashMap<>();
    project.files().stream().filter(project::isMainCode).forEach(file -> file.functions().stream()
      .flatMap(function -> function.calls().stream()).filter(call -> call.is(CallSummary.Trait.LEFT_ALONE))
      .forEach(call -> project.implementations(call).forEach(worker -> found.putIfAbsent(worker, call))));
    return found;
  }
}
