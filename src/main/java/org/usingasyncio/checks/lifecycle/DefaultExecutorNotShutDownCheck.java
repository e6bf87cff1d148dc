package org.usingasyncio.checks.lifecycle;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.LoopLifecycles;

/**
 * Reports a loop that is closed by hand without {@code shutdown_default_executor} although the file uses the default
 * executor: its threads may still be working when the loop is gone.
 * <p>
 * Silent: {@code asyncio.run} and {@code Runner}, which do it since Python 3.9; a program that uses no default executor.
 */
@Rule(key = "UA408")
public final class DefaultExecutorNotShutDownCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    LoopLifecycles.closed(file).stream().filter(loop -> !loop.shutsDownExecutor())
      .forEach(loop -> loop.usesDefaultExecutor().ifPresent(use -> findings
        .at(loop.closings().get(0).callee(), "Run \"loop.shutdown_default_executor()\" before the loop is closed.")
        .because(use.callee(), "uses the default executor")
        .because(loop.maker().callee(), "the loop comes from here")));
  }
}
