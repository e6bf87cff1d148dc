package org.usingasyncio.checks.resilience;

import java.util.Optional;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Finding;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Fixes;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.QueueInfo;

/**
 * Reports an {@code asyncio.Queue} without a size that a producer fills in a loop or callback: nothing slows the producer
 * down, and the queue grows until memory ends. Reports {@code put_nowait} into a bounded queue where nobody handles
 * {@code QueueFull}.
 * <p>
 * Silent: a size that is written out, also zero; a queue that is filled once from a list before its workers start; code
 * that watches {@code qsize()} itself.
 */
@Rule(key = "UA706")
public final class UnboundedQueueCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    for (QueueInfo queue : QueueInfo.of(file)) {
      if (queue.isMeasured()) {
        continue;
      }
      if (queue.lacksSize()) {
        queue.producer().ifPresent(producer -> reportSize(queue, producer, findings));
      } else if (queue.hasSize()) {
        queue.unhandledPuts().forEach(put -> reportPut(queue, put, findings));
      }
    }
  }

  private static void reportSize(QueueInfo queue, Tree producer, Findings findings) {
    CallInfo making = queue.making();
    Finding finding = findings
      .at(making.callee(), "Give \"%s\" a \"maxsize\", so that a fast producer waits for its consumers.",
        making.writtenName())
      .because(producer, "items are put in here without a limit");
    // put_nowait would raise QueueFull where it did not before
    boolean waits = !queue.puts().isEmpty() && !queue.isOneOfMany()
      && queue.puts().stream().allMatch(put -> put.simpleName().equals("put") && put.isAwaited());
    finding.fix(waits
      ? Optional.of(Fixes.of("Add \"maxsize=100\"", Fixes.addArgument(making.tree(), "maxsize=100")))
      : Optional.empty());
  }

  private static void reportPut(QueueInfo queue, CallInfo put, Findings findings) {
    findings
      .at(put.callee(), "Handle \"asyncio.QueueFull\" around \"%s\", or await \"put\" instead.", put.writtenName())
      .because(queue.making().callee(), "the queue has a limit");
  }
}
