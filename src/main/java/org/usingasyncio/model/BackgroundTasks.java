package org.usingasyncio.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.names.Binding;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/** Endless tasks that objects keep in an attribute, and what their owners do with them when they stop. */
public final class BackgroundTasks {

  private static final Set<String> STOPS = Set.of(
    "close", "stop", "shutdown", "aclose", "disconnect", "__aexit__", "__exit__", "async_close", "async_stop",
    "async_shutdown", "terminate", "cog_unload",
    "unload", "teardown", "cleanup", "aexit", "on_shutdown", "on_cleanup", "shut_down", "async_will_remove_from_hass",
    "finish", "quit", "await_closed", "exit", "unload_cog",
    "stop_async", "shutdown_async", "close_async", "wait_closed", "dispose", "destroy", "async_unload", "on_stop",
    "on_unload", "kill", "halt", "end");

  /** Methods that a stop method may call on what a worker waits for, and the worker goes on waiting. */
  private static final Set<String> ENDS_NOTHING = Set.of("cancel", "join", "empty", "qsize", "locked", "is_set",
    "done");

  /** Words in the names of coroutines that work for as long as the program does. */
  private static final Set<String> ENDLESS_WORDS = Set.of(
    "listen", "listener", "forever", "loop", "watch", "watcher", "worker", "poll", "poller", "polling", "monitor",
    "heartbeat", "keepalive", "consume", "consumer");

  private final FileModel file;
  private final List<BackgroundTask> uncancelled = new ArrayList<>();
  private final List<BackgroundTask> ofUnknownBases = new ArrayList<>();
  private final List<Stopped> stopped = new ArrayList<>();
  private Set<String> texts;

  /**
   * A task that its owner never cancels.
   *
   * @param start the call that starts it
   * @param attribute where it is kept
   * @param worker what shows that it never ends: the word {@code async} of its coroutine function; empty where only its
   *               name does
   * @param neverEnds whether it never ends by itself, or only may take as long as others do
   * @param stop the method that ends the owner's life; empty when the class has none
   * @param neighbor the last cancellation that the stop method makes, of another task
   */
  public record BackgroundTask(CallInfo start, AttributeInfo attribute, Optional<Token> worker,
    boolean neverEnds, Optional<FunctionInfo> stop, Optional<CallInfo> neighbor) {}

  /**
   * An endless task that only the stop methods of its owner end.
   *
   * @param stops the methods that do so, themselves or through others
   */
  public record Stopped(CallInfo start, AttributeInfo attribute, FunctionInfo worker, List<FunctionInfo> stops) {}

  private BackgroundTasks(FileModel file) {
    this.file = file;
    Set<AttributeInfo> seen = new HashSet<>();
    for (Task task : Tasks.of(file).all()) {
      if (task.isMadeBy(Task.Maker.CREATE_TASK, Task.Maker.ENSURE_FUTURE, Task.Maker.BRIDGE)) {
        task.attributes().stream().findFirst().filter(seen::add).ifPresent(attribute -> {
          judge(task, attribute);
          findStopped(task, attribute);
        });
      }
    }
  }

  /** The endless tasks in attributes that nothing cancels. */
  public static List<BackgroundTask> uncancelled(FileModel file) {
    return of(file).uncancelled;
  }

  public static BackgroundTasks of(FileModel file) {
    return file.facts(BackgroundTasks.class, BackgroundTasks::new);
  }

  /** Those of classes with a base in another file that may cancel them. */
  public List<BackgroundTask> ofUnknownBases() {
    return ofUnknownBases;
  }

  /** The endless tasks that only the stop methods of their owner end. */
  public List<Stopped> stopped() {
    return stopped;
  }

  private static List<FunctionInfo> stopsOf(ClassInfo owner) {
    return owner.allMethods().stream().filter(method -> isStop(method.name()) && !method.isStub()).toList();
  }

  private void findStopped(Task task, AttributeInfo attribute) {
    List<FunctionInfo> stops = stopsOf(attribute.owner());
    Set<FunctionInfo> stopping = reachedFrom(stops);
    Optional<FunctionInfo> worker = task.coroutine().filter(coroutine -> Workers.neverEnds(coroutine)
      && !isEndedByFlag(coroutine, attribute.owner()) && !isEndedByResource(coroutine, stopping));
    Set<FunctionInfo> ending = new LinkedHashSet<>();
    attribute.owner().allMethods().stream()
      .filter(method -> Endings.of(file).mayEnd(method, attribute.name())).forEach(ending::add);
    if (worker.isPresent() && !ending.isEmpty() && stopping.containsAll(ending)) {
      List<FunctionInfo> enders = stops.stream()
        .filter(stop -> reachedFrom(List.of(stop)).stream().anyMatch(ending::contains)).toList();
      stopped.add(new Stopped(task.call(), attribute, worker.get(), enders));
    }
  }

