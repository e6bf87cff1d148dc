package org.usingasyncio.checks.resilience;

import static org.usingasyncio.project.Suspicion.Question.UNLIMITED;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.NumericLiteral;
import org.sonar.check.RuleProperty;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Depth;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Undecided;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.Fanout;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.FunctionInfo;
import org.usingasyncio.model.IoReach;
import org.usingasyncio.model.Workers;
import org.usingasyncio.project.Suspicion;

/**
 * Reports I/O that is started at once for every element of something of unknown size: a thousand elements are a thousand
 * connections, files or queries at the same time.
 * <p>
 * Silent: a semaphore, limiter or lock on the way, also inside the coroutine; batches; a loop that waits in each turn; a
 * few elements that the code shows; workers that live as long as the program.
 */
@Rule(key = "UA705")
public final class UnboundedFanoutCheck extends AsyncioCheck {

  private static final String LIMIT = "Limit how many of \"%s\" run at once, for example with an \"asyncio.Semaphore\".";
  private static final String STARTED = "every element is started at once here";
  private static final String MANY = "nothing limits how many there are";

  @RuleProperty(key = Depth.KEY, description = Depth.DESCRIPTION, type = "INTEGER", defaultValue = Depth.DEFAULT)
  public String depth = Depth.DEFAULT;

  @Override
  protected void review(FileModel file, Findings findings) {
    unlimited(file).forEach(fanout -> report(file, fanout, findings));
  }

  private static Stream<Fanout> unlimited(FileModel file) {
    return Fanout.of(file).stream()
      .filter(fanout -> !fanout.isSmall() && !fanout.isLimited() && !fanout.hasBoundedConnector())
      // one long-lived worker per element is a design, not a burst
      .filter(fanout -> fanout.target().filter(UnboundedFanoutCheck::livesOn).isEmpty())
      // a timer per element: each waits for its own time first
      .filter(fanout -> fanout.target().filter(UnboundedFanoutCheck::sleepsFirst).isEmpty());
  }

  /** What is started for each element and comes from another file. */
  public static List<Suspicion> undecided(FileModel file) {
    List<Suspicion> found = new ArrayList<>();
    unlimited(file).filter(fanout -> fanout.target().flatMap(IoReach.of(file)::in).isEmpty())
      .forEach(fanout -> fanout.work().filter(work -> !IoReach.isIo(work) && work.fact().isEmpty())
        .ifPresent(work -> nameOf(fanout, work)
          .ifPresent(name -> found.add(Undecided.suspicion("UA705", UNLIMITED, name, work.callee(),
            String.format(LIMIT, work.writtenName()), fanout.parametersOfElements(),
            Undecided.note(fanout.site().callee(), STARTED), Undecided.note(elements(fanout), MANY))))));
    return found;
  }

  private static Optional<String> nameOf(Fanout fanout, CallInfo work) {
    return fanout.target().map(FunctionInfo::qualifiedName).or(work::name);
  }

  private static boolean livesOn(FunctionInfo target) {
    return Workers.endlessLoop(target).isPresent() || Workers.watches(target);
  }

  private static boolean sleepsFirst(FunctionInfo target) {
    return target.awaits().stream().findFirst().flatMap(await -> target.file().callOf(await.expression()))
      .filter(
        call -> call.isTo("asyncio.sleep") && call.arguments().stream().noneMatch(NumericLiteral.class::isInstance))
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
        .because(fanout.site().callee(), STARTED)
        .because(elements(fanout), MANY);
    } else {
      direct.ifPresent(io -> findings
        .at(io.callee(), LIMIT, io.writtenName())
        .because(fanout.site().callee(), STARTED)
        .because(elements(fanout), MANY));
    }
  }

  private static Tree elements(Fanout fanout) {
    return fanout.iterable();
  }
}
