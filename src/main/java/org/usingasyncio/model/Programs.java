package org.usingasyncio.model;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.usingasyncio.knowledge.Role;

/** The coroutines with which the programs of a file begin: {@code asyncio.run(main())}. */
public final class Programs {

  private final Set<FunctionInfo> mains = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<FunctionInfo> scripts = Collections.newSetFromMap(new IdentityHashMap<>());

  private Programs(FileModel file) {
    file.calls().playing(Role.RUNS_PROGRAM, Role.DRIVES_LOOP)
      .forEach(run -> run.arguments().forEach(
        argument -> file.callOf(argument).flatMap(CallInfo::target).ifPresent(main -> add(run, main))));
  }

  private void add(CallInfo run, FunctionInfo main) {
    mains.add(main);
    if (isEntryPoint(run)) {
      scripts.add(main);
    }
  }

  public static Programs of(FileModel file) {
    return file.facts(Programs.class, Programs::new);
  }

  /** True for the coroutine function that {@code asyncio.run} or {@code run_until_complete} starts. */
  public boolean isMain(FunctionInfo function) {
    return mains.contains(function);
  }

  /** True for one that is started where the program begins, and not by a function of a library for its caller. */
  public boolean isMainOfScript(FunctionInfo function) {
    return scripts.contains(function);
  }

  /**
   * True for a call in module code, in a function that module code calls, or in one that is named for it: a program begins
   * there. A function of a library that starts a loop for its caller is none.
   */
  public static boolean isEntryPoint(CallInfo call) {
    FunctionInfo function = call.function();
    boolean isNamedForIt = function.owner().isEmpty() && (function.name().equals("main") || isCommand(function));
    return function.isModule() || !function.isOnLoop() && (isNamedForIt || isRunByModule(function));
  }

  /** A command of click or typer: {@code @click.command()}, {@code @app.command()}. */
  private static boolean isCommand(FunctionInfo function) {
    return function.decorators().stream()
      .anyMatch(name -> name.startsWith("click.") || name.endsWith(".command") || name.endsWith(".callback"));
  }

  /**
   * A coroutine that the command line runs, and nothing else: a command of click, typer or cyclopts, which has its own
   * loop.
   */
  public static boolean isCommandLine(FunctionInfo function) {
    return function.isAsync() && isOfCommandLine(function, 3);
  }

  /** {@code @db.command("migrate")}, where {@code db} is a {@code @cli.group()}. */
  private static boolean isOfCommandLine(FunctionInfo function, int depth) {
    return function.decorators().stream()
      .anyMatch(name -> name.matches("(asyncclick|click|typer|cyclopts)\\..*|\\?(\\w+_)?(app|cli)\\.command")
        || depth > 0 && name.matches(".+\\.(command|group)") && function.file().module().nested().stream()
          .anyMatch(group -> name.matches("(.*\\.|\\?)?" + Pattern.quote(group.name()) + "\\.\\w+")
            && isOfCommandLine(group, depth - 1)));
  }

  private static boolean isRunByModule(FunctionInfo function) {
    FileModel file = function.file();
    return file.module().calls().stream().anyMatch(call -> call.target().filter(function::equals).isPresent()
      || file.pathTo(call, inner -> inner.function() == function).isPresent());
  }
}
