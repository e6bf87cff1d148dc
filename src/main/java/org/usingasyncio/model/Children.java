package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Trees;

/** The tasks that a coroutine starts for its own work, and the awaits at which it may leave them running. */
public final class Children {

  private static final Set<String> NEVER_FAILING = Set.of("asyncio.sleep", "asyncio.Event.wait", "asyncio.Queue.join",
    "asyncio.Queue.get", "asyncio.Queue.put");

  /**
   * An await that may be left, by an error or a cancellation, while tasks of the coroutine go on running.
   *
   * @param place what is awaited there: {@code asyncio.wait}, a task, another call
   * @param isWait true where {@code asyncio.wait} waits for the tasks
   * @param tasks the tasks that are left
   */
  public record Exposed(Expression place, boolean isWait, List<Task> tasks) {}

  private final FileModel file;

  private Children(FileModel file) {
    this.file = file;
  }

  public static Children of(FileModel file) {
    return file.facts(Children.class, Children::new);
  }

  /** For each coroutine, the first await that leaves each group of its tasks. */
  public List<Exposed> exposed() {
    List<Exposed> found = new ArrayList<>();
    for (FunctionInfo function : file.coroutines()) {
      // asyncio.run cancels what its main coroutine leaves behind.
      if (!Programs.of(file).isMain(function)) {
        addExposed(function, found);
      }
    }
    return found;
  }

  private void addExposed(FunctionInfo function, List<Exposed> found) {
    List<Task> own = Tasks.of(file).startedBy(function).stream()
      .filter(task -> task.isMadeBy(Task.Maker.CREATE_TASK, Task.Maker.ENSURE_FUTURE))
      .filter(this::isOwn)
      .filter(task -> !isCancelledOnExit(task))
      .toList();
    Map<Expression, List<Task>> byPlace = new LinkedHashMap<>();
    Set<Expression> waits = new LinkedHashSet<>();
    List<CallInfo> dropping = Waits.of(file).withPendingDropped();
    for (Task task : own) {
      Optional<CallInfo> wait = task.waits().stream()
        .filter(call -> call.isTo("asyncio.wait") && call.function() == function).findFirst();
      if (wait.isPresent() && dropping.contains(wait.get())) {
        // The unfinished tasks are left in any case: UA211.
        continue;
      }
      wait.ifPresent(call -> waits.add(call.callee()));
      wait.map(CallInfo::callee).or(() -> exposingAwait(task, own))
        .ifPresent(place -> byPlace.computeIfAbsent(place, key -> new ArrayList<>()).add(task));
    }
    byPlace.forEach((place, tasks) -> found.add(new Exposed(place, waits.contains(place), tasks)));
  }

  /** True when everything that becomes of the task is in its function, which waits for it, not by {@code gather}. */
  private boolean isOwn(Task task) {
    FunctionInfo function = task.call().function();
    boolean isLocal = task.attributes().isEmpty() && task.life().globals().isEmpty() && !task.isDropped()
      && task.life().variables().stream().noneMatch(Variable::isShared)
      && task.containers().stream().noneMatch(container -> container.variable().filter(Variable::isShared).isPresent());
    boolean leaves = task.uses().stream().anyMatch(use -> use.is(Use.How.RETURNED, Use.How.YIELDED, Use.How.OTHER))
      || task.containers().stream().flatMap(container -> container.uses().stream())
        .anyMatch(use -> use.is(Use.How.RETURNED, Use.How.YIELDED, Use.How.OTHER))
      || task.passedTo().stream().anyMatch(call -> !isKnownTaker(call))
      || task.methodCalls().stream().anyMatch(call -> call.simpleName().equals("add_done_callback"));
    boolean isBrief = task.waits().stream().anyMatch(Children::isPatience);
    // What closes something had better go on.
    boolean isEnding = task.workCall()
      .filter(work -> GatherInfo.isEnding(work.simpleName()) && !work.simpleName().equals("wait")).isPresent();
    boolean isGathered = isBrief || isEnding || task.waits().stream()
      .anyMatch(call -> call.plays(Role.GATHERS) || call.plays(Role.TIMEOUT_SCOPE) && !call.isTo("asyncio.wait"));
    return isLocal && !leaves && !isGathered && task.isAwaited() && awaitsIn(function, task);
  }

  /** {@code await asyncio.wait([task], timeout=1)} waits for a while and lets the one task go on, on purpose. */
  private static boolean isPatience(CallInfo wait) {
    boolean isOne = wait.argument(0, "fs").map(Trees::bare)
      .filter(tasks -> tasks instanceof ListLiteral list && list.elements().expressions().size() == 1
        || tasks instanceof SetLiteral set && set.elements().size() == 1
        || tasks instanceof Tuple tuple && tuple.elements().size() == 1)
      .isPresent();
    return wait.isTo("asyncio.wait") && isOne && wait.argument(-1, "timeout").isPresent();
  }

