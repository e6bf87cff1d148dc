package org.usingasyncio.checks.libraries;

import static org.usingasyncio.model.ResourceInfo.Family.CLIENT_SESSION;
import static org.usingasyncio.model.ResourceInfo.Home.LOCAL;
import static org.usingasyncio.model.ResourceInfo.Home.NONE;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Leaks;
import org.usingasyncio.model.FileModel;

/**
 * Reports a {@code ClientSession} of aiohttp that a function makes and neither enters, closes nor hands on: its connections
 * stay open, and aiohttp complains of an unclosed session.
 * <p>
 * Silent: a session that is returned, stored or passed to code that may keep it. Sessions in attributes and module
 * variables belong to UA410, sessions closed on the straight path only to UA403.
 */
@Rule(key = "UA602")
public final class SessionNeverClosedCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    Leaks.neverClosed(file, CLIENT_SESSION, LOCAL, NONE)
      .filter(session -> session.home() == LOCAL || session.isUsedInPassing())
      .forEach(session -> Leaks.report(findings, session, "%s", Leaks.advice(session)));
  }
}
