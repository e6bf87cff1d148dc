package org.usingasyncio.model;

import java.util.List;
import org.usingasyncio.knowledge.Role;

/** The event loops that a file manages by hand. */
public final class LoopLifecycles {

  private final List<LoopLifecycle> all;

  private LoopLifecycles(FileModel file) {
    all = file.calls().where(call -> call.plays(Role.NEW_LOOP) || call.plays(Role.GETS_LOOP)).stream()
      .filter(call -> !call.function().isOnLoop())
      .map(call -> new LoopLifecycle(file, call, Life.of(file, call.tree())))
      .toList();
  }

  /** In source order within each function; a program on {@code asyncio.run} or {@code Runner} has none. */
  public static List<LoopLifecycle> of(FileModel file) {
    return file.facts(LoopLifecycles.class, LoopLifecycles::new).all;
  }

  /** Those that the file itself closes. */
  public static List<LoopLifecycle> closed(FileModel file) {
    return of(file).stream().filter(loop -> !loop.closings().isEmpty() && !loop.runs().isEmpty()).toList();
  }
}
