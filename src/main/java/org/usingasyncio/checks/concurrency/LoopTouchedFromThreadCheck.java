package org.usingasyncio.checks.concurrency;

import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Depth;
import org.usingasyncio.checks.Evidence;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.Tasks;
import org.usingasyncio.model.ThreadUse;
import org.usingasyncio.syntax.Trees;

/**
 * Reports worker threads that call what only the thread of the loop may, and coroutines that use what belongs to threads:
 * a lock held across an {@code await}, {@code threading.local}, a wait for the loop itself.
 * <p>
 * Silent: {@code call_soon_threadsafe} and {@code run_coroutine_threadsafe}; a thread that runs an event loop of its own; a
 * lock around code without {@code await}; {@code acquire(blocking=False)}.
 */
@Rule(key = "UA102")
public final class LoopTouchedFromThreadCheck extends AsyncioCheck {

  @RuleProperty(key = Depth.KEY, description = Depth.DESCRIPTION, defaultValue = Depth.DEFAULT)
  public int depth = Integer.parseInt(Depth.DEFAULT);

  @Override
  protected void review(FileModel file, Findings findings) {
    ThreadUse use = ThreadUse.of(file);
    use.strays().forEach(stray -> findings
      .at(stray.call().callee(), "Use \"%s\" instead of \"%s\", this code runs in a worker thread.",
        bridge(stray.call()), stray.call().writtenName())
      .because(stray.target().evidence(), "runs in a thread because of this"));
    use.heldAcrossAwaits().forEach(lock -> findings
      .at(lock, "Replace \"%s\" with an \"asyncio.Lock\", it is held while the coroutine is suspended.",
        Trees.written(lock))
      .because(file.functionAround(lock).loopEvidence().orElse(null), "on the event loop because of this \"async\""));
    use.waitsOnLoop().forEach(wait -> Evidence.onLoop(wait, findings
      .at(wait.callee(), "Replace \"%s\" with its counterpart in \"asyncio\", it blocks the event loop.",
        wait.writtenName())));
    use.threadLocals().forEach(local -> findings
      .at(local, "Replace \"%s\" with a \"contextvars.ContextVar\", all tasks share the thread.",
        Trees.written(local.qualifier()))
      .because(file.functionAround(local).loopEvidence().orElse(null), "on the event loop because of this \"async\""));
    use.bridgesWaitedFor().forEach(result -> Evidence.onLoop(result, findings
      .at(result.callee(),
        "Await the coroutine instead of \"%s\", which blocks the event loop until another thread has run it.",
        result.writtenName())));
  }

  /** What does the same from a thread. */
  private static String bridge(CallInfo call) {
    return Tasks.of(call.file()).of(call).isPresent()
      ? "asyncio.run_coroutine_threadsafe"
      : "loop.call_soon_threadsafe";
  }
}
