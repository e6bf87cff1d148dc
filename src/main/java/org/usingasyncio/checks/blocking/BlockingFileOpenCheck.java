package org.usingasyncio.checks.blocking;

import static org.usingasyncio.knowledge.Blocking.FILE;

import org.sonar.check.Rule;
import org.usingasyncio.checks.Advice;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Evidence;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.BlockingPaths;
import org.usingasyncio.model.FileModel;

/**
 * Reports files that are opened, or read and written as a whole, on the event loop: the disk decides when the other tasks
 * go on. One issue at the opening stands for everything that is then done with the file.
 * <p>
 * Silent: files of the kernel ({@code /proc}, {@code /sys}, {@code /dev/null}), which no disk delays; compressed data in
 * memory ({@code gzip.open(io.BytesIO(…))}).
 */
@Rule(key = "UA503")
public final class BlockingFileOpenCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    file.facts(BlockingPaths.class, BlockingPaths::new)
      .direct(FILE)
      .forEach(call -> Evidence.onLoop(call, findings.at(call.callee(), Advice.instead(call))));
  }
}
