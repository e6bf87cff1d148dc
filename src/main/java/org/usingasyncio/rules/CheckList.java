package org.usingasyncio.rules;

import java.util.List;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.blocking.BlockingSleepCheck;
import org.usingasyncio.checks.concurrency.ExecutorNotShutDownCheck;
import org.usingasyncio.checks.libraries.AsyncFileNotEnteredCheck;
import org.usingasyncio.checks.libraries.PoolNeverClosedCheck;
import org.usingasyncio.checks.libraries.ResponseNotConsumedCheck;
import org.usingasyncio.checks.libraries.SessionNeverClosedCheck;
import org.usingasyncio.checks.lifecycle.ClosedOnStraightPathOnlyCheck;
import org.usingasyncio.checks.lifecycle.MadeBeforeLoopCheck;
import org.usingasyncio.checks.lifecycle.OwnedResourceNeverClosedCheck;
import org.usingasyncio.checks.lifecycle.TaskBeforeItsStateCheck;
import org.usingasyncio.checks.patterns.BrokenContextManagerCheck;
import org.usingasyncio.checks.patterns.ClassInsteadOfGeneratorCheck;
import org.usingasyncio.checks.patterns.GeneratorLeftEarlyCheck;
import org.usingasyncio.checks.patterns.LoopOnlyCollectsCheck;
import org.usingasyncio.checks.patterns.ResourceNeverClosedCheck;
import org.usingasyncio.checks.patterns.WrongLoopCheck;

/** All rules, sorted by key. {@code bin/sync-rules} writes this file. */
public final class CheckList {

  private static final List<Class<? extends AsyncioCheck>> ALL = List.of(
    ExecutorNotShutDownCheck.class,
    ResourceNeverClosedCheck.class,
    BrokenContextManagerCheck.class,
    ClassInsteadOfGeneratorCheck.class,
    WrongLoopCheck.class,
    GeneratorLeftEarlyCheck.class,
    LoopOnlyCollectsCheck.class,
    MadeBeforeLoopCheck.class,
    TaskBeforeItsStateCheck.class,
    ClosedOnStraightPathOnlyCheck.class,
    OwnedResourceNeverClosedCheck.class,
    BlockingSleepCheck.class,
    SessionNeverClosedCheck.class,
    ResponseNotConsumedCheck.class,
    AsyncFileNotEnteredCheck.class,
    PoolNeverClosedCheck.class);

  private CheckList() {}

  public static List<Class<? extends AsyncioCheck>> all() {
    return ALL;
  }
}
