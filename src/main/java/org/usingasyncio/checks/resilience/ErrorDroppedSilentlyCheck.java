package org.usingasyncio.checks.resilience;

import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Finding;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.DroppedErrors;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.Handler;

/**
 * Reports errors that nobody hears of: an {@code except Exception} or wider in a coroutine whose body does nothing,
 * {@code suppress(Exception)} around an await, a done callback that never asks its task how it ended.
 * <p>
 * Silent: the guarded code only closes something; the task is awaited elsewhere or handles its own errors.
 */
@Rule(key = "UA702")
public final class ErrorDroppedSilentlyCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    DroppedErrors errors = DroppedErrors.of(file);
    errors.handlers().stream()
      // Around an await, a bare except or BaseException drops the cancellation, too: UA216.
      .filter(handler -> handler.suspensions().isEmpty() || !isWiderThanException(handler))
      .forEach(handler -> report(handler, findings));
    errors.blindCallbacks().forEach(blind -> findings
      .at(blind.registration().argument(0, "fn").orElseThrow(),
        "Look at \"exception()\" of the task in this callback, and log it.")
      .because(blind.registration().callee(), "the callback is added here"));
  }

  private static boolean isWiderThanException(Handler handler) {
    return handler.isBare() || handler.names("BaseException").isPresent();
  }

  private static void report(Handler handler, Findings findings) {
    Finding finding = handler.isSuppress()
      ? findings.at(handler.head(), "Log the errors that \"suppress\" drops here, or name the ones that are expected.")
      : findings.at(handler.quietEnd().orElse(handler.head()),
        "Log the error here, or name the errors that are expected.");
    if (!handler.isSuppress()) {
      finding.because(
        handler.names("Exception", "BaseException").map(caught -> (Tree) caught.expression()).orElse(handler.head()),
        "every error is caught here");
    }
  }
}
