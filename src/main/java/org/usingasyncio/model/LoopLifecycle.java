package org.usingasyncio.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Binding;
import org.usingasyncio.reach.Execution;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/** An event loop that the code manages by hand: made or asked for, run, closed. */
public final class LoopLifecycle {

  private static final Set<String> RUNS = Set.of("run_until_complete", "run_forever");
  private static final Set<String> AFTER_CLOSE = Set.of("close", "is_closed", "is_running", "get_debug", "time");
  private static final Set<String> ENDS = Set.of("cancel", "close", "aclose", "stop", "shutdown", "terminate");
  private static final int HELPERS = 60;

  private final FileModel file;
  private final List<CallInfo> makers = new ArrayList<>();
  private final Set<Object> holders = new HashSet<>();
  private final Set<Use> uses = new LinkedHashSet<>();
  private final Set<Variable> variables = new LinkedHashSet<>();
  private final Set<AttributeInfo> attributes = new LinkedHashSet<>();
  private boolean returned;
  private Set<FunctionInfo> managers;

  LoopLifecycle(FileModel file) {
    this.file = file;
  }

  // ---- made -------------------------------------------------------------------------------------------------------

  /** Adds a call that gives the loop, and everything that is done with what it gives. */
  void addMaker(CallInfo maker, Life life, Set<Object> held) {
    makers.add(maker);
    holders.addAll(held);
    uses.addAll(life.uses());
    variables.addAll(life.variables());
    variables.addAll(life.globals());
    attributes.addAll(life.attributes());
    life.globals().forEach(variable -> variable.reads().forEach(read -> uses.add(Use.of(read))));
    life.attributes().forEach(attribute -> uses.addAll(attribute.uses()));
    returned |= maker.use().is(Use.How.RETURNED);
  }

  /** True when one of the variables or attributes that hold the loop is among these. */
  boolean isHeldBy(Set<Object> others) {
    return others.stream().anyMatch(holders::contains);
  }

  /** The first call that gives the loop: {@code new_event_loop()}, {@code get_event_loop()}. */
  public CallInfo maker() {
    return makers.get(0);
  }

  /** True when the code itself makes the loop, and so has to close it. */
  public boolean isOwned() {
    return makers.stream().allMatch(maker -> maker.plays(Role.NEW_LOOP) && !isFallback(maker)) && !mayComeFromOutside();
  }

  /** {@code loop or new_event_loop()}, {@code loop if loop else new_event_loop()} */
  private static boolean isFallback(CallInfo maker) {
    Tree parent = Trees.parentOf(maker.tree());
    return parent instanceof ConditionalExpression || parent.is(Tree.Kind.OR);
  }

  /** Another place gives the variable or attribute a loop that this file does not make. */
  private boolean mayComeFromOutside() {
    return Stream.concat(
      variables.stream().flatMap(variable -> file.names().bindingsOf(variable.symbol()).stream()),
      attributes.stream().flatMap(attribute -> attribute.assignments().stream()))
      .anyMatch(binding -> binding.kind() == Binding.Kind.PARAMETER
        || binding.value() != null && !Literals.isNone(binding.value())
          && makers.stream().noneMatch(maker -> Trees.isInside(maker.tree(), binding.value())));
  }

  // ---- used -------------------------------------------------------------------------------------------------------

  /** The attributes of the loop that the file mentions: {@code loop.close}, in source order. */
  private List<QualifiedExpression> members() {
    return uses.stream().filter(use -> use.is(Use.How.CHAINED)).map(Use::site)
      .filter(QualifiedExpression.class::isInstance).map(QualifiedExpression.class::cast)
      .distinct().sorted((a, b) -> Trees.compare(a.name().firstToken(), b.name().firstToken())).toList();
  }

  /** The calls of the loop's own methods, in source order. */
  public List<CallInfo> calls() {
    return members().stream().map(Tree::parent).map(file::callOf).flatMap(Optional::stream)
      .filter(call -> call.receiver().isPresent()).toList();
  }

  /** {@code loop.close()} */
  public List<CallInfo> closings() {
    return calls().stream().filter(call -> call.simpleName().equals("close")).toList();
  }

  /** {@code run_until_complete} and {@code run_forever}, called or handed to a thread. */
  public List<QualifiedExpression> runs() {
    return members().stream().filter(member -> RUNS.contains(member.name().name())).toList();
  }

