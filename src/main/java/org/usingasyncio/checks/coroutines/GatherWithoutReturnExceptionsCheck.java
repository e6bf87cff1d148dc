package org.usingasyncio.checks.coroutines;

import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.AwaitExpression;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Finding;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Fixes;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.GatherInfo;
import org.usingasyncio.model.Handlers;

/**
 * Reports {@code await gather(…)} of two or more without {@code return_exceptions}: the first error goes to the caller while
 * the other awaitables keep running with nobody to wait for them.
 * <p>
 * Silent: the argument is written out, whatever it says; an {@code except} or {@code finally} cancels the rest; the
 * call stands in a {@code try} that handles {@code Exception};
 * everything only sleeps, or waits for events and queues.
 */
@Rule(key = "UA209")
public final class GatherWithoutReturnExceptionsCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    GatherInfo.of(file).stream()
      .filter(gather -> gather.lacksReturnExceptions() && gather.isForSeveral())
      .filter(gather -> gather.waiter().isPresent())
      .filter(gather -> !isHandled(file, gather))
      .filter(gather -> !gather.cannotFail() && !gather.isSaidNotToFail() && !gather.isOfHandled())
      // try: await gather(*tasks) / finally: for task in tasks: task.cancel()
      .filter(gather -> !gather.cancelsRestOnError())
      // Watching over long-lived awaitables is a matter for asyncio.wait: UA211.
      .filter(gather -> !gather.supervises())
      .forEach(gather -> report(gather, findings));
  }

  private static boolean isHandled(FileModel file, GatherInfo gather) {
    Handlers handlers = Handlers.of(file);
    return gather.waiter().filter(handlers::isErrorHandled).isPresent();
  }

  private static void report(GatherInfo gather, Findings findings) {
    Finding finding = findings.at(gather.call().callee(),
      "Pass \"return_exceptions=True\" to \"%s\": when one of its awaitables fails, the others keep running unobserved.",
      gather.call().writtenName());
    gather.waiter().filter(AwaitExpression.class::isInstance).map(AwaitExpression.class::cast)
      .ifPresent(await -> finding.because(await.awaitToken(), "the first error is raised here"));
    finding.fix(
      Fixes.of("Add \"return_exceptions=True\"", Fixes.addArgument(gather.call().tree(), "return_exceptions=True")));
  }
}
