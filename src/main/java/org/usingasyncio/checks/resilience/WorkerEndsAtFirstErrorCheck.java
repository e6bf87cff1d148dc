package org.usingasyncio.checks.resilience;

import java.util.Optional;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.AwaitExpression;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Finding;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.FunctionInfo;
import org.usingasyncio.model.Workers;

/**
 * Reports a coroutine that loops for ever in a background task with an await outside any {@code try}: the first error ends
 * the loop, and nobody notices.
 * <p>
 * Silent: a {@code try} around the await or around the loop; awaits that cannot fail, such as a sleep or {@code queue.get};
 * a task that something waits for while it works, or that belongs to a task group.
 */
@Rule(key = "UA701")
public final class WorkerEndsAtFirstErrorCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    Workers workers = Workers.of(file);
    for (FunctionInfo worker : workers.started()) {
      if (workers.isSupervised(worker)) {
        // Whoever awaits the task, and a task group, hears of its error.
        continue;
      }
      Optional<AwaitExpression> await = workers.unguardedAwait(worker);
      if (await.isPresent()) {
        report(worker, workers, findings.at(await.get(),
          "Handle the errors of this await inside the loop: the first one ends the background task \"%s\".",
          worker.name()));
      } else {
        workers.unguardedCall(worker).ifPresent(call -> report(worker, workers, findings.at(call.callee(),
          "Handle the errors of \"%s\" inside the loop: the first one ends the background task \"%s\".",
          call.writtenName(), worker.name())));
      }
    }
  }

  private static void report(FunctionInfo worker, Workers workers, Finding finding) {
    finding
      .because(Workers.workLoop(worker).orElseThrow().firstToken(),
        "the loop goes on for as long as the task lives")
      .because(workers.startOf(worker).orElseThrow().callee(), "the task is started here");
  }
}