  /** True when the file runs it, or keeps it and makes it the loop of a thread, where a library runs it. */
  public boolean isRun() {
    return !runs().isEmpty() || !attributes.isEmpty() && passedTo().stream()
      .anyMatch(call -> call.simpleName().equals("set_event_loop")
        && call.function().executions().contains(Execution.THREAD)
        && call.function().calls().stream().noneMatch(other -> other.plays(Role.RUNS_PROGRAM)
          || other.name().filter(name -> name.startsWith("tornado.")).isPresent()));
  }

  private boolean runsForever() {
    return runs().stream().anyMatch(run -> run.name().name().equals("run_forever"));
  }

  /** True for {@code atexit.register(loop.close)} and {@code with closing(loop)}. */
  private boolean isClosedByOthers() {
    return members().stream()
      .anyMatch(member -> member.name().name().equals("close")
        && !(member.parent() instanceof CallExpression call && call.callee() == member))
      || passedTo().stream().anyMatch(call -> call.simpleName().equals("closing"));
  }

  private List<CallInfo> passedTo() {
    return uses.stream().filter(use -> use.is(Use.How.ARGUMENT)).map(Use::site).map(file::callOf)
      .flatMap(Optional::stream).toList();
  }

  /** True when somebody else may close the loop: it is returned, passed on, or kept on another object. */
  public boolean isHandedOn() {
    return returned || isClosedByOthers()
      || uses.stream().anyMatch(use -> use.is(Use.How.RETURNED, Use.How.YIELDED, Use.How.COLLECTED, Use.How.OTHER))
      || passedTo().stream().anyMatch(call -> !onlyUses(call))
      || attributes.stream()
        .anyMatch(attribute -> !attribute.name().startsWith("_") && !attribute.owner().hasKnownBases());
  }

  /** True when a function that only a thread runs drives it to an end: the others are given it to reach that thread. */
  public boolean endsInThread() {
    return !isClosedByOthers() && runs().stream().filter(run -> run.name().name().equals("run_until_complete"))
      .map(file::functionAround).anyMatch(runner -> runner.executions().contains(Execution.THREAD));
  }

  /**
   * {@code set_event_loop(loop)}, {@code run_coroutine_threadsafe(f(), loop)}, {@code gather(…, loop=loop)}: the loop
   * stays the caller's.
   */
  private static boolean onlyUses(CallInfo call) {
    return call.name().filter(name -> name.startsWith("asyncio.")).isPresent() || call.fact().isPresent()
      || call.simpleName().equals("set_event_loop");
  }

  // ---- what may be left running -----------------------------------------------------------------------------------

  /**
   * True when tasks may still be there after the run: it runs for ever, what it runs starts tasks that nothing waits
   * for, or is not seen.
   */
  public boolean mayLeaveTasks() {
    return runsForever() || runsUnseen() || Tasks.of(file).all().stream()
      .anyMatch(task -> task.isStarted() && !task.isMadeBy(Task.Maker.GROUP) && !task.isAwaited()
        && mayRunHere(task.call().function())
        && task.passedTo().stream().noneMatch(call -> RUNS.contains(call.simpleName())));
  }

  /** True when asynchronous generators may still be open after the run. */
  public boolean mayLeaveGenerators() {
    return runsForever() || runsUnseen()
      || file.functions().stream()
        .anyMatch(function -> function.isAsync() && function.isGenerator() && mayRunHere(function))
      || file.nodes(ForStatement.class, Tree.Kind.FOR_STMT).stream().filter(ForStatement::isAsync)
        .anyMatch(loop -> mayRunHere(file.functionAround(loop)));
  }

  /** False when one function has the loop to itself, and nothing that it calls or mentions comes there. */
  private boolean mayRunHere(FunctionInfo function) {
    boolean isLocal = attributes.isEmpty() && variables.stream().noneMatch(Variable::isShared)
      && makers.stream().noneMatch(maker -> maker.function().isModule());
    return !isLocal || managers().contains(function) || function.definition().filter(this::isMentioned).isPresent()
      || function.enclosingClass().filter(owner -> isMentioned(owner.tree())).isPresent();
  }

  /** What manages the loop mentions the function or class by its name. */
  private boolean isMentioned(Tree definition) {
    return Variable.of(definition instanceof ClassDef type ? type.name() : ((FunctionDef) definition).name())
      .filter(name -> name.reads().stream().anyMatch(read -> managers().contains(file.functionAround(read))))
      .isPresent();
  }

