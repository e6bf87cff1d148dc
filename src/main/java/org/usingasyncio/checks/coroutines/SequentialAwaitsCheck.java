package org.usingasyncio.checks.coroutines;

import java.util.List;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.ForStatement;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Finding;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.SequentialAwaits;

/**
 * Reports requests that wait for each other although none needs another: awaits in a row, one await per turn of a loop,
 * a blocking request per turn.
 * <p>
 * Silent: what is not known to leave the process; one connection, cursor or stream; locks, transactions, limits and
 * pauses; what changes something on the other side; a turn that can end the loop.
 */
@Rule(key = "UA208")
public final class SequentialAwaitsCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    SequentialAwaits sequential = SequentialAwaits.of(file);
    for (List<CallInfo> row : sequential.rows()) {
      Finding finding = findings.at(row.get(0).wholeExpression(),
        "Await these %d independent calls together, with \"asyncio.gather\" or a \"TaskGroup\".", row.size());
      row.stream().skip(1)
        .forEach(next -> finding.because(next.wholeExpression(), "needs nothing of the calls before"));
    }
    sequential.turns().forEach((call, loop) -> findings
      .at(call.wholeExpression(), "Start the calls of \"%s\" together instead of awaiting one per turn.",
        call.writtenName())
      .because(loop instanceof ForStatement each ? each.forKeyword() : loop.firstToken(),
        "one call after another in this loop"));
    sequential.blockingTurns().forEach((loop, calls) -> {
      Finding finding = findings.at(loop.forKeyword(),
        "Request all elements together: make the calls asynchronous and gather them.");
      calls.forEach(call -> finding.because(call.callee(), "one request after another"));
    });
  }
}
