package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Trees;

/** Programs of a file that run until somebody stops them, and what stops them. */
public final class EndlessPrograms {

  /** Methods that say in their name that they never return, for receivers of which no fact is known. */
  private static final Set<String> FOREVER = Set.of(
    "serve_forever", "run_forever", "sync_forever", "run_until_disconnected", "wait_forever", "loop_forever",
    "start_polling");

  private static final Pattern SHUTDOWN = Pattern
    .compile("_*(stop|shut_?down|close|terminate|disconnect|cancel|quit|cleanup)(_\\w+)?");
  private static final Pattern RUN_METHOD = Pattern
    .compile("(run|start|serve|main|launch)(_(loop|bot|server|app|forever|polling|main|sync|program|daemon))?");

  private final FileModel file;
  private final List<Program> programs = new ArrayList<>();

  /**
   * A program.
   *
   * @param start where SIGTERM should be handled: the call that gives the loop, or the one that starts it
   * @param run the call that runs the loop
   * @param reason what shows that it never ends by itself
   */
  public record Program(CallInfo start, CallInfo run, Tree reason) {}

  private EndlessPrograms(FileModel file) {
    this.file = file;
    for (CallInfo run : file.calls().playing(Role.RUNS_PROGRAM, Role.DRIVES_LOOP)
      .or(file.calls().written("run_until_complete", "run_forever"))) {
      if (isRun(run) && programs.stream().noneMatch(other -> other.run().function() == run.function())) {
        reason(run).ifPresent(reason -> programs.add(new Program(startOf(run), run, reason)));
      }
    }
  }

  public static EndlessPrograms of(FileModel file) {
    return file.facts(EndlessPrograms.class, EndlessPrograms::new);
  }

  public List<Program> programs() {
    return programs;
  }

  /** The calls that run a coroutine, or a loop, as the whole program. */
  public static boolean isRun(CallInfo run) {
    boolean runs = run.plays(Role.RUNS_PROGRAM) || run.plays(Role.DRIVES_LOOP)
      || run.fact().isEmpty() && run.receiver().isPresent()
        && (run.simpleName().equals("run_until_complete")
          || run.simpleName().equals("run_forever") && run.tree().arguments().isEmpty());
    return runs && !isFrameworkRun(run) && startsProgram(run);
  }

  /** {@code bot.run(token)}: the framework owns the loop, and whether it handles signals depends on its version. */
  private static boolean isFrameworkRun(CallInfo run) {
    return run.plays(Role.RUNS_PROGRAM) && run.plays(Role.RUNS_FOREVER);
  }

  /**
   * An entry point, or another plain function of a module that no thread runs and that is not given the loop: what runs for
   * ever there is a program under any name.
   */
  private static boolean startsProgram(CallInfo run) {
    FunctionInfo function = run.function();
    boolean isPlain = function.definition().isPresent() && function.owner().isEmpty() && function.parent() != null
      && function.parent().isModule()
      && !function.isAsync() && function.executions().isEmpty();
    return Programs.isEntryPoint(run) || isRunMethod(function)
      || isPlain
        && (function.parameterNames().stream().noneMatch(name -> name.endsWith("loop")) || findsLoop(function));
  }

  /** {@code def run_app(app, loop=None)}, which asks for a loop when it is given none. */
  private static boolean findsLoop(FunctionInfo function) {
    return function.calls().stream().anyMatch(call -> call.plays(Role.GETS_LOOP) || call.plays(Role.NEW_LOOP));
  }

  /** {@code Server.run}, {@code Bot.start_polling}: the program of whoever has such an object; no thread runs it. */
  private static boolean isRunMethod(FunctionInfo function) {
    return function.owner().isPresent() && !function.isAsync() && function.executions().isEmpty()
      && RUN_METHOD.matcher(function.name()).matches()
      && function.owner().get().ancestorNames().stream()
        .noneMatch(name -> name.endsWith("Thread") || name.endsWith("Process") || name.endsWith("TestCase"));
  }

