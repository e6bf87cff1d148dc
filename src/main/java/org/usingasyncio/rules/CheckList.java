package org.usingasyncio.rules;

import java.util.List;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.blocking.BlockingSleepCheck;
import org.usingasyncio.checks.coroutines.CancellationCaughtByBroadHandlerCheck;
import org.usingasyncio.checks.coroutines.CancellationSwallowedCheck;
import org.usingasyncio.checks.coroutines.ChildTasksLeftRunningCheck;
import org.usingasyncio.checks.coroutines.GatherBeforeStreamingCheck;
import org.usingasyncio.checks.coroutines.GatherResultsUncheckedCheck;
import org.usingasyncio.checks.coroutines.GatherWithoutReturnExceptionsCheck;
import org.usingasyncio.checks.coroutines.NoTimeoutCheck;
import org.usingasyncio.checks.coroutines.WaitInsteadOfPollingCheck;
import org.usingasyncio.checks.lifecycle.CancelledTaskNotAwaitedCheck;
import org.usingasyncio.checks.resilience.ErrorDroppedSilentlyCheck;
import org.usingasyncio.checks.resilience.WorkerEndsAtFirstErrorCheck;

/** All rules, sorted by key. {@code bin/sync-rules} writes this file. */
public final class CheckList {

  private static final List<Class<? extends AsyncioCheck>> ALL = List.of(
    GatherWithoutReturnExceptionsCheck.class,
    GatherResultsUncheckedCheck.class,
    WaitInsteadOfPollingCheck.class,
    GatherBeforeStreamingCheck.class,
    CancellationSwallowedCheck.class,
    NoTimeoutCheck.class,
    ChildTasksLeftRunningCheck.class,
    CancellationCaughtByBroadHandlerCheck.class,
    CancelledTaskNotAwaitedCheck.class,
    BlockingSleepCheck.class,
    WorkerEndsAtFirstErrorCheck.class,
    ErrorDroppedSilentlyCheck.class);

  private CheckList() {}

  public static List<Class<? extends AsyncioCheck>> all() {
    return ALL;
  }
}
