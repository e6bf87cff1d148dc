package org.usingasyncio.checks.lifecycle;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.LoopLifecycle;
import org.usingasyncio.model.LoopLifecycles;

/**
 * Reports a loop from {@code new_event_loop} that is never closed, that is closed on the straight path only, or that is
 * used after it was closed.
 * <p>
 * Silent: the loop is returned or passed on; {@code asyncio.run} and {@code Runner} close theirs.
 */
@Rule(key = "UA409")
public final class LoopNotClosedCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    LoopLifecycles.of(file).stream().filter(LoopLifecycle::isOwned).forEach(loop -> review(loop, findings));
  }

  private static void review(LoopLifecycle loop, Findings findings) {
    loop.useAfterClosing()
      .ifPresent(use -> findings.at(use.callee(), "Call \"%s\" before the loop is closed.", use.writtenName())
        .because(loop.closings().get(0).callee(), "the loop is closed here"));
    if (loop.closings().isEmpty()) {
      // A loop that nothing runs here is run, and closed, by somebody else.
      if (loop.isRun() && (!loop.isHandedOn() || loop.endsInThread())) {
        findings.at(loop.maker().callee(),
          "Close this loop in a \"finally\", or let \"asyncio.run\" make and close it.");
      }
    } else {
      loop.unsafeClosing()
        .ifPresent(closing -> findings
          .at(closing.callee(), "Move \"%s\" into a \"finally\", an error in the run skips it.", closing.writtenName())
          .because(loop.runsBefore(closing).stream().findFirst().orElse(null), "may raise"));
    }
  }
}
