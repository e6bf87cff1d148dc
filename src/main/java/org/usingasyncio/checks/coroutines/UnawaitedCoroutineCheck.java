package org.usingasyncio.checks.coroutines;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.AwaitExpression;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Finding;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Fixes;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.Coroutines;
import org.usingasyncio.model.Coroutines.Kind;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.FunctionInfo;
import org.usingasyncio.model.Life;
import org.usingasyncio.model.Use;
import org.usingasyncio.syntax.Trees;

/**
 * Reports a coroutine that nobody awaits: dropped, bound to a name that nothing reads, or used as if it were its own
 * result. The call only makes the coroutine; its body never runs.
 * <p>
 * Silent: the coroutine is returned, passed on, collected or kept, so that someone else may await it; decorators that are
 * not known; what may be a future that runs by itself. A call that stands in a condition itself belongs to UA201.
 */
@Rule(key = "UA202")
public final class UnawaitedCoroutineCheck extends AsyncioCheck {

  private static final String DROPPED = "Await \"%s\"; without \"await\" the coroutine never runs.";
  private static final String DROPPED_OUTSIDE = "Await \"%s\" in a coroutine, or start it as a task; as it stands, it never runs.";
  /** It may be a future that runs by itself, but then its errors are lost. */
  private static final String AWAITED_ELSEWHERE = "Await \"%s\", as other calls of it are.";
  private static final String RETURNED = "Await \"%s\" before returning; the caller gets a coroutine otherwise.";
  private static final String MISTAKEN = "Await \"%s\" before its result is used.";

  @Override
  protected void review(FileModel file, Findings findings) {
    Coroutines coroutines = Coroutines.of(file);
    reviewCallbacks(coroutines, findings);
    for (CallInfo call : file.calls()) {
      if (call.isAwaited()) {
        continue;
      }
      Optional<Kind> kind = coroutines.kindOf(call);
      Optional<AwaitExpression> elsewhere = kind.isPresent() ? Optional.empty() : coroutines.awaitedElsewhere(call);
      if (kind.isPresent() || elsewhere.isPresent()) {
        review(call, kind.orElse(Kind.COROUTINE), elsewhere.isPresent(), findings).ifPresent(finding -> {
          elsewhere.ifPresent(await -> finding.because(await, "awaited here"));
          call.target().flatMap(FunctionInfo::asyncKeyword)
            .ifPresent(async -> finding.because(async, "a coroutine function because of this \"async\""));
          finding.fix(Fixes.await(call.tree()));
        });
      }
    }
  }

  private static void reviewCallbacks(Coroutines coroutines, Findings findings) {
    coroutines.droppedByLoop().forEach(callback -> findings.at(callback,
      "Start \"%s\" as a task in the callback; the loop does not await what its callbacks return.",
      Trees.written(callback)));
  }

  private static Optional<Finding> review(CallInfo call, Kind kind, boolean isAwaitedElsewhere, Findings findings) {
    Use use = call.use();
    if (use.is(Use.How.DROPPED) || Life.isLostWithDisplay(call)) {
      return kind == Kind.COROUTINE
        ? Optional.of(report(call, isAwaitedElsewhere ? AWAITED_ELSEWHERE : dropped(call), findings))
        : Optional.empty();
    }
    // async def rows(self): raise NotImplementedError — an override may be an asynchronous generator.
    if (call.target().filter(target -> target.owner().isPresent() && target.isStub()).isPresent()) {
      return Optional.empty();
    }
    Coroutines coroutines = Coroutines.of(call.file());
    Life life = Life.of(call.file(), call.tree());
    if (Coroutines.isMistakenForResult(use, kind)
      || kind == Kind.COROUTINE && !isAwaitedElsewhere && coroutines.isTakenForResult(use, life)) {
      return Optional.of(report(call, MISTAKEN, findings));
    }
    if (kind == Kind.COROUTINE && !isAwaitedElsewhere && Coroutines.isReturnedForResult(call)) {
      return Optional.of(report(call, RETURNED, findings));
    }
    if (!use.is(Use.How.ASSIGNED)) {
      return Optional.empty();
    }
    if (!life.isLocal()) {
      return Optional.empty();
    }
    List<Use> uses = life.uses();
    if (uses.isEmpty()) {
      return kind == Kind.COROUTINE
        ? Optional.of(report(call, isAwaitedElsewhere ? AWAITED_ELSEWHERE : dropped(call), findings))
        : Optional.empty();
    }
    Predicate<Use> mistakes = other -> Coroutines.isMistakenForResult(other, kind)
      || kind == Kind.COROUTINE && !isAwaitedElsewhere && coroutines.isTakenForResult(other, life);
    if (kind == Kind.COROUTINE && !isAwaitedElsewhere && call.function().isCoroutine()
      && uses.stream().allMatch(coroutines::handsOnAsResult) && coroutines.sharesNameWithResult(call, life)) {
      return Optional.of(report(call, MISTAKEN, findings));
    }
    boolean isMistaken = uses.stream().anyMatch(mistakes)
      || kind == Kind.COROUTINE && uses.stream().anyMatch(other -> other.is(Use.How.TESTED));
    boolean isOnlyMistaken = uses.stream()
      .allMatch(other -> other.is(Use.How.TESTED, Use.How.DROPPED) || mistakes.test(other));
    if (!isMistaken || !isOnlyMistaken) {
      return Optional.empty();
    }
    Finding finding = report(call, MISTAKEN, findings);
    uses.stream().filter(other -> !other.is(Use.How.DROPPED)).findFirst()
      .ifPresent(other -> finding.because(other.site(), "used here as if it were the result"));
    return Optional.of(finding);
  }

  private static String dropped(CallInfo call) {
    return call.function().isAsync() ? DROPPED : DROPPED_OUTSIDE;
  }

  private static Finding report(CallInfo call, String message, Findings findings) {
    return findings.at(call.callee(), message, call.writtenName());
  }
}
