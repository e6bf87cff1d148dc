package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.syntax.Trees;

/** Coroutines that work in the background for as long as the program does: started as tasks, looping without an end. */
public final class Workers {

  private final FileModel file;
  private final Map<FunctionInfo, CallInfo> startedBy = new LinkedHashMap<>();
  private final Map<FunctionInfo, Boolean> mayFail = new HashMap<>();
  private final Set<FunctionInfo> supervised = new HashSet<>();
  private Set<Tree> leftAlone;

  private Workers(FileModel file) {
    this.file = file;
    for (Task task : Tasks.of(file).all()) {
      if (task.isStarted() || task.isMadeBy(Task.Maker.BRIDGE)) {
        task.coroutine().filter(FunctionInfo::isCoroutine).ifPresent(
          coroutine -> add(coroutine, task.call(), task.isMadeBy(Task.Maker.GROUP) || isSupervised(task)));
        addForwarded(task);
      }
    }
  }

  private void add(FunctionInfo coroutine, CallInfo start, boolean isWatched) {
    startedBy.putIfAbsent(coroutine, start);
    if (isWatched) {
      supervised.add(coroutine);
    }
  }

  /** {@code self.spawn(self.poll())} where {@code spawn} starts what it is given. */
  private void addForwarded(Task task) {
    FunctionInfo starter = task.call().function();
    Optional<Variable> given = task.work().map(Trees::bare)
      .filter(work -> work instanceof Name name && starter.parameterNames().contains(name.name()))
      .flatMap(Variable::of);
    if (given.isPresent() && starter.isCalledAsWritten()) {
      boolean isWatched = task.isMadeBy(Task.Maker.GROUP) || isWatched(task);
      for (CallInfo call : file.calls().calling(starter)) {
        call.arguments().stream().filter(argument -> Parameters.receiving(call, argument).equals(given))
          .map(file::callOf).flatMap(Optional::stream).map(CallInfo::target).flatMap(Optional::stream)
          .filter(FunctionInfo::isCoroutine).forEach(coroutine -> add(coroutine, call,
            isWatched || isReturned(task) && isSupervised(new Task(call, task.maker()))));
      }
    }
  }

  /** True when something waits for the task while it works, and so hears of its error: not after {@code cancel()}. */
  private static boolean isSupervised(Task task) {
    return isWatched(task) || isReturned(task);
  }

  private static boolean isReturned(Task task) {
    return task.uses().stream().anyMatch(use -> use.is(Use.How.RETURNED, Use.How.YIELDED));
  }

  private static boolean isWatched(Task task) {
    Cancellation cancellation = Cancellation.of(task.call().file());
    return task.awaits().stream()
      .anyMatch(await -> !cancellation.isOfCancelled(await) && !isStopping(task.call().file().functionAround(await)))
      || task.waits().stream().filter(wait -> !isStopping(wait.function())).anyMatch(
        wait -> wait.arguments().stream().noneMatch(argument -> cancellation.isCancelledBefore(argument, wait.tree())))
      || task.methodCalls().stream()
        .anyMatch(call -> call.simpleName().equals("add_done_callback") && !DroppedErrors.isForgetting(call)
          || call.simpleName().equals("exception"));
  }

  /** {@code close}, {@code stop}, …: what is awaited there has ended, or failed, long before. */
  private static boolean isStopping(FunctionInfo function) {
    return function.name().matches(
      "_*(async_)?(await_)?(a?clos(e|ed|ing)|stop|shut_?down|cleanup|disconnect|tear_?down|unload|cog_unload|finali[sz]e|aexit)(_.*)?");
  }

  /** True when a task group, or code that awaits the task, hears of its errors. */
  public boolean isSupervised(FunctionInfo worker) {
    return supervised.contains(worker);
  }

  public static Workers of(FileModel file) {
    return file.facts(Workers.class, Workers::new);
  }

  /**
   * True for the call that makes the coroutine of a task nobody waits for, where another file may have its code:
   * {@code create_task(self.consume())} with a {@code consume} that subclasses write.
   */
  public boolean isLeftAlone(CallInfo coroutine) {
    if (leftAlone == null) {
      leftAlone = Collections.newSetFromMap(new IdentityHashMap<>());
      Tasks.of(file).all().stream()
        .filter(task -> task.isStarted() && !task.isMadeBy(Task.Maker.GROUP) || task.isMadeBy(Task.Maker.BRIDGE))
        .forEach(task -> task.workCall()
          .filter(work -> work.target().filter(target -> !target.isStub() && !target.isAbstract()).isEmpty()
            && !isSupervised(task))
          .ifPresent(work -> leftAlone.add(work.tree())));
    }
    return leftAlone.contains(coroutine.tree());
  }

