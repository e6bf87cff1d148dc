package org.usingasyncio.model;

import org.sonar.plugins.python.api.tree.IfStatement;
import org.sonar.plugins.python.api.tree.ImportName;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.syntax.Trees;

/** Which files are programs: run, not imported. */
public final class ProgramFiles {

  private ProgramFiles() {}

  /** True for a file with a main guard, one that starts the loop, or one that defines the handlers of an application. */
  public static boolean isProgram(FileModel file) {
    return file.facts(Answer.class, Answer::of).isProgram;
  }

  /** True for a file that has a coroutine or imports asyncio: what it does concerns an event loop. */
  public static boolean usesAsyncio(FileModel file) {
    return file.facts(Asyncio.class, Asyncio::of).isUsed;
  }

  /**
   * True for a file {@code cli.py}, or one of a package {@code cli}: what it does, one command does, and then the
   * process ends.
   */
  public static boolean isOfCommandLine(FileModel file) {
    return file.context().pythonFile().uri().getPath().matches(".*/cli(/.*|\\.py)");
  }

  private record Asyncio(boolean isUsed) {

    static Asyncio of(FileModel file) {
      boolean hasCoroutine = file.functions().stream().anyMatch(FunctionInfo::isAsync);
      return new Asyncio(hasCoroutine || isImported(file)
        || file.calls().hasNameFrom("asyncio."));
    }
  }

  private static boolean isImported(FileModel file) {
    return file.module().nodes(ImportName.class, Tree.Kind.IMPORT_NAME).stream()
      .flatMap(statement -> statement.modules().stream())
      .anyMatch(module -> Trees.written(module.dottedName()).startsWith("asyncio"));
  }

  private record Answer(boolean isProgram) {

    static Answer of(FileModel file) {
      return new Answer(hasMainGuard(file) || startsLoop(file) || hasHandlers(file));
    }

    private static boolean hasMainGuard(FileModel file) {
      return file.module().nodes(IfStatement.class, Tree.Kind.IF_STMT).stream()
        .anyMatch(choice -> FileModel.isMainGuard(choice.condition()));
    }

    private static boolean startsLoop(FileModel file) {
      return file.module().calls().stream()
        .anyMatch(
          call -> call.plays(Role.RUNS_PROGRAM) || call.plays(Role.DRIVES_LOOP) || call.plays(Role.RUNS_FOREVER));
    }

    private static boolean hasHandlers(FileModel file) {
      return file.functions().stream().flatMap(function -> function.decorators().stream())
        .anyMatch(name -> file.knowledge().plays(name, Role.ROUTE) || file.knowledge().plays(name, Role.LIFESPAN));
    }
  }
}
