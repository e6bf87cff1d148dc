package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Io;
import org.usingasyncio.syntax.Calls;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/** The loops that were written by hand to try something again after an error, and how long they wait in between. */
public final class Retries {

  /**
   * One such loop.
   *
   * @param loop the loop, or the statement in which the function calls itself again
   * @param handler the clause after which it goes on
   * @param attempt the call that is tried
   * @param sleeps the calls that wait before the next turn, in source order
   */
  public record Retry(Statement loop, ExceptClause handler, CallInfo attempt, List<CallInfo> sleeps) {

    /** The call that waits after an error: one after the attempt, if there is one. */
    public CallInfo sleep() {
      return sleeps.stream().filter(sleep -> Trees.isBefore(attempt.tree(), sleep.tree())).findFirst()
        .orElse(sleeps.get(0));
    }

    /** True where the function calls itself again. */
    public boolean isRecursive() {
      return !(loop instanceof ForStatement || loop instanceof WhileStatement);
    }

    /** True when it waits for the same time after each error. */
    public boolean waitsConstantly() {
      return !sleeps.isEmpty() && sleeps.stream().allMatch(sleep -> isConstant(sleep, loop));
    }
  }

  private static final Pattern ATTEMPTS = Pattern
    .compile(
      ".*(attempt|retr|reconnect|tries|try_count|trial|failures|failcount|fail_count|errors_count|n_try|num_try).*");
  private static final Pattern OPENING = Pattern.compile(
    "_?(re)?(connect|open|login|dial|start|restart|subscribe|open_connection|create_connection|ws_connect|establish).*");

  private static final Pattern CONNECTING = Pattern.compile(
    "_*(async_)?(re)?(connect|dial|login|open_connection|create_connection|ws_connect|establish|handshake)(_\\w+)?");
  private static final Pattern BROAD = Pattern.compile(
    "(?s).*\\b(Exception|OSError|IOError|ConnectionError|ConnectionRefusedError|ClientError|ClientConnectorError|WebSocketException|gaierror|HTTPError|RequestError|TransportError)\\b.*");

  private static final Pattern PAUSES = Pattern
    .compile("(?!wait_(for|closed)).*(sleep|wait|backoff|back_off|delay|pause|throttle|retry).*");
  private static final int DEPTH = 3;

  private static final Pattern LOCAL = Pattern
    .compile("_*((run|exec|execute|call)_)?(\\w+_)?(cmd|command|shell|subprocess|process|execute|exec)");

  private final FileModel file;
  private final List<Retry> found = new ArrayList<>();

  private Retries(FileModel file) {
    this.file = file;
    for (FunctionInfo function : file.coroutines()) {
      function.nodes(TryStatement.class, Tree.Kind.TRY_STMT).forEach(attempt -> add(function, attempt));
    }
  }

  /** All of the file, in source order within each function. */
  public static List<Retry> of(FileModel file) {
    return file.facts(Retries.class, Retries::new).found;
  }

  private void add(FunctionInfo function, TryStatement attempt) {
    Optional<Statement> loop = Flow.loopsAround(attempt).stream().findFirst();
    if (loop.isEmpty() || loop.get() instanceof ForStatement) {
      addRecursion(function, attempt);
    }
    if (loop.isEmpty() || !isForAttempts(loop.get()) || takesItems(function, loop.get(), attempt)
      || isNested(attempt, loop.get())) {
      return;
    }
    StatementList body = bodyOf(loop.get());
    for (ExceptClause handler : attempt.exceptClauses()) {
      Set<Flow.Exit> exits = Flow.exits(handler.body());
      boolean goesOn = exits.contains(Flow.Exit.CONTINUE) || exits.contains(Flow.Exit.END) && !leavesAfter(attempt);
      if (goesOn && !onlyWaits(handler) && !isForCancellation(handler)) {
        List<CallInfo> sleeps = sleepsAfter(function, handler, attempt, body);
        Optional<CallInfo> tried = tried(function, attempt);
        boolean leaves = leavesOnSuccess(attempt, loop.get());
        boolean hasOwnSleep = sleeps.stream().anyMatch(sleep -> Trees.isInside(sleep.tree(), handler));
        if (tried.isPresent() && !repairs(function, handler)
          && (isRetry(function, loop.get(), attempt, tried.get(), leaves, hasOwnSleep, sleeps)
            || sleeps.isEmpty() && isStorm(loop.get(), handler, tried.get(), leaves))) {
          found.add(new Retry(loop.get(), handler, tried.get(), sleeps));
          return;
        }
      }
    }
  }