  /** The call that starts the coroutine function as a task in this file. */
  public Optional<CallInfo> startOf(FunctionInfo function) {
    return Optional.ofNullable(startedBy.get(function));
  }

  /** The coroutine functions that this file starts as tasks. */
  public List<FunctionInfo> started() {
    return new ArrayList<>(startedBy.keySet());
  }

  /** True for a coroutine function with a loop that it never leaves but by an exception. */
  public static boolean neverEnds(FunctionInfo function) {
    return function.isCoroutine() && endlessLoop(function).isPresent();
  }

  /**
   * The loop that a worker never leaves but by an exception: {@code while True} without {@code break} or {@code
   * return}, or a
   * loop for as long as a flag says so ({@code while self.running}, {@code while not stop.is_set()}).
   */
  public static Optional<WhileStatement> endlessLoop(FunctionInfo function) {
    return function.nodes(WhileStatement.class, Tree.Kind.WHILE_STMT).stream()
      .filter(loop -> (Flow.isEndless(loop) || isByFlag(loop)) && leavesOnlyOn("CancelledError", loop))
      .filter(loop -> Trees.enclosingInScope(loop, WhileStatement.class).isEmpty())
      .findFirst();
  }

  /**
   * What such a coroutine repeats: an endless loop, also one with {@code if self.closed: return} in it, or one over the
   * messages that a broker or server goes on sending.
   */
  public static Optional<Statement> workLoop(FunctionInfo function) {
    return endlessLoop(function).map(Statement.class::cast)
      .or(() -> function.nodes(WhileStatement.class, Tree.Kind.WHILE_STMT).stream()
        .filter(loop -> (Flow.isEndless(loop) || isByFlag(loop)) && leavesOnlyByFlag(loop.body())
          && Flow.loopsAround(loop).isEmpty())
        .map(Statement.class::cast).findFirst())
      .or(() -> function.nodes(ForStatement.class, Tree.Kind.FOR_STMT).stream()
        .filter(loop -> loop.isAsync() && isOverMessages(function.file(), loop) && leavesOnlyByFlag(loop.body()))
        .map(Statement.class::cast).findFirst());
  }

  /** True when each {@code break} and {@code return} stands under {@code if self.closed} or {@code if not self.running}. */
  private static boolean leavesOnlyByFlag(StatementList body) {
    return Stream.concat(Trees.within(body, BreakStatement.class).stream(),
      Trees.within(body, ReturnStatement.class).stream())
      .allMatch(exit -> exit.parent().parent() instanceof IfStatement branch && branch.body() == exit.parent()
        && isStopped(Trees.bare(branch.condition())));
  }

  private static boolean isStopped(Expression condition) {
    boolean isNegated = condition instanceof UnaryExpression not && not.is(Tree.Kind.NOT);
    Expression flag = isNegated ? Trees.bare(((UnaryExpression) condition).expression()) : condition;
    String name = (flag instanceof CallExpression call ? Trees.written(call.callee()) : Trees.written(flag))
      .replaceFirst("\\.is_set$", "").replaceFirst(".*\\.", "").toLowerCase(java.util.Locale.ROOT);
    return flag instanceof CallExpression call && !call.arguments().isEmpty() || name.isEmpty()
      ? false
      : name.matches(isNegated
        ? "_*(is_)?(running|active|alive|enabled|run|keep_\\w+|should_run)"
        : "_*(is_|should_)?(clos(ed|ing)|stop|stopp(ed|ing)|shut_?down|shutting_down|exit|quit|cancell?ed|terminated?|disposed|destroyed|killed)(_event|_requested)?");
  }

  /** {@code async for message in self.pubsub.listen()}, {@code async for record in consumer} */
  private static boolean isOverMessages(FileModel file, ForStatement loop) {
    Expression source = Trees.bare(loop.testExpressions().get(0));
    return file.callOf(source)
      .map(call -> call.target().isEmpty() && call.simpleName().matches("listen|consume(_\\w+)?|subscribe(_\\w+)?"))
      .orElseGet(() -> file.names().typeOf(source)
        .filter(type -> type.matches("aiokafka\\.(\\w+\\.)*AIOKafkaConsumer|aio_pika\\.(\\w+\\.)*\\w*QueueIterator"))
        .isPresent());
  }

  /**
   * {@code while True} that gives nothing, and that only the handling of an error leaves: it watches until that is
   * hopeless.
   */
  public static boolean watches(FunctionInfo function) {
    return function.nodes(WhileStatement.class, Tree.Kind.WHILE_STMT).stream().filter(Flow::isEndless)
      .filter(loop -> Trees.enclosingInScope(loop, WhileStatement.class).isEmpty())
      .anyMatch(loop -> Trees.within(loop.body(), BreakStatement.class).stream()
        .noneMatch(exit -> Flow.loopsAround(exit).stream().findFirst().filter(loop::equals).isPresent())
        && Trees.within(loop.body(), ReturnStatement.class).stream()
          .allMatch(exit -> exit.expressions().isEmpty()
            && Trees.ancestorInScope(exit, ExceptClause.class::isInstance).isPresent()));
  }

