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
import org.usingasyncio.checks.concurrency.ExecutorNotShutDownCheck;
import org.usingasyncio.checks.concurrency.LoopTouchedFromThreadCheck;
import org.usingasyncio.checks.concurrency.SharedStateAcrossThreadsCheck;
import org.usingasyncio.checks.concurrency.ThreadForCoroutineCheck;
import org.usingasyncio.checks.concurrency.UnboundedThreadsCheck;
import org.usingasyncio.checks.coroutines.CancellationCaughtByBroadHandlerCheck;
import org.usingasyncio.checks.coroutines.CancellationSwallowedCheck;
import org.usingasyncio.checks.coroutines.ChildTasksLeftRunningCheck;
import org.usingasyncio.checks.coroutines.EnsureFutureCheck;
import org.usingasyncio.checks.coroutines.GatherBeforeStreamingCheck;
import org.usingasyncio.checks.coroutines.GatherResultsUncheckedCheck;
import org.usingasyncio.checks.coroutines.GatherWithoutReturnExceptionsCheck;
import org.usingasyncio.checks.coroutines.LostTaskCheck;
import org.usingasyncio.checks.coroutines.ManualLoopEntryCheck;
import org.usingasyncio.checks.coroutines.NestedRunCheck;
import org.usingasyncio.checks.coroutines.NoTimeoutCheck;
import org.usingasyncio.checks.coroutines.SequentialAwaitsCheck;
import org.usingasyncio.checks.coroutines.UnawaitedCoroutineCheck;
import org.usingasyncio.checks.coroutines.UnnamedTaskCheck;
import org.usingasyncio.checks.coroutines.WaitInsteadOfPollingCheck;
import org.usingasyncio.checks.coroutines.WrongAwaitCheck;
import org.usingasyncio.checks.libraries.AsyncFileNotEnteredCheck;
import org.usingasyncio.checks.libraries.BlockingFileSystemCheck;
import org.usingasyncio.checks.libraries.ConnectionPerCallCheck;
import org.usingasyncio.checks.libraries.PoolNeverClosedCheck;
import org.usingasyncio.checks.libraries.ResponseNotConsumedCheck;
import org.usingasyncio.checks.libraries.SessionConnectionLimitCheck;
import org.usingasyncio.checks.libraries.SessionNeverClosedCheck;
import org.usingasyncio.checks.libraries.SessionPerRequestCheck;
import org.usingasyncio.checks.libraries.StatementPerRowCheck;
import org.usingasyncio.checks.libraries.WritesWithoutTransactionCheck;
import org.usingasyncio.checks.lifecycle.AsyncGeneratorsNotShutDownCheck;
import org.usingasyncio.checks.lifecycle.BackgroundTaskNotCancelledCheck;
import org.usingasyncio.checks.lifecycle.CancelledTaskNotAwaitedCheck;
import org.usingasyncio.checks.lifecycle.ClosedOnStraightPathOnlyCheck;
import org.usingasyncio.checks.lifecycle.DefaultExecutorNotShutDownCheck;
import org.usingasyncio.checks.lifecycle.LoopNotClosedCheck;
import org.usingasyncio.checks.lifecycle.MadeBeforeLoopCheck;
import org.usingasyncio.checks.lifecycle.OwnedResourceNeverClosedCheck;
import org.usingasyncio.checks.lifecycle.SigtermNotHandledCheck;
import org.usingasyncio.checks.lifecycle.TaskBeforeItsStateCheck;
import org.usingasyncio.checks.patterns.BrokenContextManagerCheck;
import org.usingasyncio.checks.patterns.ClassInsteadOfGeneratorCheck;
import org.usingasyncio.checks.patterns.GeneratorLeftEarlyCheck;
import org.usingasyncio.checks.patterns.LoopOnlyCollectsCheck;
import org.usingasyncio.checks.patterns.ResourceNeverClosedCheck;
import org.usingasyncio.checks.patterns.WrongLoopCheck;
import org.usingasyncio.checks.resilience.ErrorDroppedSilentlyCheck;
import org.usingasyncio.checks.resilience.PoolWithoutLimitCheck;
import org.usingasyncio.checks.resilience.ProgramEndedFromTaskCheck;
import org.usingasyncio.checks.resilience.RetryWithoutBackoffCheck;
import org.usingasyncio.checks.resilience.UnboundedFanoutCheck;
import org.usingasyncio.checks.resilience.UnboundedQueueCheck;
import org.usingasyncio.checks.resilience.WorkerEndsAtFirstErrorCheck;

/** All rules, sorted by key. {@code bin/sync-rules} writes this file. */
public final class CheckList {

  private static final List<Class<? extends AsyncioCheck>> ALL = List.of(
    CpuBoundWorkCheck.class,
    LoopTouchedFromThreadCheck.class,
    ThreadForCoroutineCheck.class,
    BlockingHelperCheck.class,
    UnboundedThreadsCheck.class,
    CpuBoundWorkInThreadCheck.class,
    ExecutorNotShutDownCheck.class,
    SharedStateAcrossThreadsCheck.class,
    WrongAwaitCheck.class,
    UnawaitedCoroutineCheck.class,
    ManualLoopEntryCheck.class,
    NestedRunCheck.class,
    EnsureFutureCheck.class,
    LostTaskCheck.class,
    UnnamedTaskCheck.class,
    SequentialAwaitsCheck.class,
    GatherWithoutReturnExceptionsCheck.class,
    GatherResultsUncheckedCheck.class,
    WaitInsteadOfPollingCheck.class,
    GatherBeforeStreamingCheck.class,
    CancellationSwallowedCheck.class,
    NoTimeoutCheck.class,
    ChildTasksLeftRunningCheck.class,
    CancellationCaughtByBroadHandlerCheck.class,
    ResourceNeverClosedCheck.class,
    BrokenContextManagerCheck.class,
    ClassInsteadOfGeneratorCheck.class,
    WrongLoopCheck.class,
    GeneratorLeftEarlyCheck.class,
    LoopOnlyCollectsCheck.class,
    MadeBeforeLoopCheck.class,
    TaskBeforeItsStateCheck.class,
    ClosedOnStraightPathOnlyCheck.class,
    SigtermNotHandledCheck.class,
    BackgroundTaskNotCancelledCheck.class,
    CancelledTaskNotAwaitedCheck.class,
    AsyncGeneratorsNotShutDownCheck.class,
    DefaultExecutorNotShutDownCheck.class,
    LoopNotClosedCheck.class,
    OwnedResourceNeverClosedCheck.class,
    BlockingSleepCheck.class,
    BlockingHttpCheck.class,
    BlockingFileOpenCheck.class,
    BlockingDatabaseCheck.class,
    BlockingLegacyCallCheck.class,
    MissingDebugModeCheck.class,
    SessionPerRequestCheck.class,
    SessionNeverClosedCheck.class,
    SessionConnectionLimitCheck.class,
    ResponseNotConsumedCheck.class,
    BlockingFileSystemCheck.class,
    AsyncFileNotEnteredCheck.class,
    ConnectionPerCallCheck.class,
    PoolNeverClosedCheck.class,
    WritesWithoutTransactionCheck.class,
    StatementPerRowCheck.class,
    WorkerEndsAtFirstErrorCheck.class,
    ErrorDroppedSilentlyCheck.class,
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