  private void judge(Task task, AttributeInfo attribute) {
    ClassInfo owner = attribute.owner();
    List<FunctionInfo> stops = stopsOf(owner);
    Set<FunctionInfo> stopping = reachedFrom(stops);
    if (!mayBeCancelled(task, attribute, stopping)) {
      List<BackgroundTask> found = stops.isEmpty() && !owner.hasKnownBases() ? ofUnknownBases : uncancelled;
      judge(task, attribute, stops, stopping).ifPresent(found::add);
    }
  }

  private static Optional<BackgroundTask> judge(Task task, AttributeInfo attribute, List<FunctionInfo> stops,
    Set<FunctionInfo> stopping) {
    ClassInfo owner = attribute.owner();
    Optional<CallInfo> neighbor = stopping.stream().flatMap(method -> method.calls().stream())
      .filter(call -> call.simpleName().equals("cancel") && call.receiver().isPresent())
      .reduce((first, second) -> second);
    Optional<FunctionInfo> worker = task.coroutine();
    if (worker.isEmpty()) {
      // Only next to other cancellations is the name evidence enough.
      boolean isEndlessByName = neighbor.isPresent() && isNamedEndless(task);
      return isEndlessByName
        ? Optional
          .of(new BackgroundTask(task.call(), attribute, Optional.empty(), true, stopFor(stops, neighbor), neighbor))
        : Optional.empty();
    }
    boolean neverEnds = Workers.neverEnds(worker.get());
    boolean outlives = neverEnds || !stops.isEmpty() && mayTakeLong(worker.get());
    if (!outlives || isEndedByFlag(worker.get(), owner) || isEndedByResource(worker.get(), stopping)) {
      return Optional.empty();
    }
    return Optional.of(new BackgroundTask(task.call(), attribute, worker.get().asyncKeyword(), neverEnds,
      stopFor(stops, neighbor), neighbor));
  }

  /** The stop method that cancels other tasks itself, or the first. */
  private static Optional<FunctionInfo> stopFor(List<FunctionInfo> stops, Optional<CallInfo> neighbor) {
    return neighbor.map(CallInfo::function).filter(stops::contains).or(() -> stops.stream().findFirst());
  }

  /** It waits for what others do, or looks again and again: nobody can say how long. What it reads may end it. */
  private static boolean mayTakeLong(FunctionInfo worker) {
    return worker.awaits().stream().anyMatch(await -> worker.file().callOf(await.expression())
      .filter(call -> waitsForOthers(call)
        || call.isTo("asyncio.sleep") && Flow.loopsAround(await).stream().anyMatch(WhileStatement.class::isInstance))
      .isPresent());
  }

  private static boolean waitsForOthers(CallInfo call) {
    return call.isTo("asyncio.Event.wait", "asyncio.Condition.wait") || call.simpleName().startsWith("wait_until_");
  }

  private static boolean isNamedEndless(Task task) {
    return task.workCall().filter(call -> call.target().isEmpty())
      .filter(call -> Stream.of(call.simpleName().split("_")).anyMatch(ENDLESS_WORDS::contains)).isPresent();
  }

  /** True for a name with which methods end the life of their object. */
  static boolean isStop(String name) {
    String plain = name.startsWith("__") && name.endsWith("__") ? name : name.replaceFirst("^_+", "");
    return STOPS.contains(plain)
      || plain.matches("(stop|close|shutdown)_.*|(async_)?(stop|close|shutdown|unload)\\w*");
  }

  /** The methods, and what they call in this file. */
  private Set<FunctionInfo> reachedFrom(List<FunctionInfo> methods) {
    Set<FunctionInfo> found = new LinkedHashSet<>();
    Deque<FunctionInfo> open = new ArrayDeque<>(methods);
    while (!open.isEmpty()) {
      FunctionInfo method = open.poll();
      if (found.add(method)) {
        method.calls().forEach(call -> call.target().ifPresent(open::add));
        open.addAll(method.nested());
      }
    }
    return found;
  }

