package org.usingasyncio.checks.blocking;

import static org.usingasyncio.knowledge.Blocking.HTTP;

import org.sonar.check.Rule;
import org.usingasyncio.checks.Advice;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Evidence;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.BlockingPaths;
import org.usingasyncio.model.FileModel;

/**
 * Reports requests of synchronous HTTP clients on the event loop: every other task stops until the server has answered.
 * <p>
 * Silent: the request is handed to a thread without being made ({@code to_thread(requests.get, url)}); a session is only
 * made or closed; the client is not known to be a synchronous one.
 */
@Rule(key = "UA502")
public final class BlockingHttpCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    file.facts(BlockingPaths.class, BlockingPaths::new)
      .direct(HTTP)
      .forEach(call -> Evidence.onLoop(call, findings.at(call.callee(), Advice.instead(call))));
  }
}