  /** {@code except ClientError: return await self.fetch(url)}, with the same arguments, in {@code fetch} itself. */
  private void addRecursion(FunctionInfo function, TryStatement attempt) {
    for (CallInfo again : file.calls().calling(function).list()) {
      Optional<ExceptClause> handler = attempt.exceptClauses().stream()
        .filter(
          clause -> again.isAwaited() && again.function() == function && Trees.isInside(again.tree(), clause.body()))
        .filter(clause -> !onlyWaits(clause) && !isForCancellation(clause)
          && function.awaits().stream().filter(await -> Trees.isInside(await, clause))
            .flatMap(await -> file.callOf(await.expression()).stream())
            .allMatch(call -> call == again || isSleep(call) || isCleanup(call)))
        .findFirst();
      if (handler.isPresent() && again.arguments().stream().allMatch(argument -> isPassedOn(function, argument))) {
        List<CallInfo> sleeps = function.calls().stream().filter(Retries::isSleep)
          .filter(sleep -> Trees.isInside(sleep.tree(), handler.get())).toList();
        boolean mayGrow = sleeps.stream().flatMap(sleep -> sleep.arguments().stream())
          .filter(delay -> !(Trees.bare(delay) instanceof QualifiedExpression))
          .flatMap(delay -> Trees.within(delay, Name.class).stream())
          .anyMatch(name -> Variable.of(name).filter(known -> !known.isOfModule(file)).isPresent());
        boolean isPaused = sleeps.isEmpty() && function.calls().stream().anyMatch(call -> pauses(call, DEPTH));
        tried(function, attempt).filter(tried -> !mayGrow && !isPaused && IoReach.of(file).reaches(tried)
          && !isOnlyFile(tried) && tried.target().filter(function::equals).isEmpty())
          .ifPresent(tried -> found.add(new Retry(
            (Statement) Trees.ancestorInScope(again.tree(), Statement.class::isInstance).orElseThrow(),
            handler.get(), tried, sleeps)));
        return;
      }
    }
  }

  /** {@code url}, {@code retries - 1}: what the function was given, or a count of the attempts. */
  private static boolean isPassedOn(FunctionInfo function, Expression argument) {
    Expression bare = Trees.bare(argument);
    return bare instanceof Name name && function.parameterNames().contains(name.name())
      || bare instanceof BinaryExpression count && count.is(Tree.Kind.PLUS, Tree.Kind.MINUS)
        && isPassedOn(function, count.leftOperand()) && Literals.integer(count.rightOperand()).isPresent();
  }

  private static StatementList bodyOf(Statement loop) {
    return loop instanceof ForStatement statement ? statement.body() : ((WhileStatement) loop).body();
  }

  /**
   * A {@code while} loop, or one over a range or counter: a loop over data goes on to the next item, it does not try
   * again.
   */
  private static boolean isForAttempts(Statement loop) {
    if (loop instanceof ForStatement head) {
      Expression iterable = Trees.bare(head.testExpressions().get(0));
      return !head.isAsync() && iterable instanceof CallExpression call
        && Trees.written(call.callee()).matches("(itertools\\.)?(range|count|repeat)")
        && !Trees.source(call).contains("len(") && !isSingleRetry(call);
    }
    return loop instanceof WhileStatement;
  }

