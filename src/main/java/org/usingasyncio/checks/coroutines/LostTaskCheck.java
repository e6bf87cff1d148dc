package org.usingasyncio.checks.coroutines;

import java.util.EnumSet;
import java.util.Set;
import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Finding;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Fixes;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.LostTasks;
import org.usingasyncio.model.Task;

/**
 * Reports a task that nothing refers to: the loop keeps weak references only, so it may be collected before it is done,
 * and its exception is lost. A callback does not keep its task alive.
 * <p>
 * Silent: a task group keeps its tasks; what is kept in a variable that is read, a collection, an attribute; what is
 * returned or passed on.
 */
@Rule(key = "UA206")
public final class LostTaskCheck extends AsyncioCheck {

  /** What these give belongs into an await or into another thread's hands, not into a set of tasks. */
  private static final Set<Task.Maker> NOT_A_TASK = EnumSet.of(Task.Maker.GATHER, Task.Maker.SHIELD, Task.Maker.BRIDGE);

  @Override
  protected void review(FileModel file, Findings findings) {
    LostTasks lost = LostTasks.in(file);
    for (Task task : lost.tasks()) {
      Finding finding = findings.at(task.call().callee(), "%s", message(task));
      if (task.isOnlyGivenCallbacks()) {
        task.methodCalls()
          .forEach(callback -> finding.because(callback.callee(), "a callback does not keep the task alive"));
      }
      lost.weakHome(task).ifPresent(home -> finding.because(home, "a weak set does not keep the task alive"));
      if (!NOT_A_TASK.contains(task.maker())) {
        lost.setInScope(task).ifPresent(set -> finding.fix(Fixes.keepIn(task.call().tree(), set)));
      }
    }
    lost.fromFunctions()
      .forEach((call, task) -> findings
        .at(call.callee(), "Keep a reference to the task that \"%s\" starts.", call.writtenName())
        .because(task.call().callee(), "the task is started here"));
    lost.handedOver().forEach(
      handover -> findings.at(handover.callable(), "Call \"%s\" in a function that keeps a reference to the task.",
        org.usingasyncio.syntax.Trees.written(handover.callable())));
  }

  private static String message(Task task) {
    CallInfo call = task.call();
    String text = switch (task.maker()) {
      case GATHER,
        SHIELD -> call.function().isAsync()
          ? "Await \"%s\", or keep a reference to what it gives."
          : "Keep a reference to what \"%s\" gives.";
      case BRIDGE -> "Keep the future that \"%s\" gives, and look at its result.";
      default -> "Keep a reference to the task that \"%s\" starts.";
    };
    return text.formatted(call.writtenName());
  }
}