  private CallInfo startOf(CallInfo run) {
    return file.calls().playing(Role.GETS_LOOP, Role.NEW_LOOP).stream()
      .filter(call -> call.function() == run.function()
        && Trees.isBefore(call.tree(), run.tree()))
      .findFirst()
      .or(() -> run.receiver().flatMap(file::callOf))
      .orElse(run);
  }

  private Optional<Tree> reason(CallInfo run) {
    if (run.plays(Role.RUNS_FOREVER) || run.simpleName().equals("run_forever")) {
      return isStoppedByCallback(run) ? Optional.empty() : Optional.of(run.callee());
    }
    return run.arguments().stream().map(argument -> reason(argument, new HashSet<>())).flatMap(Optional::stream)
      .findFirst().or(() -> run.isTo("anyio.run") ? run.argument(0, "func").flatMap(this::ofNamed) : Optional.empty())
      .or(() -> repetition(run));
  }

  /**
   * {@code while True: asyncio.run(main())}, which begins again after each error; not a dialog at the console, or a
   * generator for synchronous callers.
   */
  private static Optional<Tree> repetition(CallInfo run) {
    return run.loops().stream().filter(WhileStatement.class::isInstance).map(WhileStatement.class::cast)
      .filter(loop -> Flow.isEndless(loop) && Workers.leavesOnlyOn("KeyboardInterrupt", loop)
        && Trees.within(loop, YieldExpression.class).isEmpty()
        && run.function().calls().stream().noneMatch(EndlessPrograms::mayLeave))
      .<Tree>map(WhileStatement::whileKeyword).findFirst();
  }

  private static boolean mayLeave(CallInfo call) {
    return call.simpleName().matches(".*(input|prompt|readline).*")
      || call.simpleName().matches("_?exit|quit")
        && Trees.ancestorInScope(call.tree(), ExceptClause.class::isInstance).isEmpty();
  }

  /** {@code anyio.run(main)} */
  private Optional<Tree> ofNamed(Expression function) {
    return file.names().valueOf(function) instanceof Value.Named named
      ? named.function().flatMap(file::functionOf).filter(FunctionInfo::isCoroutine).flatMap(this::reasonOf)
      : Optional.empty();
  }

  /** Another function stops the loop, when its work is done perhaps. */
  private boolean isStoppedByCallback(CallInfo run) {
    return file.calls().written("stop").stream().anyMatch(call -> call.function() != run.function()
      && call.receiver().filter(stopped -> run.receiver().filter(loop -> isSame(loop, stopped)).isPresent())
        .isPresent());
  }

  private static boolean isSame(Expression loop, Expression other) {
    return Variable.of(Trees.bare(loop)).map(variable -> variable.is(Trees.bare(other)))
      .orElseGet(() -> Trees.written(loop).equals(Trees.written(other)));
  }

  /** What shows that the coroutine function never ends by itself; empty when nothing in this file does. */
  public Optional<Tree> reasonOf(FunctionInfo coroutine) {
    return reason(coroutine, new HashSet<>(Set.of(coroutine)));
  }

  /** True for the coroutine of another file that a program of this file runs: {@code asyncio.run(server.main())}. */
  public boolean isProgram(CallInfo call) {
    boolean isRunHere = call.use().is(Use.How.ARGUMENT)
      && file.callOf(call.use().site()).filter(EndlessPrograms::isRun).isPresent();
    return isRunHere && call.target().isEmpty()
      && programs.stream().noneMatch(program -> program.run().function() == call.function());
  }

  /** What shows that awaiting the expression never ends. */
  private Optional<Tree> reason(Expression awaited, Set<FunctionInfo> seen) {
    Expression bare = Trees.bare(awaited);
    Optional<CallInfo> call = file.callOf(bare);
    if (call.isEmpty()) {
      return ofOther(bare, seen);
    }
    if (runsForever(call.get()) || isUnsetEvent(call.get()) || isEndlessSleep(call.get()) || isAllTasks(call.get())) {
      return Optional.of(call.get().callee());
    }
    Optional<FunctionInfo> target = call.get().target();
    if (target.isPresent()) {
      return target.get().isCoroutine() && seen.add(target.get()) ? reason(target.get(), seen) : Optional.empty();
    }
    boolean waitsForArguments = call.get().plays(Role.GATHERS) || call.get().plays(Role.WAITS)
      || call.get().plays(Role.SHIELDS)
      || call.get().plays(Role.CREATES_TASK) || call.get().plays(Role.CREATES_OWNED_TASK);
    return waitsForArguments
      ? call.get().arguments().stream().map(argument -> reason(argument, seen)).flatMap(Optional::stream).findFirst()
      : Optional.empty();
  }

