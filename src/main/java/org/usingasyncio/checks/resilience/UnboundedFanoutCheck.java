package org.usingasyncio.checks.resilience;

import java.util.Optional;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.NumericLiteral;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.Fanout;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.FunctionInfo;
import org.usingasyncio.model.IoReach;
import org.usingasyncio.model.Workers;

/**
 * Reports I/O that is started at once for every element of something of unknown size: a thousand elements are a thousand
 * connections, files or queries at the same time.
 * <p>
 * Silent: a semaphore, limiter or lock on the way, also inside the coroutine; batches; a loop that waits in each turn; a
 * few elements that the code shows; workers that live as long as the program.
 */
@Rule(key = "UA705")
public final class UnboundedFanoutCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    Fanout.of(file).stream()
      .filter(fanout -> !fanout.isSmall() && !fanout.isLimited() && !fanout.hasBoundedConnector())
      // one long-lived worker per element is a design, not a burst
      .filter(fanout -> fanout.target().filter(UnboundedFanoutCheck::livesOn).isEmpty())
      // a timer per element: each waits for its own time first
      .filter(fanout -> fanout.target().filter(UnboundedFanoutCheck::sleepsFirst).isEmpty())
      .forEach(fanout -> report(file, fanout, findings));
  }

  private static boolean livesOn(FunctionInfo target) {
    return Workers.endlessLoop(target).isPresent();
  }

  private static boolean sleepsFirst(FunctionInfo target) {
    return target.awaits().stream().findFirst().flatMap(await -> target.file().callOf(await.expression()))
      .filter(call -> call.isTo("asyncio.sleep") && call.arguments().stream().noneMatch(NumericLiteral.class::isInstance))
      .isPresent();
  }

  private static void report(FileModel file, Fanout fanout, Findings findings) {
    Optional<CallInfo> inner = fanout.target().flatMap(IoReach.of(file)::in);
    Optional<CallInfo> direct = fanout.work().filter(IoReach::isIo);
    if (inner.isPresent()) {
      CallInfo io = inner.get();
      findings
        .at(io.callee(), "Limit how many of \"%s\" run at once: take an \"asyncio.Semaphore\" around this call.",
          fanout.target().get().name())
        .because(fanout.site().callee(), "every element is started at once here")
        .because(elements(fanout), "nothing limits how many there are");
    } else {
      direct.ifPresent(io -> findings
        .at(io.callee(), "Limit how many of \"%s\" run at once, for example with an \"asyncio.Semaphore\".",
          io.writtenName())
        .because(fanout.site().callee(), "every element is started at once here")
        .because(elements(fanout), "nothing limits how many there are"));
    }
  }

  private static Tree elements(Fanout fanout) {
    return fanout.iterable();
  }
}
