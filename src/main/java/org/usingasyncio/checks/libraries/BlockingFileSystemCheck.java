package org.usingasyncio.checks.libraries;

import static org.usingasyncio.knowledge.Blocking.FILESYSTEM;

import org.sonar.check.Rule;
import org.usingasyncio.checks.Advice;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Evidence;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.AsyncFiles;
import org.usingasyncio.model.BlockingPaths;
import org.usingasyncio.model.FileModel;

/**
 * Reports file-system calls other than opening on the event loop, with the counterpart of aiofiles where there is one, and
 * aiofiles handles that are used like ordinary files.
 * <p>
 * Silent: files of the kernel ({@code /proc}, {@code /sys}); work on a path that does not touch the disk
 * ({@code os.path.join}, {@code Path.with_suffix}); archives in memory.
 */
@Rule(key = "UA605")
public final class BlockingFileSystemCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    file.facts(BlockingPaths.class, BlockingPaths::new)
      .direct(FILESYSTEM)
      // a search of the disk for a program belongs to UA104
      .where(call -> !BlockingPaths.searchesPrograms(call))
      .forEach(call -> Evidence.onLoop(call, findings.at(call.callee(), Advice.instead(call))));

    AsyncFiles handles = file.facts(AsyncFiles.class, AsyncFiles::new);
    handles.notAwaited().forEach(
      call -> findings.at(call.tree(), "Await \"%s\", an aiofiles handle gives coroutines.", call.writtenName()));
    handles.iterated()
      .forEach(loop -> findings.at(loop.iterable(), "Iterate over \"%s\" with \"async for\".", loop.written())
        .because(loop.keyword(), "synchronous iteration"));
    handles.passedToSyncReaders().forEach(call -> findings.at(call.callee(),
      "Await the handle itself, \"%s\" reads and writes it without \"await\".", call.writtenName()));
  }
}
