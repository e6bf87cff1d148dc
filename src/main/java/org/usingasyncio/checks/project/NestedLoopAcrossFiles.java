package org.usingasyncio.checks.project;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.usingasyncio.project.CallSummary;

/** UA204: a coroutine calls a function that starts a second event loop in another file. */
public final class NestedLoopAcrossFiles extends ReachAcrossFiles {

  public NestedLoopAcrossFiles() {
    super("UA204");
  }

  @Override
  Predicate<CallSummary> offending(Map<String, String> parameters) {
    return call -> call.has(CallSummary.Effect.RUNS_LOOP);
  }

  @Override
  String message(List<CallSummary> path) {
    return String.format("Await the coroutine instead of calling \"%s\", which runs an event loop: %s.",
      path.get(0).written(), chain(path));
  }
}
