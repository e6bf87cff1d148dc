package org.usingasyncio.checks.coroutines;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Finding;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.Children;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.Task;

/**
 * Reports a coroutine that starts tasks and then awaits something that may end it, by an error or by its own cancellation,
 * while the tasks go on: tasks awaited one after another, {@code asyncio.wait}, {@code shield} of a task that nothing names.
 * <p>
 * Silent: a task group; {@code gather} over the tasks; an {@code except} or {@code finally} that cancels them; tasks that
 * somebody else knows of; the main coroutine of the program.
 */
@Rule(key = "UA215")
public final class ChildTasksLeftRunningCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    Children children = Children.of(file);
    children.exposed().forEach(exposed -> report(exposed, findings));
    children.shieldedWithoutReference().forEach(shield -> findings.at(shield.callee(),
      "Keep the task that \"%s\" protects in a variable: after a cancellation nothing can wait for it.",
      shield.writtenName()));
  }

  private static void report(Children.Exposed exposed, Findings findings) {
    Task first = exposed.tasks().get(0);
    Finding finding = exposed.isWait()
      ? findings.at(exposed.place(),
        "Cancel the tasks in a \"finally\" around this wait: \"asyncio.wait\" leaves them running when it is cancelled.")
      : findings.at(first.call().callee(),
        "Start this task in an \"asyncio.TaskGroup\", or cancel it in a \"finally\": it goes on running when this coroutine fails.");
    exposed.tasks().forEach(task -> finding.because(task.call().callee(), "this task is started here"));
    finding.because(exposed.place(), "an error or a cancellation here leaves the task running");
  }
}
