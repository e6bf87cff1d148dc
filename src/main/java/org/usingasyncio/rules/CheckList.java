package org.usingasyncio.rules;

import java.util.List;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.blocking.BlockingSleepCheck;
import org.usingasyncio.checks.coroutines.UnawaitedCoroutineCheck;
import org.usingasyncio.checks.coroutines.WrongAwaitCheck;

/** All rules, sorted by key. {@code bin/sync-rules} writes this file. */
public final class CheckList {

  private static final List<Class<? extends AsyncioCheck>> ALL = List.of(
    WrongAwaitCheck.class,
    UnawaitedCoroutineCheck.class,
    BlockingSleepCheck.class);

  private CheckList() {}

  public static List<Class<? extends AsyncioCheck>> all() {
    return ALL;
  }
}
