package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.syntax.Calls;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/** Where threads and the event loop get in each other's way. */
public final class ThreadUse {

  private static final Set<String> LOOP_METHODS = Set.of("call_soon", "call_later", "call_at", "create_task", "stop");
  private static final Set<String> NOT_WAITING = Set.of("threading.Barrier");

  private final FileModel file;
  private final ThreadTargets threads;

  /** A call that a thread makes although only the thread of the loop may. */
  public record Stray(CallInfo call, ThreadTargets.Target target) {}

  /** A coroutine started where it stands, beside one that is sent to the thread of the loop. */
  public record Beside(CallInfo call, CallInfo bridge) {}

  private ThreadUse(FileModel file) {
    this.file = file;
    this.threads = ThreadTargets.of(file);
  }

  public static ThreadUse of(FileModel file) {
    return file.facts(ThreadUse.class, ThreadUse::new);
  }

  // ---- in a thread ------------------------------------------------------------------------------------------------

  /** Calls in worker threads that only the thread of the loop may make. */
  public List<Stray> strays() {
    List<Stray> found = new ArrayList<>();
    threads.reached().forEach((function, target) -> {
      if (!threads.hasOwnLoop(target)) {
        function.calls().stream().filter(this::isLoopThreadOnly)
          .forEach(call -> found.add(new Stray(call, target)));
      }
    });
    return found;
  }

  /** True for a call that only the thread of the loop may make, outside of the callbacks that it runs. */
  public boolean isLoopThreadOnly(CallInfo call) {
    return belongsToLoop(call) && !isInLoopCallback(call);
  }

  private static boolean belongsToLoop(CallInfo call) {
    if (call.plays(Role.LOOP_THREAD_ONLY)) {
      return true;
    }
    if (QueuedFutures.resolves(call)) {
      return true;
    }
    boolean isUnseen = LOOP_METHODS.contains(call.simpleName()) && call.fact().isEmpty() && call.target().isEmpty();
    return isUnseen && call.receiver().map(Trees::written)
      .filter(
        receiver -> receiver.toLowerCase(Locale.ROOT).matches("(.*\\.)?_*((main|event|aio|async|asyncio)_?)?loop"))
      .isPresent();
  }

  /** {@code loop.call_soon_threadsafe(asyncio.ensure_future, f())} and lambdas are handovers of their own. */
  private static boolean isInLoopCallback(CallInfo call) {
    return call.function().isOnLoop();
  }

  // ---- on the loop ------------------------------------------------------------------------------------------------

  /** The locks for threads that coroutines hold while they are suspended. */
  public List<Expression> heldAcrossAwaits() {
    List<Expression> found = new ArrayList<>();
    for (FunctionInfo coroutine : file.coroutines()) {
      List<Tree> suspensions = coroutine.suspensions();
      coroutine.nodes(WithStatement.class, Tree.Kind.WITH_STMT).stream().filter(with -> !with.isAsync())
        .filter(with -> suspensions.stream().anyMatch(suspension -> Trees.isInside(suspension, with.statements())))
        .flatMap(with -> with.withItems().stream()).map(WithItem::test)
        .filter(this::isThreadLock).forEach(found::add);
    }
    return found;
  }

  private boolean isThreadLock(Expression lock) {
    return file.names().typeOf(lock).filter(type -> file.knowledge().plays(type, Role.THREAD_LOCK)).isPresent();
  }

  /** {@code acquire()} and {@code wait()} of what belongs to {@code threading}, on the loop. */
  public List<CallInfo> waitsOnLoop() {
    return file.callsOnLoop()
      .written("acquire", "wait", "wait_for")
      .where(call -> !call.isAwaited() && call.receiverType()
        .filter(type -> file.knowledge().plays(type, Role.THREAD_LOCK) && !NOT_WAITING.contains(type)).isPresent())
      .where(call -> call.blocking().isEmpty() && !returnsAtOnce(call) && !isReleasedAtOnce(call))
      .list();
  }

  /**
   * The lock is released before the coroutine is suspended: the same as {@code with lock} around code without {@code
   * await}.
   */
  private static boolean isReleasedAtOnce(CallInfo acquire) {
    String lock = acquire.receiver().map(Trees::written).orElse("");
    return acquire.function().calls().stream()
      .filter(call -> call.simpleName().equals("release") && Trees.isBefore(acquire.tree(), call.tree())
        && call.receiver().map(Trees::written).filter(lock::equals).isPresent())
      .findFirst()
      .filter(release -> acquire.function().suspensions().stream().noneMatch(
        suspension -> Trees.isBefore(acquire.tree(), suspension) && Trees.isBefore(suspension, release.tree())))
      .isPresent();
  }

  /** {@code acquire(False)}, {@code acquire(blocking=False)}, {@code wait(0)}, {@code acquire(timeout=0)} */
  private static boolean returnsAtOnce(CallInfo call) {
    boolean isWait = call.simpleName().equals("wait");
    Optional<Expression> blocking = isWait ? Optional.empty() : call.argument(0, "blocking");
    Optional<Expression> timeout = call.argument(isWait ? 0 : 1, "timeout");
    return blocking.filter(value -> Literals.isFalse(value)).isPresent()
      || timeout.filter(value -> Trees.source(value).matches("0(\\.0*)?")).isPresent()
      || Calls.unpacksKeywords(call.tree());
  }