  /**
   * By the library's facts, also where a class of the project extends the library's; by the method's name where nothing
   * is known of it.
   */
  private boolean runsForever(CallInfo call) {
    if (call.plays(Role.RUNS_FOREVER) || call.isTo("asyncio.Future") || call.simpleName().equals("create_future")) {
      return true;
    }
    if (call.fact().isPresent() || call.target().isPresent()) {
      return false;
    }
    return FOREVER.contains(call.simpleName()) || call.receiver().map(file.names()::valueOf)
      .filter(receiver -> file.names().inheritedFacts(receiver, call.simpleName()).stream()
        .anyMatch(fact -> fact.is(Role.RUNS_FOREVER)))
      .isPresent();
  }

  /** {@code run_until_complete(gather(*asyncio.all_tasks()))}: for as long as any task works. */
  private static boolean isAllTasks(CallInfo call) {
    return call.isTo("asyncio.all_tasks", "asyncio.Task.all_tasks");
  }

  /** {@code await asyncio.sleep(float("inf"))} */
  private static boolean isEndlessSleep(CallInfo call) {
    return call.isTo("asyncio.sleep") && call.arguments().stream().map(Trees::source)
      .anyMatch(delay -> delay.matches("math\\.inf|float\\(['\"]inf(inity)?['\"]\\)"));
  }

  private Optional<Tree> ofOther(Expression expression, Set<FunctionInfo> seen) {
    if (expression instanceof ListLiteral list) {
      return ofAll(list.elements().expressions(), seen);
    }
    if (expression instanceof Tuple tuple) {
      return ofAll(tuple.elements(), seen);
    }
    if (expression instanceof ComprehensionExpression comprehension) {
      return reason(comprehension.resultExpression(), seen);
    }
    return expression instanceof Name name
      ? file.names().reaching(name).stream()
        .filter(binding -> binding.value() != null && binding.index() == -1 && !Trees.isInside(name, binding.value()))
        .map(binding -> binding.value() instanceof Name ? Optional.<Tree>empty() : reason(binding.value(), seen))
        .flatMap(Optional::stream).findFirst().or(() -> ofAppended(name, seen))
      : Optional.empty();
  }

  /** {@code tasks.append(poll(bot))} */
  private Optional<Tree> ofAppended(Name list, Set<FunctionInfo> seen) {
    return Variable.of(list).stream().flatMap(variable -> variable.reads().stream())
      .map(Name::parent).filter(QualifiedExpression.class::isInstance).map(Tree::parent).map(file::callOf)
      .flatMap(Optional::stream).filter(call -> call.simpleName().equals("append"))
      .flatMap(call -> call.arguments().stream())
      .map(added -> added instanceof Name ? Optional.<Tree>empty() : reason(added, seen))
      .flatMap(Optional::stream).findFirst();
  }

  private Optional<Tree> ofAll(List<Expression> awaited, Set<FunctionInfo> seen) {
    return awaited.stream().map(element -> reason(element, seen)).flatMap(Optional::stream).findFirst();
  }

