package org.usingasyncio.checks.coroutines;

import java.util.Optional;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.quickfix.PythonQuickFix;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Evidence;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Fixes;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.Coroutines;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.LoopRuns;
import org.usingasyncio.model.Use;

/**
 * Reports a program that makes and drives its event loop by hand where {@code asyncio.run} does all of it, and
 * {@code get_event_loop} in a coroutine, where a loop is known to run.
 * <p>
 * Silent: the loop is a parameter or comes from elsewhere; the function is what a thread runs; the function looks for a
 * running loop first, or has {@code asyncio.run} beside it; a thread runs the loop, or it is resumed again and again.
 * {@code get_event_loop().create_task} belongs to UA205, a run
 * inside a coroutine to UA204.
 */
@Rule(key = "UA203")
public final class ManualLoopEntryCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    for (LoopRuns.ByHand run : LoopRuns.of(file).ofEntries()) {
      var finding = findings.at(run.call().callee(), "Replace \"%s\" with \"asyncio.run\".", run.call().writtenName())
        .fix(fix(run, file));
      if (run.origin().tree() != run.call().receiver().orElse(null)) {
        finding.because(run.origin().callee(), "the loop is made here");
      }
    }
    file.calls().playing(Role.GETS_LOOP).where(call -> call.function().isAsync() && !isReportedElsewhere(call))
      .forEach(call -> Evidence.onLoop(call,
        findings.at(call.callee(), "Replace \"%s\" with \"asyncio.get_running_loop\".", call.writtenName())));
  }

  private static boolean isReportedElsewhere(CallInfo call) {
    return call.use().is(Use.How.CHAINED) && call.use().site().parent() != null
      && call.file().callOf(call.use().site().parent())
        .filter(outer -> outer.simpleName().equals("create_task") || outer.plays(Role.DRIVES_LOOP)
        // Where none is running, get_running_loop() raises an error instead of answering.
          || outer.simpleName().equals("is_running"))
        .isPresent();
  }

  /** {@code asyncio.run} takes a coroutine, while {@code run_until_complete} takes any awaitable. */
  private static Optional<PythonQuickFix> fix(LoopRuns.ByHand run, FileModel file) {
    boolean isInPlace = run.origin().tree() == run.call().receiver().orElse(null);
    boolean takesCoroutine = run.call().arguments().size() == 1
      && file.callOf(run.call().arguments().get(0)).filter(Coroutines.of(file)::isCoroutine).isPresent();
    return isInPlace && takesCoroutine ? Fixes.callInstead(run.call().tree(), "asyncio.run") : Optional.empty();
  }
}
