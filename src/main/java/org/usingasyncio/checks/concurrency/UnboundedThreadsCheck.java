package org.usingasyncio.checks.concurrency;

import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.ForStatement;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Evidence;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.ProgramFiles;
import org.usingasyncio.model.PoolJobs;
import org.usingasyncio.model.Threads;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/**
 * Reports a {@code ThreadPoolExecutor} whose number of threads nobody chose, and a thread that is started in each turn of
 * a loop on the event loop.
 * <p>
 * Silent: {@code max_workers} is given or may hide in {@code **options}; the pool is configured in another way, or made
 * for one job; the module has nothing to do with asyncio.
 */
@Rule(key = "UA105")
public final class UnboundedThreadsCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    if (ProgramFiles.usesAsyncio(file)) {
      file.calls().to("concurrent.futures.ThreadPoolExecutor").where(UnboundedThreadsCheck::isUnbounded)
        .forEach(pool -> findings.at(pool.callee(),
          "Pass \"max_workers\" to \"%s\": the default follows the processors of the machine, not the work.",
          pool.writtenName()));
    }
    Threads.of(file).startedOnLoop().stream().filter(UnboundedThreadsCheck::isPerItem)
      .forEach(thread -> Evidence.onLoop(thread,
        findings
          .at(thread.callee(), "Use an executor with \"max_workers\" instead of one \"%s\" for each turn of the loop.",
            thread.writtenName())
          .because(thread.loops().get(0).firstToken(), "each turn starts a thread")));
  }

  private static boolean isUnbounded(CallInfo pool) {
    boolean isNone = pool.argument(0, "max_workers").filter(Literals::isNone).isPresent();
    // a pool that has a name or an initializer was set up with thought
    return (isNone || pool.lacks(0, "max_workers") && pool.tree().arguments().isEmpty())
      && !PoolJobs.isForOneJob(pool);
  }

  /** A thread for each element; a few threads for a number that stands in the code are a pool made by hand. */
  private static boolean isPerItem(CallInfo thread) {
    return thread.loops().stream().findFirst()
      .filter(loop -> !(loop instanceof ForStatement head) || !isRange(head.testExpressions().get(0))).isPresent();
  }

  private static boolean isRange(Expression iterable) {
    return Trees.source(iterable).startsWith("range") && !Trees.source(iterable).contains("len");
  }
}