  /** {@code range(2)}: one more try at once is no storm. */
  private static boolean isSingleRetry(CallExpression range) {
    List<Expression> arguments = Calls.positional(range);
    return arguments.size() == 1 && Literals.integer(arguments.get(0)).orElse(3) <= 2;
  }

  /** True when each turn takes a new item first: it consumes, and an error belongs to that item. */
  private static boolean takesItems(FunctionInfo function, Statement loop, TryStatement attempt) {
    return function.calls().stream().filter(call -> Trees.isInside(call.tree(), loop))
      .anyMatch(call -> Set
        .of("get", "get_nowait", "popleft", "pop", "recv", "receive", "read", "readline", "readexactly", "receive_json",
          "get_message", "getone", "accept",
          "read_message", "receive_text", "__anext__", "anext", "blpop", "brpop", "xread", "xreadgroup", "next", "wait",
          "recv_multipart", "getmany", "poll")
        .contains(call.simpleName())
        && call.isAwaited() && !isClientGet(call) && !leavesWith(call, loop));
  }

  private static boolean isClientGet(CallInfo call) {
    return call.simpleName().equals("get") && !call.arguments().isEmpty();
  }

  private static boolean leavesWith(CallInfo call, Statement loop) {
    return call.finalUse().is(Use.How.RETURNED);
  }

  private static boolean isNested(TryStatement attempt, Statement loop) {
    return Trees.enclosingInScope(attempt, TryStatement.class).stream()
      .anyMatch(outer -> Trees.isInside(outer, loop) && outer != loop && !Trees.isInside(loop, outer)
        && Trees.isInside(attempt, outer.body()));
  }

  /** True when what follows the {@code try} leaves the loop whatever happened. */
  private static boolean leavesAfter(TryStatement attempt) {
    return Trees.following(attempt).stream()
      .anyMatch(statement -> statement.is(Tree.Kind.RETURN_STMT, Tree.Kind.BREAK_STMT, Tree.Kind.RAISE_STMT));
  }

  /** True when the loop ends as soon as the attempt succeeds. */
  private static boolean leavesOnSuccess(TryStatement attempt, Statement loop) {
    List<StatementList> straight = new ArrayList<>(List.of(attempt.body()));
    if (attempt.elseClause() != null) {
      straight.add(attempt.elseClause().body());
    }
    boolean inTry = straight.stream().map(Flow::exits)
      .anyMatch(exits -> exits.contains(Flow.Exit.RETURN) || exits.contains(Flow.Exit.BREAK));
    // after a handler that continues, what follows belongs to success
    boolean after = Trees.following(attempt).stream()
      .anyMatch(statement -> statement.is(Tree.Kind.RETURN_STMT, Tree.Kind.BREAK_STMT));
    return inTry || after || loop instanceof WhileStatement head && setsCondition(attempt, head);
  }

  /** {@code while not connected: try: …; connected = True} */
  private static boolean setsCondition(TryStatement attempt, WhileStatement loop) {
    List<String> flags = Trees.within(loop.condition(), Name.class).stream().map(Name::name).toList();
    return Trees.within(attempt.body(), AssignmentStatement.class).stream()
      .flatMap(assignment -> assignment.lhsExpressions().stream()).flatMap(list -> list.expressions().stream())
      .anyMatch(target -> target instanceof Name name && flags.contains(name.name())
        && !ATTEMPTS.matcher(name.name().toLowerCase(Locale.ROOT)).matches());
  }

  /** {@code except TimeoutError: continue} is how one polls: the time has passed already. */
  private static boolean onlyWaits(ExceptClause handler) {
    return handler.exception() != null && Trees.source(handler.exception()).replaceAll("[()\\s]", "")
      .matches(
        "((asyncio\\.|concurrent\\.futures\\.|exceptions\\.)*(TimeoutError|QueueEmpty|Empty|IncompleteReadError|BlockingIOError|InterruptedError|KeyError|ValueError|IndexError|AttributeError|TypeError),?)+")
      && Trees.within(handler.body(), AwaitExpression.class).isEmpty();
  }

