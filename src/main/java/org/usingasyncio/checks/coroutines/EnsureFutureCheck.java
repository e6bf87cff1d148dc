package org.usingasyncio.checks.coroutines;

import java.util.Optional;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.quickfix.PythonQuickFix;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Finding;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Fixes;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.Coroutines;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.LoopRuns;
import org.usingasyncio.model.Task;
import org.usingasyncio.model.Tasks;
import org.usingasyncio.syntax.Trees;

/**
 * Reports {@code ensure_future} with a coroutine call, and {@code get_event_loop().create_task} in a coroutine:
 * {@code create_task} says what is meant, and takes a name.
 * <p>
 * Silent: the argument may be any awaitable, which is what {@code ensure_future} is for. A method of an object of another
 * file is taken for a coroutine function, unless its name or a library that the file imports speaks of futures.
 */
@Rule(key = "UA205")
public final class EnsureFutureCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    Coroutines coroutines = Coroutines.of(file);
    for (Task task : Tasks.of(file).madeBy(Task.Maker.ENSURE_FUTURE)) {
      boolean isKnown = task.workCall().filter(coroutines::isCoroutine).isPresent();
      if (isKnown || task.workCall().filter(coroutines::isHardlyFuture).isPresent()) {
        Finding finding = findings.at(task.call().callee(), "Replace \"%s\" with \"%s\".",
          task.call().writtenName(), replacement(task.call()));
        if (isKnown) {
          finding.fix(fix(task.call()));
        }
      }
    }
    for (Task task : Tasks.of(file).madeBy(Task.Maker.CREATE_TASK)) {
      if (task.call().function().isAsync() && isOnLoopJustAskedFor(task.call())) {
        findings.at(task.call().callee(), "Replace \"%s\" with \"asyncio.create_task\".", task.call().writtenName())
          .fix(Fixes.callInstead(task.call().tree(), "asyncio.create_task"));
      }
    }
  }

  /** With a loop of its own, the task belongs to that loop. */
  private static String replacement(CallInfo call) {
    return call.argument(-1, "loop").or(() -> loopStartedBeside(call)).map(loop -> Trees.written(loop) + ".create_task")
      .orElse("asyncio.create_task");
  }

  /** {@code task = ensure_future(work())} before {@code loop.run_until_complete(task)}: no loop is running yet. */
  private static Optional<Expression> loopStartedBeside(CallInfo call) {
    return call.function().isAsync()
      ? Optional.empty()
      : call.function().calls().stream()
        .filter(run -> LoopRuns.of(call.file()).runsLoop(run) && Trees.isBefore(call.tree(), run.tree()))
        .map(CallInfo::receiver).flatMap(Optional::stream)
        .filter(loop -> Trees.bare(loop) instanceof Name || Trees.bare(loop) instanceof QualifiedExpression)
        .findFirst();
  }

  /** Outside of a coroutine no loop may be running yet: {@code create_task} would fail. */
  private static Optional<PythonQuickFix> fix(CallInfo call) {
    return call.function().isAsync() && call.arguments().size() == 1
      ? Fixes.callInstead(call.tree(), "asyncio.create_task")
      : Optional.empty();
  }

  private static boolean isOnLoopJustAskedFor(CallInfo call) {
    return call.receiver().filter(CallExpression.class::isInstance).flatMap(call.file()::callOf)
      .filter(loop -> loop.plays(Role.GETS_LOOP) || loop.plays(Role.RUNNING_LOOP)).isPresent();
  }
}
