package org.usingasyncio.checks.lifecycle;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.LoopLifecycles;

/**
 * Reports a loop that is closed by hand without {@code shutdown_asyncgens}: generators that are still open never run their
 * {@code finally}.
 * <p>
 * Silent: {@code asyncio.run} and {@code Runner}, which do it; the loop only runs coroutines of the file, which has no
 * generator; a helper of another file that ends the work of the loop.
 */
@Rule(key = "UA407")
public final class AsyncGeneratorsNotShutDownCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    LoopLifecycles.closed(file).stream().filter(loop -> loop.mayLeaveGenerators() && !loop.shutsDownGenerators())
      .forEach(loop -> findings
        .at(loop.closings().get(0).callee(), "Run \"loop.shutdown_asyncgens()\" before the loop is closed.")
        .because(loop.maker().callee(), "the loop comes from here"));
  }
}
