package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.usingasyncio.knowledge.Role;

/** The event loops that a file manages by hand. */
public final class LoopLifecycles {

  private final List<LoopLifecycle> all = new ArrayList<>();

  private LoopLifecycles(FileModel file) {
    file.calls().playing(Role.NEW_LOOP, Role.GETS_LOOP).stream()
      .filter(call -> !call.function().isAsync())
      .forEach(call -> add(file, call));
  }

  /**
   * Two calls give the same loop when one variable or attribute may hold what either gives, or the function asks for
   * its current loop twice.
   */
  private void add(FileModel file, CallInfo maker) {
    Life life = Life.of(file, maker.tree());
    Set<Object> holders = new HashSet<>(life.variables());
    holders.addAll(life.globals());
    holders.addAll(life.attributes());
    if (maker.plays(Role.GETS_LOOP)) {
      holders.add(maker.function());
    }
    Optional<LoopLifecycle> known = all.stream().filter(loop -> loop.isHeldBy(holders)).findFirst();
    LoopLifecycle loop = known.orElseGet(() -> new LoopLifecycle(file));
    loop.addMaker(maker, life, holders);
    if (known.isEmpty()) {
      all.add(loop);
    }
  }

  /** In source order within each function; a program on {@code asyncio.run} or {@code Runner} has none. */
  public static List<LoopLifecycle> of(FileModel file) {
    return file.facts(LoopLifecycles.class, LoopLifecycles::new).all;
  }

  /** Those that the file itself runs and closes. */
  public static List<LoopLifecycle> closed(FileModel file) {
    return of(file).stream().filter(loop -> !loop.closings().isEmpty() && loop.isRun()).toList();
  }
}
