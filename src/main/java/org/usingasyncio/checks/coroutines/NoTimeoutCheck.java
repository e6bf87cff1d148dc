package org.usingasyncio.checks.coroutines;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Evidence;
import org.usingasyncio.checks.Finding;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.Hangs;

/**
 * Reports an await that lasts for as long as the other side is silent, with no time limit around it, and clients whose
 * limit is switched off.
 * <p>
 * Silent: a timeout around the await or around a call of the function; libraries with a finite default; the connection
 * handlers of a server; the next message of a task that lives for its messages; streams and processes that the caller
 * hands in.
 */
@Rule(key = "UA214")
public final class NoTimeoutCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    Hangs hangs = Hangs.of(file);
    hangs.unlimited().forEach(call -> report(call, hangs, findings));
    hangs.switchedOff().forEach(client -> findings.at(client.place(),
      "Give \"%s\" a finite \"%s\": without one, an operation waits for a silent peer for ever.",
      client.call().writtenName(), client.argument()));
  }

  private static void report(CallInfo call, Hangs hangs, Findings findings) {
    Finding finding = Evidence.onLoop(call, findings.at(call.callee(),
      "Limit \"%s\" with \"asyncio.timeout\" or \"asyncio.wait_for\": it waits for ever if the other side is silent.",
      call.writtenName()));
    hangs.alike(call).forEach(other -> finding.because(other.callee(), "and here"));
  }
}
