package org.usingasyncio.checks.project;

import java.util.List;
import org.usingasyncio.project.CallSummary;

/** UA104: a coroutine calls a function that blocks in another file. */
public final class BlockingAcrossFiles extends ReachAcrossFiles {

  public BlockingAcrossFiles() {
    super("UA104", call -> call.has(CallSummary.Effect.BLOCKS));
  }

  @Override
  String message(List<CallSummary> path) {
    return String.format("Run \"%s\" in a thread, it blocks the event loop: %s.", subject(path), chain(path));
  }
}