  /** No {@code break} and no {@code return}, but in an {@code except} for the error alone. */
  static boolean leavesOnlyOn(String error, WhileStatement loop) {
    var exits = Flow.exitsAvoiding(loop.body(), statement -> Trees.ancestorInScope(statement, node -> node == loop
      || node instanceof ExceptClause clause && clause.exception() != null
        && Trees.source(clause.exception()).matches("(\\w+\\.)*" + error))
      .filter(ExceptClause.class::isInstance).isPresent());
    return !exits.contains(Flow.Exit.BREAK) && !exits.contains(Flow.Exit.RETURN);
  }

  /** {@code self.running}, {@code not self.closed}, {@code not self.stop_event.is_set()} */
  static boolean isByFlag(WhileStatement loop) {
    Expression condition = Trees.bare(loop.condition());
    if (condition instanceof UnaryExpression not && not.is(Tree.Kind.NOT)) {
      condition = Trees.bare(not.expression());
    }
    if (condition instanceof CallExpression call && call.arguments().isEmpty()
      && call.callee() instanceof QualifiedExpression method) {
      return List.of("is_set", "is_closed", "is_running", "is_closing", "is_connected").contains(method.name().name());
    }
    return condition instanceof QualifiedExpression flag && flag.name().name().toLowerCase(java.util.Locale.ROOT)
      .matches(
        "_*(is_)?(running|active|alive|clos(ed|ing)|stop|shut_?down|started|exit|done|quit|enabled|run|keep_|terminat|connected|should_|disposed|destroy|finished|cancell?ed|killed).*");
  }

  // ---- errors -------------------------------------------------------------------------------------------------------

  /** How many coroutines of the file an await is followed through to see whether they handle their own errors. */
  private static final int DEPTH = 4;

  /** Calls that do what they say: they look, count, measure time, or write to a log. */
  private static final Set<String> HARMLESS = Set.of("is_set", "done", "cancelled", "is_closed", "is_closing", "qsize",
    "empty", "full", "locked", "set", "clear", "time", "monotonic", "perf_counter", "now", "utcnow", "total_seconds",
    "append", "add", "discard", "extend", "update", "setdefault", "pop", "popleft", "get", "items", "keys", "values",
    "copy",
    "task_done", "put_nowait", "call_soon", "call_later", "cancel", "create_task", "ensure_future", "release", "join",
    "format", "strip", "lower", "upper", "startswith", "endswith", "super", "labels", "observe", "inc", "dec");

  /** What somebody else gave to be called. */
  private static final Pattern CALLBACK = Pattern.compile("_*(on_\\w+|(\\w+_)?(callback|cb|hook|handler|listener))");

  /** Waits that do not fail as long as nobody cancels them. */
  private static boolean isSafe(CallInfo call) {
    return call.plays(Role.GETS)
      || call.isTo("asyncio.sleep", "anyio.sleep", "trio.sleep", "asyncio.Event.wait", "asyncio.Queue.get",
        "asyncio.Queue.put", "asyncio.Queue.join", "asyncio.Lock.acquire",
        "asyncio.Semaphore.acquire", "asyncio.Condition.wait", "asyncio.wait");
  }

  /**
   * The first await in the endless loop of a worker that is outside any {@code try}: its first error ends the worker;
   * where there is none, what an {@code async with} or {@code async for} asks another machine for.
   * Empty where all of them are handled, also by the coroutine that is awaited, or cannot fail.
   */
  public Optional<Expression> unguardedAwait(FunctionInfo worker) {
    return workLoop(worker).flatMap(loop -> worker.awaits().stream()
      .filter(await -> isInTurn(await, loop))
      .filter(await -> mayFail(await, DEPTH))
      .map(Expression.class::cast).findFirst()
      .or(() -> worker.suspensions().stream()
        .filter(place -> isInTurn(place, loop) && place != loop && !isHandled(place))
        .map(Workers::asked).flatMap(List::stream)
        .filter(asked -> file.callOf(asked).filter(this::doesIo).isPresent()).findFirst()));
  }

  private static boolean isInTurn(Tree place, Statement loop) {
    return Trees.isInside(place, loop) && Flow.loopsAround(place).contains(loop)
    // what cleans up after a turn is not its work
      && Trees.ancestorInScope(place, FinallyClause.class::isInstance)
        .filter(part -> Trees.isInside(part, loop)).isEmpty();
  }

