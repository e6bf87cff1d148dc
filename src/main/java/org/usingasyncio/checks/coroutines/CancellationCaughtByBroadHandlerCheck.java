package org.usingasyncio.checks.coroutines;

import static org.usingasyncio.model.Handler.CANCELLED;

import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Finding;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.Handler;
import org.usingasyncio.model.Handlers;

/**
 * Reports a bare {@code except:} or {@code except BaseException} around an await that does not re-raise on every path: it
 * catches the cancellation of its own task, too. Until Python 3.7 {@code except Exception} does the same.
 * <p>
 * Silent: an earlier clause catches {@code CancelledError}; the exception goes on, for example to a future; what is awaited
 * is a task that the same function has cancelled.
 */
@Rule(key = "UA216")
public final class CancellationCaughtByBroadHandlerCheck extends AsyncioCheck {

  /** SonarPython does not tell Python 3.7 from later versions, so the project has to say it here. */
  @RuleProperty(key = "exceptionToo", description = "Whether the project runs on Python 3.7, where \"except Exception\" catches cancellation, too.", defaultValue = "false")
  public boolean exceptionToo = false;

  @Override
  protected void review(FileModel file, Findings findings) {
    Handlers.of(file).inCoroutines().stream()
      .filter(this::isBroad)
      // One that names CancelledError as well belongs to UA213.
      .filter(handler -> handler.names(CANCELLED).isEmpty())
      .filter(handler -> !handler.suspensions().isEmpty())
      .filter(handler -> !isCaughtEarlier(handler))
      .filter(handler -> !handler.quietExits().isEmpty() || handler.raisesAnother())
      .filter(handler -> !handler.handsOver() && !handler.asksWhoWasCancelled() && !handler.awaitsWhatItCancelled())
      .forEach(handler -> report(handler, findings));
  }

  private boolean isBroad(Handler handler) {
    return handler.isBare() || handler.names("BaseException").isPresent()
      || exceptionToo && handler.names("Exception").isPresent();
  }

  private static boolean isCaughtEarlier(Handler handler) {
    return handler.earlier().stream()
      .anyMatch(earlier -> earlier.isBare() || earlier.names(CANCELLED, "BaseException").isPresent());
  }

  private static void report(Handler handler, Findings findings) {
    Tree place = handler.names("BaseException", "Exception").map(caught -> (Tree) caught.expression())
      .orElse(handler.head());
    Finding finding = findings.at(place, message(handler));
    finding.because(handler.suspensions().get(0).firstToken(), "cancellation arrives at an await like this one");
    if (handler.quietExits().isEmpty()) {
      handler.otherRaise().ifPresent(raise -> finding.because(raise, "the cancellation becomes an ordinary error"));
      return;
    }
    handler.quietEnd().ifPresent(end -> finding.because(end, handler.raisesSomewhere()
      ? "this path does not raise it again"
      : "the cancellation ends here"));
  }

  private static String message(Handler handler) {
    if (handler.isBare()) {
      return "Replace this bare \"except\" with \"except Exception\", or re-raise the cancellation that it catches.";
    }
    return handler.names("BaseException").isPresent()
      ? "Replace \"BaseException\" with \"Exception\", or re-raise the cancellation that it catches."
      : "Add \"except asyncio.CancelledError: raise\" before this handler: in Python 3.7 \"Exception\" includes it.";
  }
}