  private static boolean isForCancellation(ExceptClause handler) {
    return handler.exception() != null && Trees.source(handler.exception())
      .matches(".*(CancelledError|KeyboardInterrupt|StopAsyncIteration|SystemExit)\\)?");
  }

  private static boolean isSleep(CallInfo call) {
    return call.isTo("asyncio.sleep", "anyio.sleep", "trio.sleep", "tornado.gen.sleep", "time.sleep");
  }

  /** The sleeps between an error and the next turn: in the handler, or after the {@code try} in the loop. */
  private static List<CallInfo> sleepsAfter(FunctionInfo function, ExceptClause handler, TryStatement attempt,
    StatementList body) {
    return function.calls().stream().filter(Retries::isSleep)
      .filter(sleep -> Trees.isInside(sleep.tree(), handler)
        || Trees.isInside(sleep.tree(), body) && !Trees.isInside(sleep.tree(), attempt)
        || attempt.finallyClause() != null && Trees.isInside(sleep.tree(), attempt.finallyClause()))
      .toList();
  }

  /** The awaited call that is tried: one with I/O if there is one. */
  private Optional<CallInfo> tried(FunctionInfo function, TryStatement attempt) {
    List<CallInfo> calls = function.calls().stream()
      .filter(call -> Trees.isInside(call.tree(), attempt.body()) && !isSleep(call))
      .filter(call -> Flow.loopsAround(call.tree()).equals(Flow.loopsAround(attempt))).toList();
    Optional<CallInfo> io = calls.stream().filter(IoReach.of(file)::reaches).findFirst();
    return io.isPresent()
      ? io
      : calls.stream().filter(call -> call.isAwaited() || isIterated(call) || connects(call) && isEntered(call))
        .findFirst();
  }

  /** {@code async with self.client.connect() as connection} */
  private static boolean isEntered(CallInfo call) {
    return call.use().is(Use.How.ENTERED) && call.use().site().parent() instanceof WithStatement with && with.isAsync();
  }

  /** True for a call that connects to another machine by what it is called. */
  public static boolean connects(CallInfo call) {
    return CONNECTING.matcher(call.simpleName().toLowerCase(Locale.ROOT)).matches();
  }

  /** {@code async for event in self.watch()} */
  private static boolean isIterated(CallInfo call) {
    return call.use().is(Use.How.ITERATED) && call.use().site() instanceof ForStatement loop && loop.isAsync();
  }

  private boolean isRetry(FunctionInfo function, Statement loop, TryStatement attempt, CallInfo tried, boolean leaves,
    boolean hasOwnSleep, List<CallInfo> sleeps) {
    boolean isIo = IoReach.of(file).reaches(tried);
    boolean counts = countsAttempts(loop) || sleeps.stream()
      .anyMatch(sleep -> ATTEMPTS.matcher(Trees.source(sleep.tree()).toLowerCase(Locale.ROOT)).matches());
    if (leaves) {
      return isIo && !isOnlyFile(tried) && !waitsForStart(loop, attempt, sleeps)
        ? !sleeps.isEmpty() || loop instanceof ForStatement || counts
        : !isIo && (counts && !sleeps.isEmpty() || hasOwnSleep && opens(tried)) && !isLocalCommand(tried)
          && !waitsForStart(loop, attempt, sleeps);
    }
    // a loop that goes on after success either reconnects, or polls
    boolean sleepsAnyway = function.calls().stream()
      .anyMatch(call -> isSleep(call) && Trees.isInside(call.tree(), loop) && !isInHandler(call, attempt));
    return hasOwnSleep && !sleepsAnyway && !isOnlyFile(tried)
      && (isIo && opensConnection(function, attempt) || opens(tried) || counts && isIo)
      && loop instanceof WhileStatement;
  }

