package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.reach.Execution;
import org.usingasyncio.syntax.Trees;

/** The tasks of a file that nothing keeps alive. */
public final class LostTasks {

  private final FileModel file;
  private final List<Task> tasks = new ArrayList<>();
  private final Map<CallInfo, Task> fromFunctions = new LinkedHashMap<>();

  private LostTasks(FileModel file) {
    this.file = file;
    for (Task task : Tasks.of(file).all()) {
      if (isLost(task)) {
        tasks.add(task);
      } else if (isHandedOut(task)) {
        file.calls().calling(task.call().function()).where(call -> call.use().is(Use.How.DROPPED))
          .forEach(call -> fromFunctions.put(call, task));
      }
    }
  }

  public static LostTasks in(FileModel file) {
    return file.facts(LostTasks.class, LostTasks::new);
  }

  /** The tasks whose maker call is dropped, kept under a name that nothing reads, or kept weakly. */
  public List<Task> tasks() {
    return tasks;
  }

  /** The calls that drop the task which a function of this file starts and returns. */
  public Map<CallInfo, Task> fromFunctions() {
    return fromFunctions;
  }

  /** {@code loop.call_soon(asyncio.create_task, work())}: the loop drops what its callbacks return. */
  public List<Handover> handedOver() {
    return file.handovers().stream()
      .filter(handover -> handover.where() == Execution.LOOP)
      .filter(handover -> file.names().nameOf(handover.callable())
        .filter(name -> file.knowledge().plays(name, Role.CREATES_TASK)).isPresent())
      .toList();
  }

  private boolean isLost(Task task) {
    // A task group keeps its tasks.
    if (task.isMadeBy(Task.Maker.GROUP)) {
      return false;
    }
    // A future that exists already is kept by whoever made it, and those that are gathered keep what waits for them.
    if (task.isMadeBy(Task.Maker.ENSURE_FUTURE, Task.Maker.SHIELD) && task.workCall().filter(this::isCall).isEmpty()
      || task.isMadeBy(Task.Maker.GATHER) && task.isOnlyGivenCallbacks() && GatherInfo.of(task.call()).isOfRunning()) {
      return false;
    }
    return (task.isDropped() || task.isOnlyGivenCallbacks()) && !isKeptByFrame(task) || isDroppedByLoop(task)
      || Life.isLostWithDisplay(task.call()) || weakHome(task).isPresent();
  }

  /** False for {@code ensure_future(loop.run_in_executor(None, work))}: that gives the executor's future itself. */
  private boolean isCall(CallInfo work) {
    return !work.simpleName().equals("run_in_executor")
      && file.names().typeOf(work.tree()).filter("asyncio.Future"::equals).isEmpty();
  }

  /**
   * A local variable keeps its task for as long as the function runs: {@code main = loop.create_task(serve())} before
   * {@code loop.run_forever()}.
   */
  private static boolean isKeptByFrame(Task task) {
    return !task.life().variables().isEmpty() && task.call().function().calls().stream()
      .filter(call -> Trees.isBefore(task.call().tree(), call.tree()))
      .anyMatch(call -> call.plays(Role.DRIVES_LOOP) || call.plays(Role.RUNS_FOREVER));
  }

  /** {@code loop.add_signal_handler(SIGTERM, lambda: asyncio.create_task(stop()))} */
  private static boolean isDroppedByLoop(Task task) {
    FunctionInfo function = task.call().function();
    return function.isLambda() && function.executions().contains(Execution.LOOP)
      && Trees.parentOf(task.call().tree()) == function.tree();
  }

  /** The call that puts the task into a weak set, when nothing else is done with it. */
  public Optional<CallExpression> weakHome(Task task) {
    List<Use> uses = task.life().uses();
    return uses.size() == 1 && uses.get(0).is(Use.How.ARGUMENT) && task.life().attributes().isEmpty()
      && task.life().globals().isEmpty()
        ? file.callOf(uses.get(0).site())
          .filter(call -> call.receiverType().filter("weakref.WeakSet"::equals).isPresent()).map(CallInfo::tree)
        : Optional.empty();
  }

  /** {@code def spawn(work): return asyncio.create_task(work)}: whoever calls the function has the task to keep. */
  public static boolean isHandedOut(Task task) {
    FunctionInfo function = task.call().function();
    return !task.isMadeBy(Task.Maker.GROUP) && !function.isAsync() && function.definition().isPresent()
      && function.isCalledAsWritten()
      && task.call().use().is(Use.How.RETURNED);
  }

  /**
   * A set of tasks that the function can reach: {@code self._tasks} or a variable of the module, filled elsewhere or
   * meant to be.
   */
  public Optional<String> setInScope(Task task) {
    if (!(task.call().tree().parent() instanceof ExpressionStatement)) {
      return Optional.empty();
    }
    Optional<String> attribute = task.call().function().owner().flatMap(owner -> owner.attributes().entrySet().stream()
      .filter(entry -> isSetOfTasks(entry.getKey(), entry.getValue().stream().map(binding -> binding.value()).toList()))
      .map(entry -> task.call().function().parameterNames().get(0) + "." + entry.getKey())
      .findFirst());
    return attribute.or(() -> file.tree().globalVariables().stream()
      .filter(symbol -> isSetOfTasks(symbol.name(),
        file.names().bindingsOf(symbol).stream().map(binding -> binding.value()).toList()))
      .map(symbol -> symbol.name())
      .findFirst());
  }

  private boolean isSetOfTasks(String name, List<Expression> values) {
    return name.contains("task") && !values.isEmpty()
      && values.stream()
        .allMatch(value -> value != null && file.names().typeOf(value).filter("set"::equals).isPresent());
  }
}
