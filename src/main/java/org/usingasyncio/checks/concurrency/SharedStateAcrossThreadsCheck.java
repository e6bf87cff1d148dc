package org.usingasyncio.checks.concurrency;

import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Depth;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.SharedState;
import org.usingasyncio.model.ThreadUse;
import org.usingasyncio.syntax.Trees;

/**
 * Reports state that a thread changes while the event loop or another thread uses it, outside a lock, and a coroutine that
 * is started in the wrong thread beside others that are sent to the thread of the loop.
 * <p>
 * Silent: {@code queue.Queue} and {@code deque}; a lock on both sides; a coroutine that waits for the thread; plain
 * assignments, which are atomic; constructors.
 */
@Rule(key = "UA108")
public final class SharedStateAcrossThreadsCheck extends AsyncioCheck {

  @RuleProperty(key = Depth.KEY, description = Depth.DESCRIPTION, defaultValue = Depth.DEFAULT)
  public int depth = Integer.parseInt(Depth.DEFAULT);

  @Override
  protected void review(FileModel file, Findings findings) {
    SharedState.races(file).forEach(race -> findings
      .at(race.write(), race.isOtherOnLoop()
        ? "Hold a lock around \"%s\" here and in \"%s\", which uses it on the event loop at the same time."
        : "Hold a lock around \"%s\" here and in \"%s\", which uses it in another thread at the same time.",
        Trees.written(race.write()), race.user().name())
      .because(race.other(), "used here at the same time")
      .because(race.evidence(), "a thread of its own because of this"));
    ThreadUse.of(file).startedBesideBridges().forEach(start -> findings
      .at(start.call().callee(),
        "Start the coroutine with \"asyncio.run_coroutine_threadsafe\", like the one that shares its state with it.")
      .because(start.bridge().callee(), "sent to the thread of the loop"));
  }
}
