package org.usingasyncio.checks.libraries;

import static org.usingasyncio.model.ResourceInfo.Family.POOL;
import static org.usingasyncio.model.ResourceInfo.Home.ATTRIBUTE;
import static org.usingasyncio.model.ResourceInfo.Home.GLOBAL;
import static org.usingasyncio.model.ResourceInfo.Home.LOCAL;

import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Leaks;
import org.usingasyncio.model.FileModel;

/**
 * Reports a connection pool or engine that its owner never closes, be it a function, a class or a module: its connections
 * stay open until the server gives up on them.
 * <p>
 * Silent: a pool that is returned, passed on, or closed by anything in the owner's reach; a public variable of a module that
 * is no program, since another module may close it.
 */
@Rule(key = "UA608")
public final class PoolNeverClosedCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    Leaks.neverClosed(file, POOL, LOCAL, ATTRIBUTE, GLOBAL)
      .filter(pool -> !pool.isLeftToEmptyExit())
      .forEach(pool -> Leaks.report(findings, pool, "Close \"%s\" with \"%s\" when its owner stops; nothing does.",
        pool.heldBy().orElse(""), pool.closingCode()));
  }
}
