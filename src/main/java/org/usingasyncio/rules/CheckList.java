package org.usingasyncio.rules;

import java.util.List;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.blocking.BlockingSleepCheck;
import org.usingasyncio.checks.coroutines.CancellationCaughtByBroadHandlerCheck;
import org.usingasyncio.checks.coroutines.CancellationSwallowedCheck;
import org.usingasyncio.checks.coroutines.GatherResultsUncheckedCheck;
import org.usingasyncio.checks.coroutines.GatherWithoutReturnExceptionsCheck;

/** All rules, sorted by key. {@code bin/sync-rules} writes this file. */
public final class CheckList {

  private static final List<Class<? extends AsyncioCheck>> ALL = List.of(
    GatherWithoutReturnExceptionsCheck.class,
    GatherResultsUncheckedCheck.class,
    CancellationSwallowedCheck.class,
    CancellationCaughtByBroadHandlerCheck.class,
    BlockingSleepCheck.class);

  private CheckList() {}

  public static List<Class<? extends AsyncioCheck>> all() {
    return ALL;
  }
}
