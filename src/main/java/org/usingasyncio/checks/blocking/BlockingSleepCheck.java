package org.usingasyncio.checks.blocking;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.FileModel;

/** Reports {@code time.sleep} on the event loop: every other task stops for as long. */
@Rule(key = "UA501")
public final class BlockingSleepCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    // The engine is not there yet.
  }
}
