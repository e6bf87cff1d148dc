package org.usingasyncio.checks.patterns;

import static org.usingasyncio.model.ResourceInfo.Family.ASYNC;
import static org.usingasyncio.model.ResourceInfo.Home.LOCAL;
import static org.usingasyncio.model.ResourceInfo.Home.NONE;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Leaks;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.LockHold;
import org.usingasyncio.model.LockHolds;
import org.usingasyncio.model.ResourceInfo;

/**
 * Reports a connection, stream, server, client, subprocess or acquired lock that a local variable holds and nothing
 * closes or releases: each call leaves a socket or process behind.
 * <p>
 * Silent: what is returned, stored, passed to a function that may keep it, or closed anywhere. Sessions of aiohttp,
 * files of aiofiles, pools and attributes have rules of their own.
 */
@Rule(key = "UA301")
public final class ResourceNeverClosedCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    Leaks.neverClosed(file, ASYNC, LOCAL, NONE)
      .filter(resource -> resource.home() == LOCAL || isClientUsedInPassing(resource) || isOpenedForNothing(resource))
      .filter(resource -> !resource.endsWithItsParent())
      .forEach(resource -> Leaks.report(findings, resource, "%s", Leaks.advice(resource)));
    LockHolds.of(file).stream()
      .filter(LockHold::isNeverReleased)
      .forEach(hold -> findings.at(hold.acquire().callee(), "Hold \"%s\" with \"async with\"; nothing releases it.",
        hold.lock()));
  }

  /** {@code await asyncio.open_connection(host, port)} as a statement: the port is open, and so is the connection. */
  private static boolean isOpenedForNothing(ResourceInfo resource) {
    return resource.isKind("connection", "stream") && resource.life().isDropped();
  }

  /** {@code httpx.AsyncClient().get(url)}: nothing can close the client any more. */
  private static boolean isClientUsedInPassing(ResourceInfo resource) {
    return resource.isA("httpx.AsyncClient") && resource.isUsedInPassing();
  }
}
