package org.usingasyncio.checks.lifecycle;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Evidence;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.Cancellation;
import org.usingasyncio.model.FileModel;

/**
 * Reports {@code task.cancel()} in a coroutine, or in the helper of one that stops its object, that never waits for the
 * task to end: {@code cancel} only asks, and the clean-up of the task runs later, or never if the loop closes first.
 * <p>
 * Silent: the task is awaited, gathered, waited for, returned, or handed on afterwards; an attribute that any method of its
 * class awaits; the current task; a timer, or another task that only waits.
 */
@Rule(key = "UA406")
public final class CancelledTaskNotAwaitedCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    Cancellation cancellation = Cancellation.of(file);
    file.calls().written("cancel").where(cancellation::isOfTask)
      .where(cancellation::isByCoroutine)
      .where(call -> !cancellation.isWaitedFor(call))
      .forEach(call -> report(call, findings));
  }

  private static void report(CallInfo cancel, Findings findings) {
    Evidence.onLoop(cancel, findings.at(cancel.callee(),
      "Await the task after \"%s\", which only asks it to end.", cancel.writtenName()));
  }
}
