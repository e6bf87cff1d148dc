package org.usingasyncio.checks.blocking;

import static org.usingasyncio.knowledge.Blocking.SLEEP;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Evidence;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Fixes;
import org.usingasyncio.model.BlockingPaths;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;

/**
 * Reports {@code time.sleep} on the event loop: every other task stops for as long.
 * <p>
 * Silent: the call is handed over without being made ({@code to_thread(time.sleep, 1)}), or stands in a function that
 * only a worker thread runs.
 */
@Rule(key = "UA501")
public final class BlockingSleepCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    file.facts(BlockingPaths.class, BlockingPaths::new)
      .direct(SLEEP)
      .forEach(sleep -> Evidence
        .onLoop(sleep, findings.at(sleep.callee(), "Replace \"%s\" with \"%s\".", sleep.writtenName(), instead(sleep)))
        .fix(Fixes.awaitInstead(sleep.tree(), "asyncio.sleep")));
  }

  /** A callback cannot await. */
  private static String instead(CallInfo sleep) {
    return sleep.function().isAsync() ? "await asyncio.sleep" : "loop.call_later";
  }
}
