package org.usingasyncio.checks.libraries;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.Responses;

/**
 * Reports a response of aiohttp that is neither entered, read nor released: its connection cannot be used again. Also a body
 * that is read after its {@code async with} has given the connection back, and a request that is used without {@code await}.
 * <p>
 * Silent: a response that is returned, stored or passed on; one whose session the same function closes.
 */
@Rule(key = "UA604")
public final class ResponseNotConsumedCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    Responses responses = Responses.of(file);
    responses.unread().forEach(request -> findings
      .at(request.callee(), "Use \"%s\" with \"async with\"; nothing reads or releases the response.",
        request.writtenName()));
    responses.unawaited().forEach(request -> findings
      .at(request.callee(), "Use \"%s\" with \"async with\", or await it; there is no response yet.",
        request.writtenName()));
    responses.lateReads().forEach(late -> findings
      .at(late.read(), "Read the body of \"%s\" inside the \"async with\" statement.", late.response())
      .because(late.statement().firstToken(), "The connection is given back at the end of this statement."));
  }
}