  /** True when the loop runs a coroutine of which neither the file nor the libraries' facts tell. */
  private boolean runsUnseen() {
    return runs().isEmpty() || runs().stream().map(Tree::parent).map(file::callOf).flatMap(Optional::stream)
      .flatMap(run -> run.arguments().stream())
      .anyMatch(work -> workOf(work)
        .filter(call -> call.target().isPresent() || call.fact().isPresent() || isOfLoop(call)).isEmpty());
  }

  private Optional<CallInfo> workOf(Expression work) {
    Optional<CallInfo> inTask = Tasks.of(file).behind(work).flatMap(Task::workCall);
    return inTask.isPresent() ? inTask : file.callOf(work);
  }

  private static boolean isOfLoop(CallInfo call) {
    return call.simpleName().startsWith("shutdown_")
      || call.name().filter(name -> name.startsWith("asyncio.")).isPresent();
  }

  /**
   * A call that uses the default executor of the loop: {@code run_in_executor(None, …)}, {@code to_thread}, files of
   * aiofiles.
   */
  public Optional<CallInfo> usesDefaultExecutor() {
    return file.calls().to("asyncio.to_thread", "aiofiles.open")
      .or(file.calls().written("run_in_executor")
        .where(call -> call.argument(0, "executor").filter(Literals::isNone).isPresent()))
      .stream()
      .filter(call -> !runsThisLoop(call))
      .findFirst();
  }

  /** The call hands the function that makes the loop to a thread: the executor is that of another loop. */
  private boolean runsThisLoop(CallInfo call) {
    return file.handovers().stream().anyMatch(handover -> handover.call() == call
      && handover.function().filter(function -> function == maker().function()).isPresent());
  }

  // ---- the steps of the shutdown ----------------------------------------------------------------------------------

  /** The functions that manage the loop: those that mention it, and what they call or define. */
  private Set<FunctionInfo> managers() {
    if (managers == null) {
      managers = new LinkedHashSet<>();
      Deque<FunctionInfo> open = new ArrayDeque<>();
      makers.forEach(maker -> open.add(maker.function()));
      members().forEach(member -> open.add(file.functionAround(member)));
      while (!open.isEmpty() && managers.size() < HELPERS) {
        FunctionInfo function = open.poll();
        if (managers.add(function)) {
          function.calls().forEach(call -> call.target().ifPresent(open::add));
          if (!function.isModule()) {
            open.addAll(function.nested());
          }
          function.enclosingClass().filter(owner -> !attributes.isEmpty())
            .ifPresent(owner -> open.addAll(owner.allMethods()));
        }
      }
    }
    return managers;
  }

  private boolean anyCall(Predicate<CallInfo> condition) {
    return managers().stream().flatMap(function -> function.calls().stream()).anyMatch(condition);
  }

  /** True when what manages the loop calls the method, or asks whether the loop has it. */
  private boolean mentions(String method) {
    return anyCall(call -> call.simpleName().equals(method)
      || call.arguments().stream().anyMatch(argument -> Trees.written(argument).endsWith(method)));
  }

  /**
   * A helper that this file does not define is told to end the work of the loop: {@code
   * run_until_complete(shutdown(loop))}.
   */
  private boolean isEndedElsewhere() {
    return anyCall(call -> call.target().isEmpty() && call.fact().isEmpty()
      && call.name().filter(name -> name.startsWith("asyncio.")).isEmpty()
      && call.simpleName().matches(
        "_*(cancel|stop|clean_?up|shut_?down|close|finish|drain|terminate|teardown)_?\\w*(tasks?|loop|pending)\\w*"));
  }

  /** True when all tasks of the loop are looked up and cancelled. */
  public boolean cancelsTasks() {
    return isEndedElsewhere() || managers().stream().anyMatch(LoopLifecycle::cancelsAllTasks)
      || anyCall(LoopLifecycle::cancelsKeptTasks);
  }

  private static boolean cancelsAllTasks(FunctionInfo function) {
    boolean looksUp = function.calls().stream().anyMatch(call -> call.simpleName().equals("all_tasks"));
    return looksUp && function.calls().stream()
      .anyMatch(call -> call.simpleName().equals("cancel") || call.simpleName().matches("_*cancel_\\w+"));
  }

