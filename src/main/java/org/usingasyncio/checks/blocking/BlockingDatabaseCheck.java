package org.usingasyncio.checks.blocking;

import static org.usingasyncio.knowledge.Blocking.DATABASE;

import org.sonar.check.Rule;
import org.usingasyncio.checks.Advice;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Evidence;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.BlockingPaths;
import org.usingasyncio.model.FileModel;

/**
 * Reports calls of synchronous database drivers on the event loop: every other task stops until the database has
 * answered.
 * <p>
 * Silent: the receiver is not known to be a connection, cursor or session of such a driver; the same method of an
 * asynchronous driver; what only builds a statement.
 */
@Rule(key = "UA504")
public final class BlockingDatabaseCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    file.facts(BlockingPaths.class, BlockingPaths::new)
      .direct(DATABASE)
      .forEach(call -> Evidence.onLoop(call, findings.at(call.callee(), Advice.instead(call))));
  }
}
