package org.usingasyncio.checks.resilience;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.ProgramEnds;

/**
 * Reports code that ends the whole program from one of its tasks, callbacks or connection handlers: the other tasks have
 * no chance to finish and clean up. Reports connection handlers that leave the connection open when an error occurs.
 * <p>
 * Silent: the main coroutine; signal handlers; a coroutine of which nobody knows where it runs; a writer that is closed in
 * {@code finally}, or handed on.
 */
@Rule(key = "UA704")
public final class ProgramEndedFromTaskCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    ProgramEnds.of(file).forEach(end -> findings
      .at(end.tree(),
        "Let the main coroutine decide when the program ends: raise an error or set an event instead of \"%s\".",
        end.written())
      .because(end.evidence(), "this runs beside other tasks"));
    ProgramEnds.unsafeWriters(file).forEach(writer -> findings
      .at(writer.place(), "Close \"%s\" in a \"finally\": an error in this handler leaves the connection open.",
        writer.name())
      .because(writer.server(), "the handler runs for each connection"));
  }
}
