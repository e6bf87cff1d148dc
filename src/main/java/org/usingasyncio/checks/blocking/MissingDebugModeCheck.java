package org.usingasyncio.checks.blocking;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.DebugMode;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.project.Summaries;

/**
 * Reports programs that start an event loop and have no way to run in the debug mode of asyncio, which names slow
 * callbacks and coroutines that are never awaited.
 * <p>
 * Silent: the code decides ({@code debug=}, {@code set_debug}), whatever it decides; the configuration beside the program
 * switches it on ({@code PYTHONASYNCIODEBUG}, {@code -X dev}); a function of a library that starts a loop for its caller.
 */
@Rule(key = "UA506")
public final class MissingDebugModeCheck extends AsyncioCheck {

  @Override
  public CheckScope scope() {
    return CheckScope.ALL;
  }

  @Override
  protected void review(FileModel file, Findings findings) {
    DebugMode debugMode = file.facts(DebugMode.class, DebugMode::new);
    // Another file of the project may decide: the project phase knows.
    if (Summaries.areCollected(file.context()) || debugMode.entryPoints().isEmpty() || debugMode.canBeSwitchedOn()) {
      return;
    }
    debugMode.entryPoints().forEach(call -> findings.at(call.callee(),
      "Offer a way to pass \"debug=True\" to \"%s\", so that slow callbacks are found.", call.writtenName()));
  }
}
