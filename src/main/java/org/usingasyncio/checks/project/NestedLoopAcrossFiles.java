package org.usingasyncio.checks.project;

import java.util.List;
import org.usingasyncio.project.CallSummary;

/** UA204: a coroutine calls a function that starts a second event loop in another file. */
public final class NestedLoopAcrossFiles extends ReachAcrossFiles {

  public NestedLoopAcrossFiles() {
    super("UA204", CallSummary.Effect.RUNS_LOOP);
  }

  @Override
  String message(List<CallSummary> path) {
    return String.format("Await the coroutine instead of calling \"%s\", which runs an event loop: %s.",
      path.get(0).written(), chain(path));
  }
}
