package org.usingasyncio.checks.lifecycle;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.LoopBound;

/**
 * Reports a session, pool or event loop that is made while no loop runs: at import, in a class body, as a default
 * argument, in a
 * function that these call, or in a constructor that makes a session for callers who bring none. It belongs to another loop
 * than the one of the program, or to none.
 * <p>
 * Silent: an explicit {@code loop} argument, main guards, a loop that the module itself drives, and asyncio's own primitives
 * unless the project supports a Python before 3.10.
 */
@Rule(key = "UA401")
public final class MadeBeforeLoopCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    LoopBound.madeTooEarly(file).forEach(early -> findings
      .at(early.call().callee(), "Call \"%s\" in a coroutine; here it is called %s.", early.call().writtenName(),
        early.when().words())
      .because(early.evidence(), "Runs without an event loop."));
  }
}