  private Optional<Tree> reason(FunctionInfo coroutine, Set<FunctionInfo> seen) {
    if (!coroutine.isCoroutine()) {
      return Optional.empty();
    }
    Optional<WhileStatement> loop = Workers.endlessLoop(coroutine).or(() -> endlessButForErrors(coroutine));
    if (loop.isPresent()) {
      return loop.map(WhileStatement::whileKeyword);
    }
    Optional<Tree> taken = coroutine.nodes(ForStatement.class, Tree.Kind.FOR_STMT).stream()
      .filter(each -> each.isAsync() && !Flow.exits(each.body()).contains(Flow.Exit.BREAK)
        && !Flow.exits(each.body()).contains(Flow.Exit.RETURN))
      .flatMap(each -> each.testExpressions().stream()).map(file::callOf).flatMap(Optional::stream)
      .map(CallInfo::target).flatMap(Optional::stream).filter(FunctionInfo::isGenerator)
      .flatMap(source -> Workers.endlessLoop(source).stream()).<Tree>map(WhileStatement::whileKeyword).findFirst();
    if (taken.isPresent()) {
      return taken;
    }
    Optional<Tree> awaited = coroutine.awaits().stream().map(await -> reason(await.expression(), seen))
      .flatMap(Optional::stream).findFirst();
    // A task group waits for its tasks before the coroutine goes on.
    return awaited.isPresent()
      ? awaited
      : coroutine.calls().stream().filter(call -> call.plays(Role.CREATES_OWNED_TASK))
        .flatMap(call -> call.arguments().stream()).map(argument -> reason(argument, seen)).flatMap(Optional::stream)
        .findFirst();
  }

  /** A loop that sleeps between its turns, and that only the handling of an error leaves. */
  private Optional<WhileStatement> endlessButForErrors(FunctionInfo coroutine) {
    return coroutine.nodes(WhileStatement.class, Tree.Kind.WHILE_STMT).stream()
      .filter(loop -> Flow.isEndless(loop) && coroutine.calls().stream()
        .anyMatch(call -> call.isTo("asyncio.sleep") && Trees.isInside(call.tree(), loop.body())))
      .filter(loop -> Stream.concat(Trees.within(loop.body(), ReturnStatement.class).stream(),
        Trees.within(loop.body(), BreakStatement.class).stream())
        .allMatch(exit -> Trees.ancestorInScope(exit, ExceptClause.class::isInstance)
          .filter(handler -> Trees.isInside(handler, loop.body())).isPresent()))
      .findFirst();
  }

  /** {@code await stop.wait()} on an event that nothing in the file sets. */
  private boolean isUnsetEvent(CallInfo call) {
    if (!call.isTo("asyncio.Event.wait") || !call.tree().arguments().isEmpty()) {
      return false;
    }
    Expression event = Trees.bare(call.receiver().orElseThrow());
    if (event instanceof CallExpression) {
      return true;
    }
    return event instanceof Name name && Variable.of(name)
      .filter(variable -> isLocalEvent(variable) && variable.reads().stream().map(Use::of)
        .allMatch(use -> use.is(Use.How.CHAINED) && use.site() instanceof QualifiedExpression method
          && !method.name().name().equals("set")))
      .isPresent();
  }

  private boolean isLocalEvent(Variable variable) {
    return variable.writes().stream()
      .allMatch(write -> file.names().valueOf(write) instanceof Value.Instance || !Trees.functionOf(write).isEmpty())
      && variable.writes().stream().noneMatch(write -> write.parent() instanceof Parameter);
  }

  // ---- what stops them --------------------------------------------------------------------------------------------

  /** True when the file handles SIGTERM, or runs something that does. */
  public boolean handlesSignals() {
    boolean isTermination = Stream.of(file.calls().written("add_signal_handler"), file.calls().to("signal.signal"))
      .flatMap(CallQuery::stream)
      .anyMatch(call -> call.arguments().isEmpty() || EndlessPrograms.isTermination(call.arguments().get(0)));
    return isTermination || file.calls().playing(Role.HANDLES_SIGNALS).stream()
      .anyMatch(call -> !call.simpleName().equals("add_signal_handler") && !call.isTo("signal.signal"));
  }

  /** SIGTERM itself, or a variable: a loop over several signals. */
  private static boolean isTermination(Expression signal) {
    String written = Trees.written(signal);
    return written.endsWith("SIGTERM") || !written.contains("SIG");
  }