  /**
   * Where coroutines write to {@code threading.local} objects, the first place for each object in each coroutine. One that
   * keeps a lock or another object of asyncio holds what belongs to the loop of its thread: that is what it is for.
   */
  public List<QualifiedExpression> threadLocals() {
    List<QualifiedExpression> found = new ArrayList<>();
    for (FunctionInfo coroutine : file.coroutines()) {
      Set<String> seen = new HashSet<>();
      coroutine.nodes(QualifiedExpression.class, Tree.Kind.QUALIFIED_EXPR).stream()
        .filter(this::isThreadLocal).filter(ThreadUse::isWritten)
        .filter(attribute -> !keepsObjectsOfLoop(Trees.written(attribute.qualifier()))
          && seen.add(Trees.written(attribute.qualifier())))
        .forEach(found::add);
    }
    return found;
  }

  private boolean isThreadLocal(QualifiedExpression attribute) {
    return file.names().typeOf(attribute.qualifier()).filter("threading.local"::equals).isPresent();
  }

  private static boolean isWritten(QualifiedExpression attribute) {
    return attribute.parent() instanceof ExpressionList && attribute.parent().parent() instanceof AssignmentStatement
      || attribute.parent() instanceof CompoundAssignmentStatement;
  }

  private boolean keepsObjectsOfLoop(String local) {
    return file.nodes(QualifiedExpression.class, Tree.Kind.QUALIFIED_EXPR).stream()
      .filter(attribute -> isWritten(attribute) && Trees.written(attribute.qualifier()).equals(local))
      .map(attribute -> attribute.parent().parent())
      .anyMatch(statement -> statement instanceof AssignmentStatement assignment
        && (Trees.bare(assignment.assignedValue()) instanceof AwaitExpression
          || file.names().typeOf(assignment.assignedValue()).filter(type -> type.startsWith("asyncio.")).isPresent()));
  }

  /** {@code run_coroutine_threadsafe(…).result()} on the loop: it waits for what only the loop, or another one, can do. */
  public List<CallInfo> bridgesWaitedFor() {
    return file.callsOnLoop().written("result").where(call -> isBridge(call) && !isWaitedForBefore(call)).list();
  }

  /** {@code future.add_done_callback(done)}, {@code while not future.done()}: its end is awaited in another way. */
  private static boolean isWaitedForBefore(CallInfo result) {
    return result.function().calls().stream().anyMatch(call -> Set.of("add_done_callback", "done")
      .contains(call.simpleName()) && Trees.isBefore(call.tree(), result.tree())
      && call.receiver().map(Trees::written).equals(result.receiver().map(Trees::written)));
  }

  /** True for {@code result()} of what {@code run_coroutine_threadsafe} gives. */
  public static boolean isBridge(CallInfo result) {
    return result.receiver().flatMap(receiver -> Tasks.of(result.file()).behind(receiver))
      .filter(task -> task.isMadeBy(Task.Maker.BRIDGE)).isPresent();
  }

  // ---- beside a bridge --------------------------------------------------------------------------------------------

  /** Coroutines that a synchronous function starts where it stands although it sends others to the thread of the loop. */
  public List<Beside> startedBesideBridges() {
    List<Beside> found = new ArrayList<>();
    for (Task bridge : Tasks.of(file).madeBy(Task.Maker.BRIDGE)) {
      FunctionInfo function = bridge.call().function();
      if (function.isFunction() && !threads.onLoop().contains(function) && !threads.reached().containsKey(function)) {
        Tasks.of(file).startedBy(function).stream()
          .filter(task -> task.isMadeBy(Task.Maker.CREATE_TASK, Task.Maker.ENSURE_FUTURE))
          .filter(task -> task.call().isTo("asyncio.create_task", "asyncio.ensure_future")
            && task.call().lacks(1, "loop") && !isAlternative(task.call(), bridge.call()))
          .filter(task -> found.stream().noneMatch(known -> known.call() == task.call()))
          .forEach(task -> found.add(new Beside(task.call(), bridge.call())));
      }
    }
    return found;
  }

  /** {@code if loop is running here: create_task(…) else: run_coroutine_threadsafe(…)}: the code asks where it runs. */
  private static boolean isAlternative(CallInfo start, CallInfo bridge) {
    return Trees
      .ancestorInScope(start.tree(),
        node -> node.is(Tree.Kind.IF_STMT, Tree.Kind.ELSE_CLAUSE, Tree.Kind.TRY_STMT, Tree.Kind.CONDITIONAL_EXPR))
      .isPresent()
      || Trees.ancestorInScope(bridge.tree(),
        node -> node.is(Tree.Kind.ELSE_CLAUSE, Tree.Kind.EXCEPT_CLAUSE, Tree.Kind.CONDITIONAL_EXPR)).isPresent()
      || start.function().calls().stream()
        .anyMatch(call -> call.isTo("asyncio.get_running_loop", "threading.current_thread", "threading.get_ident"));
  }
}
