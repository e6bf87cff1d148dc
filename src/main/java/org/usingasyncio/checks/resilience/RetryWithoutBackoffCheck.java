package org.usingasyncio.checks.resilience;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.IoReach;
import org.usingasyncio.model.Retries;
import org.usingasyncio.model.Retries.Retry;

/**
 * Reports a hand-written retry that does not wait, or waits for the same time after each error: it hits a server that is
 * down as hard as one that is up, and all clients come back at the same moment.
 * <p>
 * Silent: a growing delay in any shape, also from a function, which may stand in the function that is tried; loops that
 * poll or take one item after another; an error
 * that is repaired before the next try, also by other arguments where a function calls itself again; libraries that retry.
 */
@Rule(key = "UA703")
public final class RetryWithoutBackoffCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    for (Retry retry : Retries.of(file)) {
      if (retry.sleeps().isEmpty()
        && (IoReach.isIo(retry.attempt()) || Retries.connects(retry.attempt()))) {
        findings
          .at(retry.handler().exceptKeyword(), "Wait before \"%s\" is tried again, longer after each error.",
            retry.attempt().writtenName())
          .because(retry.attempt().callee(), "this is repeated at once")
          .because(retry.loop().firstToken(), retry.isRecursive() ? "by this call" : "by this loop");
      } else if (retry.waitsConstantly()) {
        CallInfo sleep = retry.sleep();
        findings
          .at(sleep.tree(),
            "Let the delay before \"%s\" is tried again grow with each error, up to a limit and with some jitter.",
            retry.attempt().writtenName())
          .because(retry.attempt().callee(), "this is tried again")
          .because(retry.loop().firstToken(), retry.isRecursive() ? "by this call" : "by this loop");
      }
    }
  }
}