  /**
   * True for a loop that connects again at once, by what its attempt is called: {@code while True: try: async with
   * client.connect() … except Exception: log}, or asks the same again until it is answered. Nothing in it, nor in what it
   * calls here, may be a pause.
   */
  private boolean isStorm(Statement loop, ExceptClause handler, CallInfo tried, boolean leaves) {
    boolean isEndless = isBroad(handler)
      && loop instanceof WhileStatement head && (Flow.isEndless(head) || Workers.isByFlag(head));
    boolean isRepeated = leaves ? countsAttempts(loop) && !usesTurn(loop, tried) : isEndless;
    boolean asksAgain = isEndless && leaves && IoReach.of(file).reaches(tried) && !isOnlyFile(tried)
      && Trees.within(loop, AssignmentStatement.class).stream().allMatch(step -> Trees.isInside(tried.tree(), step));
    boolean isInherited = tried.target().isEmpty()
      && tried.receiver().map(Trees::written).filter(receiver -> receiver.matches("self|super\\(\\)")).isPresent();
    return (asksAgain || isRepeated && connects(tried)) && !isInherited
      && Trees.within(loop, CallExpression.class).stream().map(file::callOf).flatMap(Optional::stream)
        .noneMatch(call -> pauses(call, DEPTH));
  }

  private static boolean isBroad(ExceptClause handler) {
    return handler.exception() == null || BROAD.matcher(Trees.source(handler.exception())).matches();
  }

  /** {@code for port in range(…): connect(port)}: each turn tries something else. */
  private static boolean usesTurn(Statement loop, CallInfo tried) {
    List<String> turns = loop instanceof ForStatement each
      ? each.expressions().stream().map(Trees::source).toList()
      : List.of();
    return Trees.within(tried.tree(), Name.class).stream().anyMatch(name -> turns.contains(name.name()));
  }

  private static boolean pauses(CallInfo call, int depth) {
    return PAUSES.matcher(call.simpleName().toLowerCase(Locale.ROOT)).matches()
      || depth > 0 && call.target().stream().filter(target -> !target.isAsync() || call.isAwaited())
        .flatMap(target -> target.calls().stream()).anyMatch(inner -> pauses(inner, depth - 1));
  }

  /** {@code self._run_git_cmd("status")}: a program on this machine, too. */
  private static boolean isLocalCommand(CallInfo tried) {
    return LOCAL.matcher(tried.simpleName().toLowerCase(Locale.ROOT)).matches();
  }

  /** A file is on this machine, where nobody is overloaded by asking again. */
  private static boolean isOnlyFile(CallInfo tried) {
    return tried.io().filter(io -> io == Io.FILE).isPresent();
  }

  /**
   * True when the loop waits for a server that was just started: it asks this machine, or it asks often until a time is
   * over, {@code while loop.time() < deadline: try connect; sleep(0.1)}.
   */
  private static boolean waitsForStart(Statement loop, TryStatement attempt, List<CallInfo> sleeps) {
    boolean isLocal = Trees.within(attempt.body(), StringLiteral.class).stream().map(Trees::source)
      .anyMatch(text -> text.contains("127.0.0.1") || text.contains("localhost"));
    boolean isShort = sleeps.stream().flatMap(sleep -> sleep.arguments().stream().limit(1)).map(Trees::bare)
      .allMatch(delay -> delay instanceof NumericLiteral number && Double.parseDouble(number.valueAsString()) <= 1);
    boolean untilDeadline = loop instanceof WhileStatement head
      && Trees.source(head.condition()).matches("(?s).*\\b(time|monotonic|perf_counter|now)\\(\\).*");
    return !sleeps.isEmpty() && (isLocal || isShort && untilDeadline);
  }

  private static boolean isInHandler(CallInfo call, TryStatement attempt) {
    return attempt.exceptClauses().stream().anyMatch(clause -> Trees.isInside(call.tree(), clause));
  }

