package org.usingasyncio.checks.project;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.usingasyncio.project.CallSummary;
import org.usingasyncio.project.FileSummary;
import org.usingasyncio.project.FunctionSummary;
import org.usingasyncio.project.Mark;
import org.usingasyncio.project.ProjectFinding;
import org.usingasyncio.project.ProjectModel;
import org.usingasyncio.project.ProjectRule;

/** UA404: a program runs until somebody stops it, and no file of the project handles SIGTERM. */
public final class SigtermAcrossFiles implements ProjectRule {

  private static final String MESSAGE = "Handle SIGTERM with \"loop.add_signal_handler\" in the program that \"%s\" runs.";

  @Override
  public String key() {
    return "UA404";
  }

  @Override
  public List<ProjectFinding> review(ProjectModel project, Map<String, String> parameters) {
    List<ProjectFinding> findings = new ArrayList<>();
    if (project.files().stream().anyMatch(file -> file.has(Mark.Kind.HANDLES_SIGNALS))) {
      return findings;
    }
    for (FileSummary file : project.files()) {
      file.marks(Mark.Kind.ENDLESS_ENTRY_POINT)
        .forEach(start -> findings.add(new ProjectFinding(file, start.span(), String.format(MESSAGE, start.text()))));
      for (FunctionSummary function : file.functions()) {
        function.calls().stream().filter(call -> call.is(CallSummary.Trait.PROGRAM))
          .forEach(call -> endlessBehind(project, call).ifPresent(endless -> findings.add(
            new ProjectFinding(file, call.span(), String.format(MESSAGE, call.written()))
              .because(project.fileOf(endless), endless.span(), "never ends by itself"))));
      }
    }
    return findings;
  }

  /** The coroutine that never ends, which the called one is or awaits, over files. */
  private static Optional<FunctionSummary> endlessBehind(ProjectModel project, CallSummary program) {
    Set<FunctionSummary> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<CallSummary> open = new ArrayDeque<>(List.of(program));
    while (!open.isEmpty()) {
      Optional<FunctionSummary> target = project.target(open.poll()).filter(FunctionSummary::isCoroutine)
        .filter(seen::add);
      if (target.filter(function -> function.is(FunctionSummary.Trait.ENDLESS)).isPresent()) {
        return target;
      }
      target.ifPresent(
        function -> function.calls().stream().filter(call -> call.is(CallSummary.Trait.AWAITED)).forEach(open::add));
    }
    return Optional.empty();
  }
}
