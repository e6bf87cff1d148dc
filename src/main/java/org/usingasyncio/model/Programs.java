package org.usingasyncio.model;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.usingasyncio.knowledge.Role;

/** The coroutines with which the programs of a file begin: {@code asyncio.run(main())}. */
public final class Programs {

  private final Set<FunctionInfo> mains = Collections.newSetFromMap(new IdentityHashMap<>());

  private Programs(FileModel file) {
    file.calls().where(call -> call.plays(Role.RUNS_PROGRAM) || call.plays(Role.DRIVES_LOOP))
      .forEach(run -> run.arguments().forEach(argument -> file.callOf(argument).flatMap(CallInfo::target).ifPresent(mains::add)));
  }

  public static Programs of(FileModel file) {
    return file.facts(Programs.class, Programs::new);
  }

  /** True for the coroutine function that {@code asyncio.run} or {@code run_until_complete} starts. */
  public boolean isMain(FunctionInfo function) {
    return mains.contains(function);
  }
}