  private static boolean opens(CallInfo call) {
    return OPENING.matcher(call.simpleName().toLowerCase(Locale.ROOT)).matches();
  }

  private static boolean opensConnection(FunctionInfo function, TryStatement attempt) {
    return function.calls().stream().filter(call -> Trees.isInside(call.tree(), attempt.body()))
      .anyMatch(call -> opens(call) || call.fact().filter(fact -> fact.opensResource()).isPresent());
  }

  private static boolean countsAttempts(Statement loop) {
    if (loop instanceof ForStatement) {
      return true;
    }
    WhileStatement head = (WhileStatement) loop;
    boolean inCondition = ATTEMPTS.matcher(Trees.source(head.condition()).toLowerCase(Locale.ROOT)).matches();
    return inCondition || Trees.within(head.body(), CompoundAssignmentStatement.class).stream()
      .anyMatch(step -> ATTEMPTS.matcher(Trees.source(step.lhsExpression()).toLowerCase(Locale.ROOT)).matches())
      || Trees.within(head.body(), AssignmentStatement.class).stream()
        .anyMatch(step -> step.lhsExpressions().stream()
          .anyMatch(target -> ATTEMPTS.matcher(Trees.source(target).toLowerCase(Locale.ROOT)).matches())
          && step.assignedValue() instanceof BinaryExpression);
  }

  /**
   * True when the handler changes something before the next try (a new token, another host), or leaves the waiting to
   * others.
   */
  private static boolean repairs(FunctionInfo function, ExceptClause handler) {
    return function.awaits().stream().filter(await -> Trees.isInside(await, handler))
      .anyMatch(await -> !(function.file().callOf(await.expression()).filter(call -> isSleep(call) || isCleanup(call))
        .isPresent()));
  }

  private static boolean isCleanup(CallInfo call) {
    return Handler.isReport(call) || call.simpleName().toLowerCase(Locale.ROOT)
      .matches("_?(close|aclose|disconnect|rollback|capture|async_capture|report|notify|send|cleanup|abort).*");
  }

  // ---- delays -----------------------------------------------------------------------------------------------------

  /** True when the argument of the sleep has the same value in each turn. */
  private static boolean isConstant(CallInfo sleep, Statement loop) {
    return sleep.arguments().stream().findFirst().filter(delay -> isConstant(delay, loop)).isPresent();
  }

  private static boolean isConstant(Expression delay, Statement loop) {
    Expression bare = Trees.bare(delay);
    if (bare instanceof NumericLiteral) {
      return true;
    }
    if (bare instanceof Name name) {
      return !isChangedIn(name, loop);
    }
    if (bare instanceof QualifiedExpression attribute) {
      String written = Trees.source(attribute);
      boolean isSetting = Trees.bare(attribute.qualifier()) instanceof Name
        || attribute.qualifier() instanceof QualifiedExpression;
      return isSetting
        && Trees.within(loop, AssignmentStatement.class).stream().flatMap(step -> step.lhsExpressions().stream())
          .noneMatch(target -> Trees.source(target).equals(written))
        && Trees.within(loop, CompoundAssignmentStatement.class).stream()
          .noneMatch(step -> Trees.source(step.lhsExpression()).equals(written))
        && !written.toLowerCase(Locale.ROOT)
          .matches(".*(backoff|retry_after|(^|[._])(e|err|exc|error|ex|resp|response)\\.).*");
    }
    if (bare instanceof BinaryExpression sum
      && sum.is(Tree.Kind.PLUS, Tree.Kind.MINUS, Tree.Kind.MULTIPLICATION, Tree.Kind.DIVISION)) {
      return isConstant(sum.leftOperand(), loop) && isConstant(sum.rightOperand(), loop);
    }
    return false;
  }

  private static boolean isChangedIn(Name name, Statement loop) {
    Optional<Variable> variable = Variable.of(name);
    return variable.isEmpty() || variable.get().writes().stream().anyMatch(write -> Trees.isInside(write, loop));
  }
}
