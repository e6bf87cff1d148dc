package org.usingasyncio.checks.lifecycle;

import java.util.Optional;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.BackgroundTasks;
import org.usingasyncio.model.BackgroundTasks.BackgroundTask;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.FunctionInfo;
import org.usingasyncio.model.LoopLifecycle;
import org.usingasyncio.model.LoopLifecycles;

/**
 * Reports tasks that are still running when their owner is gone: a loop closed without cancelling its tasks, a class whose
 * stop method forgets the task it keeps, which never ends or waits for others, or that has no such method for an endless one.
 * <p>
 * Silent: the task ends by a flag that the class sets; it leaves the class; the worker only does its work and ends.
 */
@Rule(key = "UA405")
public final class BackgroundTaskNotCancelledCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    LoopLifecycles.closed(file).stream().filter(loop -> loop.mayLeaveTasks() && !loop.cancelsTasks())
      .forEach(loop -> reportLoop(loop, findings));
    BackgroundTasks.uncancelled(file).forEach(task -> reportTask(task, findings));
  }

  private static void reportLoop(LoopLifecycle loop, Findings findings) {
    findings
      .at(loop.closings().get(0).callee(),
        "Cancel the tasks of \"asyncio.all_tasks\" and wait for them before the loop is closed.")
      .because(loop.maker().callee(), "the loop comes from here");
  }

  private static void reportTask(BackgroundTask task, Findings findings) {
    String name = "self." + task.attribute().name();
    Optional<Tree> place = task.neighbor().<Tree>map(CallInfo::callee)
      .or(() -> task.stop().flatMap(FunctionInfo::definition).map(FunctionDef::name));
    place.ifPresentOrElse(
      stop -> findings
        .at(stop, "Cancel \"%s\" in \"%s\" and await it, its task %s.", name,
          task.stop().map(FunctionInfo::name).orElse(""), task.neverEnds() ? "runs for ever" : "may still be waiting")
        .because(task.start().callee(), "the task is started here")
        .because(task.worker().orElse(null),
          task.neverEnds() ? "this coroutine never ends by itself" : "this coroutine waits for others"),
      () -> findings
        .at(task.start().callee(), "Add a method that cancels \"%s\" and awaits it, its task runs for ever.", name)
        .because(task.worker().orElse(null), "this coroutine never ends by itself"));
  }
}