  /** {@code async with pool.acquire()}, {@code async for row in connection.cursor(…)} */
  private static List<Expression> asked(Tree place) {
    return place instanceof WithStatement with
      ? with.withItems().stream().map(WithItem::test).toList()
      : place instanceof ForStatement each ? each.testExpressions() : List.of();
  }

  private boolean doesIo(CallInfo call) {
    return IoReach.of(file).reaches(call) || call.io().isEmpty() && call.simpleName().equals("acquire")
      && call.fact().filter(fact -> fact.opensResource()).isPresent();
  }

  /**
   * The first synchronous call in the endless loop of a worker that does some work of the program and is outside any
   * {@code try}; for workers whose awaits cannot fail: {@code self.store.refresh(); await asyncio.sleep(60)}.
   */
  public Optional<CallInfo> unguardedCall(FunctionInfo worker) {
    return workLoop(worker).filter(WhileStatement.class::isInstance).map(WhileStatement.class::cast)
      .flatMap(loop -> worker.calls().stream()
        .filter(call -> Trees.isInside(call.tree(), loop.body()))
        .filter(call -> !call.isAwaited() && doesWork(call) && !isHandled(call.tree()))
        // what handles the errors of one turn, or cleans up after it, is not the work
        .filter(call -> Trees.ancestorInScope(call.tree(), node -> node instanceof ExceptClause
          || node instanceof FinallyClause).filter(part -> Trees.isInside(part, loop)).isEmpty())
        .findFirst());
  }

  private boolean isHandled(Tree place) {
    return Handlers.of(file).around(place).stream()
      .anyMatch(Workers::handlesSomeError);
  }

  private boolean mayFail(AwaitExpression await, int depth) {
    Optional<CallInfo> awaited = file.callOf(await.expression());
    if (awaited.isEmpty() || isHandled(await)) {
      return false;
    }
    CallInfo call = awaited.get();
    Optional<FunctionInfo> target = call.target().filter(FunctionInfo::isCoroutine);
    if (target.isPresent() && depth > 0 && !target.get().isStub()) {
      return mayFail(target.get(), depth);
    }
    return !isSafe(call) && !isNamedSafe(call);
  }

  private boolean mayFail(FunctionInfo coroutine, int depth) {
    Boolean known = mayFail.get(coroutine);
    if (known == null) {
      // until it is known, a coroutine that awaits itself adds nothing
      mayFail.put(coroutine, false);
      known = coroutine.awaits().stream().anyMatch(inner -> mayFail(inner, depth - 1))
        || coroutine.suspensions().stream()
          .anyMatch(place -> !(place instanceof AwaitExpression) && !isHandled(place) && !takesTurn(place));
      mayFail.put(coroutine, known);
    }
    return known;
  }

  /** {@code async with self.lock} */
  private boolean takesTurn(Tree place) {
    return place instanceof WithStatement with
      && with.withItems().stream().allMatch(item -> IoReach.isLimiter(file, item.test()));
  }

  /** A statement that calls a method of what the worker's object keeps, or a function of this file that calls others. */
  private boolean doesWork(CallInfo call) {
    if (HARMLESS.contains(call.simpleName()) || Handler.isReport(call) || call.plays(Role.CREATES_TASK)
      || call.fact().isPresent()) {
      return false;
    }
    Optional<FunctionInfo> target = call.target().filter(FunctionInfo::isFunction);
    if (target.isPresent()) {
      return !target.get().isAsync() && target.get().calls().stream()
        .anyMatch(inner -> !HARMLESS.contains(inner.simpleName()) && !Handler.isReport(inner)
          && !isHandled(inner.tree()) && inner.target().filter(FunctionInfo::isAsync).isEmpty());
    }
    // self.store.refresh(): what another file defines, and is called for what it does; self.callback(message)
    return call.finalUse().is(Use.How.DROPPED) && call.receiver().isPresent()
      && (CALLBACK.matcher(call.simpleName()).matches() || call.receiverType().isEmpty()
        && Trees.bare(call.receiver().get()) instanceof QualifiedExpression);
  }

  /**
   * {@code await self._stop.wait()}, {@code await self.queue.get()}, {@code await ctx.sleep()} on what cannot be
   * resolved: most likely as safe.
   */
  private static boolean isNamedSafe(CallInfo call) {
    return call.fact().isEmpty() && List.of("sleep", "wait", "get", "acquire", "join").contains(call.simpleName());
  }

  private static boolean handlesSomeError(Handler handler) {
    return handler.isBare() || handler.caught().stream().anyMatch(caught -> !caught.name().equals(Handler.CANCELLED));
  }
}