  /** True when the class cancels or awaits it, hands it to something that may, or when another object of the file does. */
  private boolean mayBeCancelled(Task task, AttributeInfo attribute, Set<FunctionInfo> stopping) {
    boolean bySomebody = file.attributesNamed("cancel").stream()
      .anyMatch(expression -> Trees.bare(expression.qualifier()) instanceof QualifiedExpression other
        && other.name().name().equals(attribute.name()) && AttributeInfo.of(file, other).isEmpty());
    boolean cancelsAll = stopping.stream().flatMap(method -> method.calls().stream())
      .anyMatch(call -> call.simpleName().equals("all_tasks"));
    return bySomebody || cancelsAll || attribute.escapes() || task.isAwaited() || !task.waits().isEmpty()
      || attribute.uses().stream().anyMatch(use -> use.is(Use.How.AWAITED))
      || Stream
        .concat(task.cancellations().stream(),
          attribute.methodCalls().stream().filter(call -> call.simpleName().equals("cancel")))
        .anyMatch(call -> isReachable(call.function(), stopping))
      || handsOverCancel(attribute, stopping)
      || isNamedInText(attribute);
  }

  /** {@code loop.call_soon_threadsafe(self.task.cancel)} */
  private boolean handsOverCancel(AttributeInfo attribute, Set<FunctionInfo> stopping) {
    return attribute.uses().stream().filter(use -> use.is(Use.How.CHAINED)).map(Use::site)
      .anyMatch(site -> site instanceof QualifiedExpression method && method.name().name().equals("cancel")
        && Use.of(method).is(Use.How.ARGUMENT) && isReachable(file.functionAround(method), stopping));
  }

  /** A private method that others call, and no stop method reaches, cancels for another reason: to start the task anew. */
  private boolean isReachable(FunctionInfo canceller, Set<FunctionInfo> stopping) {
    return stopping.isEmpty() || stopping.contains(canceller) || !canceller.name().startsWith("_")
      || file.calls().calling(canceller).list().isEmpty();
  }

  /** {@code for task in (self._reader, self._writer): task.cancel()}, {@code getattr(self, "_reader").cancel()} */
  private boolean isNamedInText(AttributeInfo attribute) {
    return attribute.uses().stream().anyMatch(use -> use.is(Use.How.COLLECTED, Use.How.RETURNED))
      || texts().contains(attribute.name());
  }

  private Set<String> texts() {
    if (texts == null) {
      texts = new HashSet<>();
      file.nodes(StringLiteral.class, Tree.Kind.STRING_LITERAL).stream()
        .filter(text -> !(text.parent() instanceof ExpressionStatement))
        .forEach(text -> Literals.rawText(text).ifPresent(texts::add));
    }
    return texts;
  }

  /**
   * {@code while self.running} in the worker, {@code self.running = False} in a method: the loop ends without a
   * cancellation.
   */
  private static boolean isEndedByFlag(FunctionInfo worker, ClassInfo owner) {
    return worker.nodes(WhileStatement.class, Tree.Kind.WHILE_STMT).stream().filter(loop -> !Flow.isEndless(loop))
      .anyMatch(loop -> isClosedByBase(loop, owner)
        || Trees.within(loop.condition(), QualifiedExpression.class).stream()
          .anyMatch(flag -> isSetElsewhere(AttributeInfo.of(owner, flag.name().name()), worker)));
  }

  private static boolean isSetElsewhere(AttributeInfo flag, FunctionInfo worker) {
    boolean isAssigned = flag.assignments().stream().map(Binding::site)
      .anyMatch(site -> flag.owner().allMethods().stream()
        .anyMatch(
          method -> !method.name().equals("__init__") && method != worker && Trees.isInside(site, method.tree())));
    return isAssigned || flag.methodCalls().stream()
      .anyMatch(call -> call.simpleName().equals("set") || call.simpleName().equals("clear"));
  }

  /** {@code while not self.is_closed()}, a method of the base class, which knows when it is closed. */
  private static boolean isClosedByBase(WhileStatement loop, ClassInfo owner) {
    return Trees.within(loop.condition(), QualifiedExpression.class).stream()
      .anyMatch(method -> method.parent() instanceof CallExpression && Trees.written(method.qualifier()).equals("self")
        && owner.method(method.name().name()).isEmpty());
  }

  /** The worker awaits what the stop method closes or puts a last item into: it ends with an error, or by a sentinel. */
  private static boolean isEndedByResource(FunctionInfo worker, Set<FunctionInfo> stopping) {
    Set<String> touched = stopping.stream().flatMap(method -> method.calls().stream())
      .filter(call -> !ENDS_NOTHING.contains(call.simpleName()))
      .map(CallInfo::receiver).flatMap(Optional::stream).map(Trees::written)
      .filter(written -> written.startsWith("self."))
      .collect(Collectors.toSet());
    return worker.awaits().stream().map(await -> Trees.written(await.expression()))
      .anyMatch(awaited -> touched.stream().anyMatch(resource -> awaited.startsWith(resource + ".")));
  }
}
