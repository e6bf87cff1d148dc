package org.usingasyncio.checks.coroutines;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.GatherInfo;

/**
 * Reports {@code gather} whose results are handled one by one with more awaits or I/O: nothing is handled before the slowest
 * result is there.
 * <p>
 * Silent: the results are paired with their inputs ({@code zip}, {@code enumerate}, an index), or used as a whole, too.
 */
@Rule(key = "UA212")
public final class GatherBeforeStreamingCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    GatherInfo.of(file).forEach(gather -> gather.streamedLoop().ifPresent(loop -> findings
      .at(gather.call().callee(), "Handle each result as it comes with \"asyncio.as_completed\" instead of \"%s\".",
        gather.call().writtenName())
      .because(loop.forKeyword(), "each result is handled here, after the slowest one has come")));
  }
}
