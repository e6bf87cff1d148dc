package org.usingasyncio.checks.coroutines;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Fixes;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.Task;
import org.usingasyncio.model.Tasks;

/**
 * Reports a task without a name: logs and debuggers then show "Task-17".
 * <p>
 * Silent: the name is set afterwards, or may hide in {@code **options}; {@code ensure_future} takes none.
 */
@Rule(key = "UA207")
public final class UnnamedTaskCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    for (Task task : Tasks.of(file).madeBy(Task.Maker.CREATE_TASK, Task.Maker.GROUP)) {
      if (task.call().simpleName().equals("create_task") && !task.isNamed()) {
        var finding = findings.at(task.call().callee(), "Pass \"name=\" to tell this task from others.");
        task.workCall().map(CallInfo::simpleName).filter(name -> !name.isEmpty())
          .ifPresent(name -> finding
            .fix(Fixes.of("Name the task", Fixes.addArgument(task.call().tree(), "name=\"" + name + "\""))));
      }
    }
  }
}
