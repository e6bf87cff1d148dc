package org.usingasyncio.rules;

import java.util.List;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.blocking.BlockingDatabaseCheck;
import org.usingasyncio.checks.blocking.BlockingFileOpenCheck;
import org.usingasyncio.checks.blocking.BlockingHttpCheck;
import org.usingasyncio.checks.blocking.BlockingLegacyCallCheck;
import org.usingasyncio.checks.blocking.BlockingSleepCheck;
import org.usingasyncio.checks.blocking.MissingDebugModeCheck;
import org.usingasyncio.checks.concurrency.BlockingHelperCheck;
import org.usingasyncio.checks.concurrency.CpuBoundWorkCheck;
import org.usingasyncio.checks.libraries.BlockingFileSystemCheck;

/** All rules, sorted by key. {@code bin/sync-rules} writes this file. */
public final class CheckList {

  private static final List<Class<? extends AsyncioCheck>> ALL = List.of(
    CpuBoundWorkCheck.class,
    BlockingHelperCheck.class,
    BlockingSleepCheck.class,
    BlockingHttpCheck.class,
    BlockingFileOpenCheck.class,
    BlockingDatabaseCheck.class,
    BlockingLegacyCallCheck.class,
    MissingDebugModeCheck.class,
    BlockingFileSystemCheck.class);

  private CheckList() {}

  public static List<Class<? extends AsyncioCheck>> all() {
    return ALL;
  }
}
