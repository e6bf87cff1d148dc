package org.usingasyncio.model;

import java.util.List;
import java.util.Optional;
import org.usingasyncio.knowledge.Role;

/** Every {@code await lock.acquire()} of a file that is a statement of its own, also within {@code wait_for}. */
public final class LockHolds {

  private final List<LockHold> all;

  private LockHolds(FileModel file) {
    all = file.calls().written("acquire").stream()
      .filter(call -> ResourceInfo.isRun(call) && Use.of(ResourceInfo.madeBy(call)).is(Use.How.DROPPED))
      .filter(call -> call.receiverType().flatMap(file.knowledge()::fact)
        .filter(fact -> fact.is(Role.ASYNC_LOCK) || fact.name().startsWith("asyncio.")).isPresent())
      .map(LockHold::of)
      .flatMap(Optional::stream)
      .toList();
  }

  public static List<LockHold> of(FileModel file) {
    return file.facts(LockHolds.class, LockHolds::new).all;
  }
}