  /** Handlers that {@code signal.signal} installs although an event loop runs: they interrupt it between two bytecodes. */
  public List<CallInfo> handlersBesideLoop() {
    // trio has no event loop to add the handler to
    boolean isAsyncioProgram = file.calls().playing(Role.RUNS_PROGRAM, Role.DRIVES_LOOP)
      .or(file.calls().written("run_until_complete")).stream().anyMatch(call -> !call.isTo("trio.run"));
    return file.calls().to("signal.signal").stream()
      .filter(call -> isAsyncioProgram || call.function().isOnLoop())
      .filter(call -> call.argument(0, "signalnum")
        .filter(
          signal -> !Trees.written(signal).contains("SIG") || Trees.written(signal).matches(".*SIG(TERM|INT|HUP|QUIT)"))
        .isPresent())
      .filter(call -> call.argument(1, "handler").filter(this::touchesLoop).isPresent())
      .filter(call -> !isForWindows(call))
      .toList();
  }

  /**
   * A handler of this file that works on the loop's objects, or on what they may be in the middle of, and does not go
   * through {@code call_soon_threadsafe}, itself or in what it calls.
   */
  private boolean touchesLoop(Expression handler) {
    Optional<FunctionInfo> function = file.names().valueOf(handler) instanceof Value.Named named
      ? named.function().flatMap(file::functionOf)
      : Optional.empty();
    return function.filter(code -> !hops(code)
      && code.calls().stream().noneMatch(call -> call.target().filter(EndlessPrograms::hops).isPresent())
      && (code.calls().stream().anyMatch(EndlessPrograms::worksOnLoop) || raisesOwnError(code))).isPresent();
  }

  /** An error of the program's own: it comes out of whatever the loop was just doing, and ends only that. */
  private static boolean raisesOwnError(FunctionInfo code) {
    boolean isOfLoop = code.owner().isEmpty()
      || code.owner().get().allMethods().stream().anyMatch(FunctionInfo::isAsync);
    return isOfLoop && code.nodes(RaiseStatement.class, Tree.Kind.RAISE_STMT).stream()
      .anyMatch(raise -> !raise.expressions().isEmpty()
        && !Trees.source(raise.expressions().get(0))
          .matches("(\\w+\\.)*(KeyboardInterrupt|SystemExit|GracefulExit)\\b.*"));
  }

  private static boolean hops(FunctionInfo code) {
    return code.calls().stream().map(CallInfo::simpleName)
      .anyMatch(name -> name.endsWith("_threadsafe") || name.equals("add_callback_from_signal"));
  }

  private static boolean worksOnLoop(CallInfo call) {
    boolean onLoop = call.receiver().map(Trees::written)
      .filter(receiver -> receiver.matches("(.*\\.)?_?(event_?)?loop(\\(\\))?")).isPresent();
    return call.name()
      .filter(
        name -> name.startsWith("asyncio.") && !name.startsWith("asyncio.get_") && !name.equals("asyncio.all_tasks"))
      .isPresent()
      || onLoop && Set.of("stop", "close", "create_task", "call_soon", "call_later").contains(call.simpleName())
      || isShutdownOfObject(call);
  }

  /**
   * {@code self.stop()}, {@code server.shutdown()}: an object of the program, in whatever state the interrupted code
   * has left it.
   */
  private static boolean isShutdownOfObject(CallInfo call) {
    return call.receiver().isPresent() && call.fact().isEmpty()
      && SHUTDOWN.matcher(call.simpleName()).matches();
  }

  /** {@code loop.add_signal_handler} does not exist on Windows (Python 3.12 documentation, Platform Support). */
  private static boolean isForWindows(CallInfo call) {
    return Trees.ancestorInScope(call.tree(), node -> node instanceof ExceptClause
      || node instanceof IfStatement choice && isForWindows(choice, call.tree()))
      .isPresent();
  }

  /** In the branch of {@code if sys.platform == "win32"}, or in the other one of {@code if os.name != "nt"}. */
  private static boolean isForWindows(IfStatement choice, Tree call) {
    String condition = Trees.source(choice.condition());
    boolean asksForWindows = condition.matches(".*(win32|\\bnt\\b|[Ww]indows).*");
    boolean isNegated = condition.matches(".*(!=|\\bnot\\b).*");
    boolean asksForUnix = !asksForWindows && condition.matches(".*(platform|os\\.name|add_signal_handler).*");
    boolean isFirstBranch = Trees.isInside(call, choice.body());
    return asksForWindows && isFirstBranch != isNegated || asksForUnix && isFirstBranch == isNegated;
  }
}
