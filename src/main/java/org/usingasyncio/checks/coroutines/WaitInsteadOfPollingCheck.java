package org.usingasyncio.checks.coroutines;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.Waits;

/**
 * Reports what {@code asyncio.wait} does better, and its misuse: asking {@code done()} in a loop with a sleep; passing it
 * coroutines; dropping the tasks that were not done; watching over long-lived awaitables with {@code gather}.
 * <p>
 * Silent: {@code done()} of what is not known to be a task; the tasks are used by another name after the wait, or waited for
 * again in a loop.
 */
@Rule(key = "UA211")
public final class WaitInsteadOfPollingCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    Waits waits = Waits.of(file);
    waits.pollings().forEach(polling -> findings
      .at(polling.asked().callee(), "Wait with \"asyncio.wait\" or \"await\" instead of asking \"%s\" in a loop.",
        polling.asked().writtenName())
      .because(polling.sleep().callee(), "the loop sleeps here before it asks again"));
    waits.bareCoroutines().forEach(coroutine -> findings
      .at(coroutine.tree(),
        "Wrap \"%s\" in \"asyncio.create_task\": \"asyncio.wait\" takes no coroutines since Python 3.11.",
        coroutine.writtenName()));
    waits.withPendingDropped().forEach(wait -> reportDropped(wait, findings));
    waits.supervising().forEach(gather -> findings
      .at(gather.call().callee(),
        "Watch over these with \"asyncio.wait\" and \"return_when\": \"%s\" ends at the first error and says nothing of the rest.",
        gather.call().writtenName()));
  }

  private static void reportDropped(CallInfo wait, Findings findings) {
    findings
      .at(wait.callee(), "Cancel or await the unfinished tasks that \"%s\" returns: they keep running.",
        wait.writtenName())
      .because(wait.argument(-1, "return_when").or(() -> wait.argument(-1, "timeout")).orElse(null),
        "the wait may end before the tasks do");
  }
}
