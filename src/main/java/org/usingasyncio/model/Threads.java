package org.usingasyncio.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.reach.Execution;
import org.usingasyncio.syntax.Trees;

/** The threads that a file starts, and what runs in them. */
public final class Threads {

  private static final String[] CLASSES = {"threading.Thread", "multiprocessing.dummy.Process"};

  private static final Set<String> BRIDGES = Set.of("call_soon_threadsafe", "run_coroutine_threadsafe",
    "call_soon_thread_safe", "add_callback", "from_thread", "call_later_threadsafe");

  private final FileModel file;

  private Threads(FileModel file) {
    this.file = file;
  }

  public static Threads of(FileModel file) {
    return file.facts(Threads.class, Threads::new);
  }

  /** The constructions of {@code threading.Thread} in code that runs on the loop. */
  public List<CallInfo> startedOnLoop() {
    return made(file.callsOnLoop()).list();
  }

  /** The constructions of threads among the calls. */
  public static CallQuery made(CallQuery calls) {
    return calls.to(CLASSES);
  }

  public static boolean isThread(CallInfo call) {
    return call.isTo(CLASSES);
  }

  /** What the thread runs. */
  public static Optional<Expression> target(CallInfo thread) {
    return thread.argument(1, "target");
  }

  /** The function of this file that the thread runs. */
  public Optional<FunctionInfo> function(CallInfo thread) {
    return file.handovers().stream().filter(handover -> handover.call().tree() == thread.tree()).findFirst()
      .flatMap(Handover::function);
  }

  /**
   * True when the thread gives its results back to the loop, or may do so: it is given the loop or something that lives
   * on it.
   */
  public boolean mayBridge(CallInfo thread) {
    Optional<Expression> target = target(thread);
    boolean isGivenLoop = thread.arguments().stream()
      .filter(argument -> target.filter(run -> run == argument).isEmpty())
      .flatMap(argument -> Trees.within(argument, Expression.class).stream()).anyMatch(this::livesOnLoop);
    if (isGivenLoop) {
      return true;
    }
    Optional<FunctionInfo> function = function(thread);
    return function.isPresent() && (function.get().calls().stream()
      .anyMatch(call -> bridges(call) || file.pathTo(call, Threads::bridges).isPresent())
      || mentionsBridge(function.get()));
  }

  /**
   * True when the code that starts the thread awaits an executor beside it, for what the thread hands over: {@code await
   * loop.run_in_executor(None, queue.get)}. Its author chose the thread knowing the other way.
   */
  public static boolean isWaitedForInExecutor(CallInfo thread) {
    return thread.function().calls().stream().anyMatch(call -> call.isAwaited()
      && (call.isTo("asyncio.to_thread") || call.simpleName().equals("run_in_executor"))
      && Trees.isBefore(thread.tree(), call.tree()));
  }

  private boolean livesOnLoop(Expression argument) {
    if (!(argument instanceof Name || argument instanceof QualifiedExpression || argument instanceof CallExpression)) {
      return false;
    }
    String name = IoReach.lastName(argument);
    return name.equals("loop") || name.endsWith("_loop") || name.equals("event_loop")
      || file.names().typeOf(argument).filter(type -> type.startsWith("asyncio.") || type.equals("janus.Queue"))
        .isPresent();
  }

  private static boolean mentionsBridge(FunctionInfo function) {
    return function.nodes(QualifiedExpression.class, Tree.Kind.QUALIFIED_EXPR).stream()
      .anyMatch(mention -> BRIDGES.contains(mention.name().name()));
  }

  private static boolean bridges(CallInfo call) {
    return BRIDGES.contains(call.simpleName()) || call.plays(Role.BRIDGES_TO_LOOP)
      || call.writtenName().toLowerCase(Locale.ROOT).contains("threadsafe")
      || call.writtenName().contains("from_thread");
  }

  /** The call by which the thread starts an event loop of its own. */
  public Optional<CallInfo> secondLoop(CallInfo thread) {
    return function(thread).flatMap(function -> function.calls().stream()
      .filter(call -> startsLoop(call) || file.pathTo(call, Threads::startsLoop).isPresent()).findFirst());
  }

  private static boolean startsLoop(CallInfo call) {
    return call.isTo("asyncio.run", "asyncio.new_event_loop", "asyncio.Runner");
  }

  /** True when the program of this file has a loop besides those of its threads. */
  public boolean runsLoop(CallInfo thread) {
    Optional<FunctionInfo> target = function(thread);
    return thread.function().isOnLoop() || file.calls().playing(Role.RUNS_PROGRAM)
      .where(call -> call.name().filter(name -> name.startsWith("asyncio.")).isPresent())
      .stream()
      .anyMatch(call -> target.isEmpty()
        || call.function() != target.get() && !call.function().executions().contains(Execution.THREAD));
  }

  // ---- computing --------------------------------------------------------------------------------------------------

  /** What makes the function a matter for a process: a call that computes with the lock of the interpreter held. */
  public static boolean holdsInterpreter(CallInfo call) {
    return call.cpu() == Fact.Cpu.HOLDS_GIL
      && call.instead().filter(instead -> instead.contains("ProcessPool")).isPresent();
  }
}
