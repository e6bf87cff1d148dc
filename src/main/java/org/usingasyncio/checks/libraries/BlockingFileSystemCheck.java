package org.usingasyncio.checks.libraries;

import static org.usingasyncio.knowledge.Blocking.FILESYSTEM;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sonar.check.Rule;
import org.usingasyncio.checks.Advice;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Evidence;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.AsyncFiles;
import org.usingasyncio.model.BlockingPaths;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.FunctionInfo;
import org.usingasyncio.model.PerCall;
import org.usingasyncio.model.ProgramFiles;
import org.usingasyncio.model.Programs;
import org.usingasyncio.model.Tasks;
import org.usingasyncio.model.UnseenPaths;

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
    BlockingPaths paths = file.facts(BlockingPaths.class, BlockingPaths::new);
    paths.direct(FILESYSTEM)
      // a search of the disk for a program belongs to UA104
      .where(call -> !BlockingPaths.searchesPrograms(call))
      .where(call -> !isForTests(call.function()) && !runsAlone(call.function()))
      .forEach(call -> Evidence.onLoop(call, findings.at(call.callee(), Advice.instead(call))));
    UnseenPaths.of(file).stream()
      .filter(call -> paths.isOversight(call) && !isForTests(call.function()) && !runsAlone(call.function()))
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

  /** The preparation of test cases: nothing else runs on their loop. */
  private static boolean isForTests(FunctionInfo function) {
    return function.name().matches("asyncSetUp|asyncTearDown|setUp|tearDown");
  }

  /** The main coroutine of a script that starts no tasks has the loop to itself, with the coroutines that only it awaits. */
  private static boolean runsAlone(FunctionInfo function) {
    return Tasks.of(function.file()).all().isEmpty() && isOfScript(function, new HashSet<>());
  }

  private static boolean isOfScript(FunctionInfo function, Set<FunctionInfo> seen) {
    // a method that an object also runs by itself may run beside others
    if (function.owner().isPresent() || !seen.add(function)) {
      return false;
    }
    if (Programs.of(function.file()).isMainOfScript(function) || Programs.isCommandLine(function)
      || ProgramFiles.isOfCommandLine(function.file()) && !PerCall.of(function.file()).isHandler(function)) {
      return true;
    }
    List<CallInfo> calls = PerCall.of(function.file()).callsOf(function);
    return function.decorators().isEmpty() && !calls.isEmpty()
      && calls.stream().allMatch(call -> call.isAwaited() && isOfScript(call.function(), seen));
  }
}
