package org.usingasyncio.checks.project;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.usingasyncio.checks.Depth;
import org.usingasyncio.project.CallSummary;
import org.usingasyncio.project.FileSummary;
import org.usingasyncio.project.FunctionSummary;
import org.usingasyncio.project.ProjectFinding;
import org.usingasyncio.project.ProjectModel;
import org.usingasyncio.project.ProjectRule;
import org.usingasyncio.project.ThreadReach;

/** UA102: a function that another file runs in a thread makes a call that only the thread of the loop may make. */
public final class StraysAcrossFiles implements ProjectRule {

  @Override
  public String key() {
    return "UA102";
  }

  @Override
  public List<ProjectFinding> review(ProjectModel project, Map<String, String> parameters) {
    List<ProjectFinding> findings = new ArrayList<>();
    Set<FunctionSummary> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (ThreadReach.Start start : new ThreadReach(project, Depth.of(parameters)).starts()) {
      if (!start.hasOwnLoop()) {
        start.runs().stream()
          .filter(function -> !function.is(FunctionSummary.Trait.REACHED_IN_THREAD)
            // asks where it runs, so the author knows
            && !function.is(FunctionSummary.Trait.KNOWS_THREADS) && seen.add(function))
          .forEach(function -> function.calls().stream()
            .filter(call -> call.has(CallSummary.Effect.LOOP_THREAD_ONLY))
            .forEach(call -> findings.add(finding(project.fileOf(function), call, start))));
      }
    }
    return findings;
  }

  private static ProjectFinding finding(FileSummary file, CallSummary call, ThreadReach.Start start) {
    String bridge = call.has(CallSummary.Effect.STARTS_TASK)
      ? "asyncio.run_coroutine_threadsafe"
      : "loop.call_soon_threadsafe";
    return new ProjectFinding(file, call.span(), String
      .format("Use \"%s\" instead of \"%s\", this code runs in a worker thread.", bridge, call.written()))
      .because(start.file(), start.span(), "runs in a thread because of this");
  }
}
