package org.usingasyncio.checks.lifecycle;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.EndlessPrograms;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.project.Summaries;

/**
 * Reports programs that run until somebody stops them and do not handle SIGTERM, which ends the process at once: no
 * {@code finally} runs, no task is cancelled. Reports {@code signal.signal} handlers that work on the event loop.
 * <p>
 * Silent: a framework that handles signals itself; any file of the project handles SIGTERM; a program that ends by itself.
 */
@Rule(key = "UA404")
public final class SigtermNotHandledCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    EndlessPrograms endless = EndlessPrograms.of(file);
    endless.handlersBesideLoop().forEach(call -> findings.at(call.callee(),
      "Replace \"%s\" with \"loop.add_signal_handler\", so that the handler runs on the event loop.",
      call.writtenName()));
    // Another file of the project may handle the signal: the project phase knows.
    if (!Summaries.areCollected(file.context()) && !endless.handlesSignals()) {
      endless.programs().forEach(program -> findings
        .at(program.start().callee(),
          "Handle SIGTERM with \"loop.add_signal_handler\" in the program that \"%s\" runs.",
          program.run().writtenName())
        .because(program.run() == program.start() ? null : program.run().callee(), "runs the program")
        .because(program.reason(), "never ends by itself"));
    }
  }
}
