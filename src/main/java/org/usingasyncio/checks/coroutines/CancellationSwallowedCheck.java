package org.usingasyncio.checks.coroutines;

import static org.usingasyncio.model.Handler.CANCELLED;

import java.util.Optional;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Finding;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.Handler;
import org.usingasyncio.model.Handlers;
import org.usingasyncio.model.Programs;

/**
 * Reports a handler in a coroutine that catches {@code CancelledError} by name and has a path on which it raises nothing:
 * whoever cancelled the task is told that it went on, and timeouts and task groups around it lose their effect.
 * <p>
 * Silent: what is awaited there is a task that the same function has cancelled; the handler asks
 * {@code task.cancelled()} or {@code current_task().cancelling()} before it decides; the main coroutine of the program.
 */
@Rule(key = "UA213")
public final class CancellationSwallowedCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    Handlers.of(file).inCoroutines().stream()
      .filter(handler -> handler.names(CANCELLED).isPresent())
      .filter(CancellationSwallowedCheck::canBeCancelled)
      .filter(handler -> !handler.quietExits().isEmpty() || handler.raisesAnother())
      .filter(handler -> !isRightIdiom(handler))
      .forEach(handler -> report(handler, findings));
  }

  /** Cancellation arrives where the guarded code gives control to the loop, unless an earlier clause catches it first. */
  private static boolean canBeCancelled(Handler handler) {
    return !handler.suspensions().isEmpty() && !handler.isShielded()
      && handler.earlier().stream()
        .noneMatch(earlier -> earlier.isBare() || earlier.names(CANCELLED, "BaseException").isPresent());
  }

  private static boolean isRightIdiom(Handler handler) {
    // task.cancel(), then try: await task / except CancelledError: pass
    return handler.awaitsWhatItCancelled()
      // if not task.cancelled(): raise
      || handler.asksWhoWasCancelled()
      // The exception is kept, to be raised later.
      || handler.handsOver() || handler.raisesLater()
      // if not received: raise
      || handler.keepsResult()
      // Nobody but asyncio.run waits for the main coroutine.
      || Programs.of(handler.function().file()).isMain(handler.function());
  }

  private static void report(Handler handler, Findings findings) {
    Tree place = handler.names(CANCELLED).map(caught -> (Tree) caught.expression()).orElseThrow();
    Finding finding = findings.at(place, message(handler));
    finding.because(handler.suspensions().get(0).firstToken(), "cancellation arrives at an await like this one");
    Optional<Tree> end = handler.quietEnd();
    if (handler.quietExits().isEmpty()) {
      handler.otherRaise().ifPresent(tree -> finding.because(tree, "the cancellation becomes an ordinary error"));
    } else if (handler.raisesSomewhere()) {
      end.ifPresent(tree -> finding.because(tree, "this path does not raise it again"));
    } else {
      end.ifPresent(tree -> finding.because(tree, "the cancellation ends here"));
    }
  }

  private static String message(Handler handler) {
    if (handler.isSuppress()) {
      return "Remove \"CancelledError\" from \"suppress\", so that the cancellation reaches the caller.";
    }
    if (handler.quietExits().isEmpty()) {
      return "Raise \"CancelledError\" itself in this handler, not another error.";
    }
    if (handler.raisesSomewhere()) {
      return "Raise \"CancelledError\" again on every path of this handler.";
    }
    return handler.caught().size() > 1
      ? "Remove \"CancelledError\" from this handler, or raise it again."
      : "Raise \"CancelledError\" again at the end of this handler.";
  }
}