  /**
   * {@code for task in self._tasks: task.cancel()}, {@code for link in self._links: link.close()}: the object ends what
   * it has kept.
   */
  private static boolean cancelsKeptTasks(CallInfo call) {
    return ENDS.contains(call.simpleName())
      && call.loops().stream().anyMatch(loop -> loop instanceof ForStatement each
        && each.testExpressions().stream().anyMatch(tasks -> Trees.source(tasks).contains("self.")));
  }

  /** True when the asynchronous generators are shut down. */
  public boolean shutsDownGenerators() {
    return isEndedElsewhere() || mentions("shutdown_asyncgens");
  }

  /** True when the default executor is shut down, or replaced by one that the code owns. */
  public boolean shutsDownExecutor() {
    return isEndedElsewhere() || mentions("shutdown_default_executor") || mentions("set_default_executor");
  }

  // ---- closed -----------------------------------------------------------------------------------------------------

  /**
   * The closing that only the straight path reaches: not in a {@code finally}, with a run of the loop before it in the
   * same function.
   */
  public Optional<CallInfo> unsafeClosing() {
    boolean isSafe = isClosedByOthers()
      || closings().stream().anyMatch(closing -> isInFinally(closing.tree()) || runsBefore(closing).isEmpty());
    return isSafe ? Optional.empty() : closings().stream().findFirst();
  }

  private static boolean isInFinally(Tree tree) {
    return Trees.ancestorInScope(tree, node -> node.is(Tree.Kind.FINALLY_CLAUSE)).isPresent();
  }

  /** The runs before the closing, in its function, whose errors would skip it. */
  public List<QualifiedExpression> runsBefore(CallInfo closing) {
    return runs().stream()
      .filter(run -> file.functionAround(run) == closing.function() && Trees.isBefore(run, closing.tree())
        && !isCaught(run, closing) && !isShutdown(run))
      .toList();
  }

  /** {@code run_until_complete(loop.shutdown_asyncgens())}: a step of the closing itself. */
  private boolean isShutdown(QualifiedExpression run) {
    return file.callOf(run.parent()).stream().flatMap(call -> call.arguments().stream()).map(file::callOf)
      .flatMap(Optional::stream)
      .anyMatch(call -> call.simpleName().startsWith("shutdown_"));
  }

  /**
   * A {@code try} around the run alone, that catches what the run raises: {@code run_forever} only raises what ends the
   * program.
   */
  private static boolean isCaught(Tree run, CallInfo closing) {
    boolean isForever = run instanceof QualifiedExpression member && member.name().name().equals("run_forever");
    return Trees.enclosingInScope(run, TryStatement.class).stream()
      .filter(attempt -> Trees.isInside(run, attempt.body()) && !Trees.isInside(closing.tree(), attempt))
      .flatMap(attempt -> attempt.exceptClauses().stream())
      .anyMatch(clause -> clause.exception() == null || Trees.source(clause.exception()).matches(isForever
        ? ".*(BaseException|KeyboardInterrupt|GracefulExit|SystemExit).*"
        : ".*(BaseException|\\bException).*"));
  }

  /** A use of the loop after it was closed, in the same block. */
  public Optional<CallInfo> useAfterClosing() {
    for (CallInfo closing : closings()) {
      List<Statement> after = Trees.statementOf(closing.tree()).map(Trees::following).orElse(List.of());
      Optional<CallInfo> use = calls().stream()
        .filter(call -> !AFTER_CLOSE.contains(call.simpleName()))
        .filter(call -> Trees.isInsideAny(call.tree(), after) && call.function() == closing.function())
        .findFirst();
      if (use.isPresent() && !isMadeAnew(closing, use.get())) {
        return use;
      }
    }
    return Optional.empty();
  }

  private boolean isMadeAnew(CallInfo closing, CallInfo use) {
    boolean byVariable = variables.stream().anyMatch(variable -> variable.writes().stream()
      .anyMatch(write -> Trees.isBefore(closing.tree(), write) && Trees.isBefore(write, use.tree())));
    return byVariable || attributes.stream().anyMatch(attribute -> attribute.assignments().stream()
      .anyMatch(write -> Trees.isBefore(closing.tree(), write.target()) && Trees.isBefore(write.target(), use.tree())));
  }
}