  private static boolean isKnownTaker(CallInfo call) {
    return call.plays(Role.WAITS) || call.plays(Role.GATHERS) || call.plays(Role.TIMEOUT_SCOPE)
      || call.plays(Role.SHIELDS)
      || call.receiver().isPresent()
        && Set.of("append", "add", "remove", "discard", "extend", "insert", "appendleft", "setdefault", "update")
          .contains(call.simpleName())
      || call.isTo("len", "list", "set", "tuple", "reversed", "enumerate", "zip", "sorted", "print");
  }

  private static boolean awaitsIn(FunctionInfo function, Task task) {
    return task.awaits().stream().allMatch(await -> function.file().functionAround(await) == function)
      && task.waits().stream().allMatch(call -> call.function() == function);
  }

  /** {@code finally: task.cancel()}, {@code except: for task in tasks: task.cancel()} */
  private boolean isCancelledOnExit(Task task) {
    Cancellation cancellation = Cancellation.of(file);
    FunctionInfo function = task.call().function();
    Expression name = task.life().variables().stream().flatMap(variable -> variable.writes().stream())
      .map(Expression.class::cast).findFirst().orElse(task.call().tree());
    boolean isCancelled = task.cancellations().stream().anyMatch(Children::isOnExit);
    return isCancelled
      || function.calls().stream().filter(call -> call.simpleName().contains("cancel") && isOnExit(call))
        .anyMatch(call -> call.receiver().filter(receiver -> cancellation.isSame(receiver, name)).isPresent()
          || call.arguments().stream().anyMatch(argument -> cancellation.isSame(argument, name))
          || task.containers().stream().flatMap(container -> container.variable().stream())
            .flatMap(variable -> variable.writes().stream())
            .anyMatch(
              container -> call.receiver().filter(receiver -> cancellation.isSame(receiver, container)).isPresent()
                || call.arguments().stream().anyMatch(argument -> cancellation.isSame(argument, container))));
  }

  private static boolean isOnExit(CallInfo call) {
    return !Trees.enclosingInScope(call.tree(), FinallyClause.class).isEmpty()
      || !Trees.enclosingInScope(call.tree(), ExceptClause.class).isEmpty();
  }

  /** The await between the start of the task and its own await that may fail: of another task, or of anything else. */
  private Optional<Expression> exposingAwait(Task task, List<Task> own) {
    List<AwaitExpression> ends = task.awaits();
    if (ends.isEmpty()) {
      return Optional.empty();
    }
    AwaitExpression end = ends.get(0);
    boolean isRepeated = !Flow.loopsAround(end).isEmpty()
      || Trees.ancestorInScope(end, ComprehensionExpression.class::isInstance).isPresent();
    boolean isOneOfMany = !task.containers().isEmpty() && isRepeated;
    if (isOneOfMany) {
      // for task in tasks: await task
      return Optional.of(end.expression());
    }
    return task.call().function().awaits().stream()
      .filter(await -> Trees.endsBefore(task.call().tree(), await) && Trees.isBefore(await, end))
      .filter(await -> !isOnOtherPath(await, end) && mayFail(await))
      .map(AwaitExpression::expression)
      .findFirst();
  }

  private boolean mayFail(AwaitExpression await) {
    Optional<CallInfo> call = file.callOf(await.expression());
    return call.isEmpty()
      ? isTask(await.expression())
      : call.get().name().filter(NEVER_FAILING::contains).isEmpty() && !call.get().isTo("asyncio.wait")
        && Handlers.of(file).around(await).stream().noneMatch(Handlers::handlesEveryError);
  }

  private boolean isTask(Expression awaited) {
    Value value = file.names().valueOf(awaited);
    return value.typeName().filter(type -> file.knowledge().isA(type, "asyncio.Future")).isPresent();
  }

  private static boolean isOnOtherPath(Tree first, Tree second) {
    List<IfStatement> choices = Trees.enclosingInScope(first, IfStatement.class);
    return choices.stream().anyMatch(choice -> Trees.isInside(first, choice.body())
      && !Trees.isInside(second, choice.body()) && Trees.isInside(second, choice));
  }

  /**
   * The calls of {@code await shield(f())}: nothing refers to the task that goes on when the await is cancelled. The thread
   * of {@code shield(loop.run_in_executor(None, f))} refers to its future.
   */
  public List<CallInfo> shieldedWithoutReference() {
    return file.calls().playing(Role.SHIELDS).stream()
      .filter(shield -> shield.function().isAsync() && shield.isAwaited())
      .filter(shield -> shield.argument(0, "arg").flatMap(file::callOf).filter(this::makesCoroutine).isPresent())
      .toList();
  }

  private boolean makesCoroutine(CallInfo call) {
    return (call.result() instanceof Value.Awaitable || call.plays(Role.CREATES_TASK))
      && !call.simpleName().equals("run_in_executor");
  }
}
