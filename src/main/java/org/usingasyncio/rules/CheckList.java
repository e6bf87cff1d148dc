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
import org.usingasyncio.checks.concurrency.CpuBoundWorkInThreadCheck;
import org.usingasyncio.checks.concurrency.ThreadForCoroutineCheck;
import org.usingasyncio.checks.concurrency.UnboundedThreadsCheck;
import org.usingasyncio.checks.coroutines.CancellationCaughtByBroadHandlerCheck;
import org.usingasyncio.checks.coroutines.CancellationSwallowedCheck;
import org.usingasyncio.checks.coroutines.GatherResultsUncheckedCheck;
import org.usingasyncio.checks.coroutines.GatherWithoutReturnExceptionsCheck;
import org.usingasyncio.checks.coroutines.UnawaitedCoroutineCheck;
import org.usingasyncio.checks.coroutines.WrongAwaitCheck;
import org.usingasyncio.checks.libraries.BlockingFileSystemCheck;
import org.usingasyncio.checks.libraries.ConnectionPerCallCheck;
import org.usingasyncio.checks.libraries.SessionConnectionLimitCheck;
import org.usingasyncio.checks.libraries.SessionPerRequestCheck;
import org.usingasyncio.checks.libraries.StatementPerRowCheck;
import org.usingasyncio.checks.libraries.WritesWithoutTransactionCheck;
import org.usingasyncio.checks.resilience.PoolWithoutLimitCheck;
import org.usingasyncio.checks.resilience.ProgramEndedFromTaskCheck;
import org.usingasyncio.checks.resilience.RetryWithoutBackoffCheck;
import org.usingasyncio.checks.resilience.UnboundedFanoutCheck;
import org.usingasyncio.checks.resilience.UnboundedQueueCheck;

/** All rules, sorted by key. {@code bin/sync-rules} writes this file. */
public final class CheckList {

  private static final List<Class<? extends AsyncioCheck>> ALL = List.of(
    CpuBoundWorkCheck.class,
    ThreadForCoroutineCheck.class,
    BlockingHelperCheck.class,
    UnboundedThreadsCheck.class,
    CpuBoundWorkInThreadCheck.class,
    WrongAwaitCheck.class,
    UnawaitedCoroutineCheck.class,
    GatherWithoutReturnExceptionsCheck.class,
    GatherResultsUncheckedCheck.class,
    CancellationSwallowedCheck.class,
    CancellationCaughtByBroadHandlerCheck.class,
    BlockingSleepCheck.class,
    BlockingHttpCheck.class,
    BlockingFileOpenCheck.class,
    BlockingDatabaseCheck.class,
    BlockingLegacyCallCheck.class,
    MissingDebugModeCheck.class,
    SessionPerRequestCheck.class,
    SessionConnectionLimitCheck.class,
    BlockingFileSystemCheck.class,
    ConnectionPerCallCheck.class,
    WritesWithoutTransactionCheck.class,
    StatementPerRowCheck.class,
    RetryWithoutBackoffCheck.class,
    ProgramEndedFromTaskCheck.class,
    UnboundedFanoutCheck.class,
    UnboundedQueueCheck.class,
    PoolWithoutLimitCheck.class);

  private CheckList() {}

  public static List<Class<? extends AsyncioCheck>> all() {
    return ALL;
  }
}
