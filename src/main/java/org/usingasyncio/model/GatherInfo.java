package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Binding;
import org.usingasyncio.syntax.Calls;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/** One call of {@code asyncio.gather}: what it waits for, who waits for it, and what becomes of the results. */
public final class GatherInfo {

  /** Methods that end something: their errors are often ignored on purpose. */
  private static final Set<String> ENDING = Set.of(
    "close", "aclose", "disconnect", "stop", "shutdown", "cancel", "wait_closed", "terminate", "kill", "cleanup",
    "unload", "teardown",
    "release", "leave", "unsubscribe", "async_close", "quit", "logout", "join", "wait");

  private static final Pattern CLEANING_UP = Pattern.compile(
    "(^|_)(a?close|stop|shutdown|clean_?up|tear_?down|dispose|finalize|unload|exit)(_|$)|(^|_)cancel(_all|.*task)");

  private static final Pattern IGNORING = Pattern.compile(
    "(?i)ignor|swallow|suppress|intentional|on purpose|do not care|don.t care|best.effort");

  private static final Pattern NEVER_RAISING = Pattern
    .compile("(?i)(never|(can|do|does|will)( ?not|n.t)) (fail|raise|throw)");

  /** Methods that go on for as long as the object works. */
  private static final Set<String> LONG_LIVED = Set.of(
    "join", "run", "run_forever", "serve", "serve_forever", "run_async", "wait_stopped", "wait_for_termination");

  private final CallInfo call;
  private final FileModel file;

  private GatherInfo(CallInfo call) {
    this.call = call;
    this.file = call.file();
  }

  /** The calls of {@code gather} in the file. */
  public static List<GatherInfo> of(FileModel file) {
    return file.calls().playing(Role.GATHERS).stream().map(GatherInfo::new).toList();
  }

  static GatherInfo of(CallInfo gather) {
    return new GatherInfo(gather);
  }

  public CallInfo call() {
    return call;
  }

  /** What is gathered, without stars. */
  public List<Expression> awaitables() {
    List<Expression> found = new ArrayList<>(Calls.positional(call.tree()));
    found.addAll(Calls.starred(call.tree()));
    return found;
  }

  /**
   * True when it waits for two or more: several arguments, or an unpacked collection that is not one element written
   * out.
   */
  public boolean isForSeveral() {
    List<Expression> starred = Calls.starred(call.tree());
    if (Calls.positional(call.tree()).size() + starred.size() >= 2) {
      return true;
    }
    return starred.size() == 1
      && !(Trees.bare(starred.get(0)) instanceof ListLiteral list && list.elements().expressions().size() < 2);
  }

  /** True when {@code return_exceptions} is neither written out nor hidden in {@code **options}. */
  public boolean lacksReturnExceptions() {
    return call.lacks(-1, "return_exceptions");
  }

  public boolean returnsExceptions() {
    return call.argument(-1, "return_exceptions").filter(Literals::isTrue).isPresent();
  }

  // ---- what is awaited ----------------------------------------------------------------------------------------------

  /** The calls that make the awaitables, where the file shows them: through comprehensions, lists and single assignments. */
  public List<CallInfo> makers() {
    List<CallInfo> found = new ArrayList<>();
    awaitables().forEach(awaitable -> addMakers(awaitable, found, 0));
    return found;
  }

  private void addMakers(Expression awaitable, List<CallInfo> found, int depth) {
    Expression bare = Trees.bare(awaitable);
    if (depth > 5) {
      return;
    }
    if (bare instanceof CallExpression made) {
      file.callOf(made).ifPresent(maker -> {
        boolean isWrapper = maker.plays(Role.CREATES_TASK) || maker.plays(Role.CREATES_OWNED_TASK)
          || maker.plays(Role.TIMEOUT_SCOPE) || maker.plays(Role.SHIELDS);
        Optional<Expression> wrapped = isWrapper ? maker.arguments().stream().findFirst() : Optional.empty();
        wrapped.ifPresentOrElse(inner -> addMakers(inner, found, depth + 1), () -> found.add(maker));
      });
    } else if (bare instanceof ComprehensionExpression each) {
      addMakers(each.resultExpression(), found, depth + 1);
    } else if (bare instanceof ListLiteral list) {
      list.elements().expressions().forEach(element -> addMakers(element, found, depth + 1));
    } else if (bare instanceof UnpackingExpression part) {
      addMakers(part.expression(), found, depth + 1);
    } else if (bare instanceof Name name) {
      file.names().reaching(name).stream().filter(binding -> binding.value() != null && binding.index() < 0)
        .forEach(binding -> addMakers(binding.value(), found, depth + 1));
      Variable.of(name).ifPresent(variable -> addAppended(variable, found, depth));
    }
  }

  /** {@code tasks.append(fetch(url))} and {@code tasks.add(…)} in the same function. */
  private void addAppended(Variable variable, List<CallInfo> found, int depth) {
    for (Name read : variable.reads()) {
      if (read.parent() instanceof QualifiedExpression method
        && Set.of("append", "add").contains(method.name().name())) {
        file.callOf(method.parent()).stream().flatMap(append -> append.arguments().stream())
          .forEach(added -> addMakers(added, found, depth + 1));
      }
    }
  }

  /** True when all that it waits for cannot fail: it sleeps, waits for events and queues, or is done already. */
  public boolean cannotFail() {
    List<CallInfo> makers = makers();
    return isOfDone() || !makers.isEmpty() && makers.stream()
      .allMatch(maker -> maker.isTo("asyncio.sleep", "asyncio.Event.wait", "asyncio.Queue.join", "asyncio.Queue.get",
        "asyncio.Queue.put"));
  }

  /**
   * True when all that it waits for are coroutines that handle their errors themselves; a cancellation still comes out
   * of them.
   */
  public boolean isOfHandled() {
    List<CallInfo> makers = makers();
    Handlers handlers = Handlers.of(file);
    return !makers.isEmpty()
      && makers.stream().allMatch(maker -> maker.target().filter(handlers::keepsItsErrors).isPresent());
  }

  /** {@code done, pending = await asyncio.wait(tasks)}, then {@code await asyncio.gather(*done)}: nothing is left to run. */
  private boolean isOfDone() {
    return call.arguments().size() == 1 && Calls.starred(call.tree()).stream().map(Trees::bare)
      .filter(Name.class::isInstance).map(Name.class::cast)
      .anyMatch(done -> {
        List<Binding> bindings = file.names().reaching(done);
        return !bindings.isEmpty() && bindings.stream()
          .allMatch(binding -> binding.index() == 0 && binding.value() != null
            && Trees.bare(binding.value()) instanceof AwaitExpression await
            && file.callOf(await.expression()).filter(wait -> wait.isTo("asyncio.wait")).isPresent());
      });
  }

  /** True when all that it waits for are tasks that run already: {@code all_tasks()}. */
  boolean isOfRunning() {
    List<CallInfo> makers = makers();
    return !makers.isEmpty() && makers.stream().allMatch(maker -> maker.simpleName().equals("all_tasks"));
  }

  /** True when the author writes above the statement, or each awaitable, that nothing raises an error there. */
  public boolean isSaidNotToFail() {
    List<CallInfo> makers = makers();
    return isCommented(NEVER_RAISING)
      || !makers.isEmpty() && makers.stream().allMatch(maker -> maker.tree().firstToken().trivia().stream()
        .anyMatch(comment -> NEVER_RAISING.matcher(comment.value()).find()));
  }

  /** True when all that it waits for ends something: {@code close()}, {@code stop()}. */
  public boolean onlyEnds() {
    List<CallInfo> makers = makers();
    return !makers.isEmpty() && makers.stream().allMatch(maker -> isEnding(maker.simpleName()));
  }

  static boolean isEnding(String name) {
    String plain = name.replaceFirst("^_+", "");
    return ENDING.contains(plain)
      || ENDING.stream().anyMatch(word -> plain.startsWith(word + "_") || plain.endsWith("_" + word));
  }

  /**
   * True when it watches over an unknown number of awaitables that work for as long as their objects do:
   * {@code gather(*(actor.run() for actor in actors))}, or of project coroutines that never end.
   */
  public boolean supervises() {
    List<CallInfo> makers = makers();
    boolean isUnknownNumber = !Calls.starred(call.tree()).isEmpty();
    return isUnknownNumber && !makers.isEmpty() && call.finalUse().is(Use.How.DROPPED) && !isOfCancelled()
      && makers.stream()
        .allMatch(maker -> LONG_LIVED.contains(maker.simpleName()) && maker.receiver().isPresent()
          && maker.arguments().isEmpty()
          && maker.name().filter(name -> name.startsWith("asyncio.")).isEmpty()
          || maker.target().filter(Workers::neverEnds).isPresent());
  }

  /** {@code # Errors are ignored here, each job has logged its own}: written out above the statement, it is a decision. */
  public boolean isMeantToIgnore() {
    return isCommented(IGNORING);
  }

  private boolean isCommented(Pattern words) {
    return Trees.enclosingInScope(call.tree(), Statement.class).stream().findFirst()
      .filter(statement -> words.matcher(file.commentAbove(statement)).find())
      .isPresent();
  }

  /** True in a function that ends something, and in the clean-up of an error: what fails there is ignored on purpose. */
  public boolean isInCleanUp() {
    return isCleanUp(call.function().name())
      || !Trees.enclosingInScope(call.tree(), ExceptClause.class).isEmpty()
      || !Trees.enclosingInScope(call.tree(), FinallyClause.class).isEmpty();
  }

  /** {@code close}, {@code stop_all}, {@code on_shutdown}; not {@code disconnect_idle_users}, which has other work to do. */
  private static boolean isCleanUp(String name) {
    String plain = name.replaceFirst("^_+", "");
    boolean isWait = plain.equals("join") || plain.startsWith("wait");
    return plain.equals("aexit__") || ENDING.contains(plain) && !isWait || CLEANING_UP.matcher(plain).find();
  }

  /** True when an {@code except} or {@code finally} around the wait cancels the rest. */
  public boolean cancelsRestOnError() {
    Cancellation cancellation = Cancellation.of(file);
    List<TryStatement> attempts = waiter().map(wait -> Trees.enclosingInScope(wait, TryStatement.class).stream()
      .filter(attempt -> Trees.isInside(wait, attempt.body())).toList()).orElse(List.of());
    return call.function().calls().stream()
      .filter(cancel -> cancel.simpleName().equals("cancel"))
      .filter(cancel -> attempts.stream()
        .anyMatch(attempt -> Trees.isInside(cancel.tree(), attempt) && !Trees.isInside(cancel.tree(), attempt.body())))
      .anyMatch(cancel -> isCallOnResult(cancel)
        || awaitables().stream()
          .anyMatch(task -> cancel.receiver().filter(receiver -> cancellation.isSame(receiver, task)).isPresent()));
  }

  /** {@code gathered.cancel()} for {@code gathered = gather(…)} */
  private boolean isCallOnResult(CallInfo method) {
    return Life.of(file, call.tree()).methodCalls().contains(method);
  }

  /** True when another function makes the awaitables: it may keep them, and look at them later. */
  public boolean isOfUnseen() {
    return Calls.starred(call.tree()).stream().anyMatch(starred -> isMadeElsewhere(starred, 0));
  }

  private boolean isMadeElsewhere(Expression list, int depth) {
    Expression bare = Trees.bare(list);
    if (bare instanceof Name name && depth < 3) {
      return file.names().reaching(name).stream().anyMatch(
        binding -> binding.value() != null && binding.index() < 0 && isMadeElsewhere(binding.value(), depth + 1));
    }
    if (!(bare instanceof CallExpression made)) {
      return false;
    }
    boolean isCopy = file.callOf(made).filter(copy -> copy.isTo("list", "set", "tuple", "sorted", "reversed", "filter"))
      .isPresent();
    boolean isPlain = isCopy || file.callOf(made)
      .filter(maker -> maker.isTo("map", "asyncio.all_tasks") || List.of("values", "copy").contains(maker.simpleName()))
      .isPresent();
    return isCopy && !Calls.positional(made).isEmpty()
      ? isMadeElsewhere(Calls.positional(made).get(0), depth + 1)
      : !isPlain;
  }

  /** True when each task is afterwards asked for its result or exception. */
  public boolean asksTasks() {
    Cancellation cancellation = Cancellation.of(file);
    return awaitables().stream().anyMatch(task -> cancellation.isAskedAfter(task, call.tree()));
  }

  /** True when the function has cancelled what it gathers: the way to wait for the end of tasks. */
  public boolean isOfCancelled() {
    Cancellation cancellation = Cancellation.of(file);
    return awaitables().stream().anyMatch(task -> cancellation.isCancelledBefore(task, call.tree()))
      || isCancelledItself();
  }

  /** {@code gathered = gather(*tasks); gathered.cancel()} */
  private boolean isCancelledItself() {
    return Life.of(file, call.tree()).methodCalls().stream().anyMatch(method -> method.simpleName().equals("cancel"));
  }

  // ---- who waits for it ---------------------------------------------------------------------------------------------

  /**
   * The expression that waits for the end of it: an {@code await}, {@code run_until_complete(…)}; empty when none is
   * seen.
   */
  public Optional<Tree> waiter() {
    return waitFor(call.use(), 0);
  }

  private Optional<Tree> waitFor(Use use, int depth) {
    if (use.is(Use.How.AWAITED)) {
      return Optional.of(use.site());
    }
    if (use.is(Use.How.ARGUMENT)) {
      Optional<CallInfo> taker = file.callOf(use.site());
      if (taker.filter(wrapper -> wrapper.plays(Role.SHIELDS) || wrapper.plays(Role.TIMEOUT_SCOPE)).isPresent()) {
        return waitFor(taker.get().use(), depth);
      }
      return taker
        .filter(runner -> runner.plays(Role.DRIVES_LOOP) || runner.plays(Role.RUNS_PROGRAM)
          || runner.simpleName().equals("run_until_complete"))
        .map(CallInfo::tree);
    }
    if (use.is(Use.How.ASSIGNED) && depth == 0) {
      return Life.of(file, call.tree()).uses().stream().map(later -> waitFor(later, 1)).flatMap(Optional::stream)
        .findFirst();
    }
    return Optional.empty();
  }

  // ---- what becomes of the results ----------------------------------------------------------------------------------

  /** The life of the list of results: of the {@code await} around the call, also through {@code wait_for}. */
  public Optional<Life> results() {
    return waiter().filter(AwaitExpression.class::isInstance).map(await -> Life.of(file, (Expression) await));
  }

  /** The names to which the results are taken apart: {@code user, orders = await gather(…)}. */
  public List<Variable> parts() {
    return waiter().filter(AwaitExpression.class::isInstance).map(await -> Use.of((Expression) await))
      .filter(use -> use.is(Use.How.ASSIGNED) && use.site() instanceof AssignmentStatement)
      .map(use -> ((AssignmentStatement) use.site()).lhsExpressions().get(0))
      .map(GatherInfo::namesIn)
      .orElse(List.of()).stream().map(Variable::of).flatMap(Optional::stream).toList();
  }

  private static List<Expression> namesIn(ExpressionList targets) {
    if (targets.expressions().size() > 1) {
      return targets.expressions();
    }
    Expression only = Trees.bare(targets.expressions().get(0));
    if (only instanceof Tuple tuple) {
      return tuple.elements();
    }
    return only instanceof ListLiteral list ? list.elements().expressions() : List.of();
  }

  /** True when the results are named nowhere: a statement of its own, {@code _ = …}, or a variable that nothing reads. */
  public boolean dropsResults() {
    if (!parts().isEmpty()) {
      return parts().stream().allMatch(part -> part.reads().isEmpty());
    }
    return results().filter(Life::isDropped).isPresent();
  }

  /**
   * True when what is done with the results may find the exceptions among them: a test with {@code isinstance}, a
   * {@code raise}, a {@code match}, or handing them, or one of them, on.
   */
  public boolean mayCheckResults() {
    FunctionInfo function = call.function();
    boolean tests = function.calls().stream()
      .anyMatch(test -> isAfter(test.tree())
        && (test.isTo("isinstance", "issubclass", "type", "callable") || test.simpleName().equals("isinstance")))
      || function.nodes(RaiseStatement.class, Tree.Kind.RAISE_STMT).stream().anyMatch(this::isAfter)
      || function.nodes(MatchStatement.class, Tree.Kind.MATCH_STMT).stream().anyMatch(this::isAfter)
      || function.nodes(QualifiedExpression.class, Tree.Kind.QUALIFIED_EXPR).stream()
        .anyMatch(member -> isAfter(member)
          && Set.of("__class__", "__traceback__", "__cause__").contains(member.name().name()));
    return tests || parts().stream().anyMatch(part -> handsOn(part, 0)) || results().filter(this::handsOn).isPresent();
  }

  private boolean isAfter(Tree tree) {
    return Trees.isBefore(call.tree(), tree);
  }

  private boolean handsOn(Life life) {
    boolean isKeptElsewhere = Use.of(life.origin()).is(Use.How.ASSIGNED) && life.variables().isEmpty();
    return isKeptElsewhere || !life.attributes().isEmpty() || !life.globals().isEmpty()
      || life.uses().stream().anyMatch(use -> handsOn(use) || eachIsHandedOn(use, 0))
      || life.variables().stream().anyMatch(variable -> handsOn(variable, 0));
  }

  private boolean handsOn(Variable variable, int depth) {
    return variable.isShared() || variable.reads().stream().filter(this::isAfter).map(Use::of)
      .filter(use -> depth == 0 || !isCalculated(use))
      .anyMatch(use -> handsOn(use)
        || eachIsHandedOn(use, depth));
  }

  /** {@code total += result}, {@code result * 2}: no exception gets through. */
  private static boolean isCalculated(Use use) {
    return use.is(Use.How.OTHER) && use.site().is(Tree.Kind.COMPOUND_ASSIGNMENT, Tree.Kind.PLUS, Tree.Kind.MINUS,
      Tree.Kind.MULTIPLICATION, Tree.Kind.DIVISION);
  }

  /** {@code for error in results: report(error)} */
  private boolean eachIsHandedOn(Use use, int depth) {
    return use.is(Use.How.ITERATED) && depth < 2 && !isSiftedByTruth(use.site())
      && loopTargets(use.site()).stream().anyMatch(target -> handsOn(target, depth + 1));
  }

  /** {@code [r for r in results if r]}: every exception is true, so all of them stay among the results. */
  private static boolean isSiftedByTruth(Tree loop) {
    if (!(loop instanceof ComprehensionFor sieve && sieve.nestedClause() instanceof ComprehensionIf test
      && test.nestedClause() == null && sieve.parent() instanceof ComprehensionExpression display)) {
      return false;
    }
    String each = Trees.source(sieve.loopExpression());
    return Trees.source(display.resultExpression()).equals(each)
      && (Trees.source(test.condition()).equals(each) || Trees.source(test.condition()).equals(each + " is not None"));
  }

  /** Results that leave the function, or reach another one that may look at them. */
  private boolean handsOn(Use use) {
    if (use.is(Use.How.ARGUMENT)) {
      Optional<CallInfo> taker = file.callOf(use.site());
      return taker.isEmpty() || !isPlainBuiltin(taker.get())
        || taker.get().use().is(Use.How.ITERATED)
          && loopTargets(taker.get().use().site()).stream().anyMatch(target -> handsOn(target, 1))
        || !taker.get().isTo("len", "print", "str", "sum", "min", "max") && !taker.get().simpleName().equals("join")
          && taker.get().use().is(Use.How.ASSIGNED, Use.How.ARGUMENT, Use.How.RETURNED);
    }
    return use.is(Use.How.RETURNED, Use.How.YIELDED, Use.How.COLLECTED, Use.How.OTHER, Use.How.TESTED)
      || use.is(Use.How.ASSIGNED) && isKept(use.site());
  }

  private static boolean isKept(Tree assignment) {
    return assignment instanceof AssignmentStatement statement && statement.lhsExpressions().stream()
      .flatMap(list -> list.expressions().stream())
      .anyMatch(target -> !(target instanceof Name));
  }

  private static boolean isPlainBuiltin(CallInfo call) {
    return call.isTo("len", "print", "enumerate", "zip", "list", "tuple", "set", "sorted", "reversed", "sum", "min",
      "max", "dict", "iter", "filter", "map", "str")
      || call.simpleName().equals("join") || Handler.isReport(call);
  }

  private static List<Variable> loopTargets(Tree loop) {
    List<Variable> found = new ArrayList<>();
    List<Expression> targets = loop instanceof ForStatement statement
      ? statement.expressions()
      : loop instanceof ComprehensionFor comprehension ? List.of(comprehension.loopExpression()) : List.of();
    targets
      .forEach(target -> Trees.within(target, Name.class).forEach(name -> Variable.of(name).ifPresent(found::add)));
    return found;
  }

  // ---- results one by one -------------------------------------------------------------------------------------------

  /**
   * The loop that handles the results one by one, with an await or I/O for each, and is the only thing done with them; empty
   * where their order, or their number, matters.
   */
  public Optional<ForStatement> streamedLoop() {
    if (Calls.starred(call.tree()).isEmpty() || !(waiter().orElse(null) instanceof AwaitExpression await)) {
      return Optional.empty();
    }
    Use direct = Use.of(await);
    List<Use> uses = direct.is(Use.How.ITERATED) ? List.of(direct) : Life.of(file, await).uses();
    boolean isOnlyUse = uses.size() == 1 && uses.get(0).is(Use.How.ITERATED);
    return isOnlyUse && uses.get(0).site() instanceof ForStatement loop && !loop.isAsync() && worksOn(loop)
      ? Optional.of(loop)
      : Optional.empty();
  }

  private boolean worksOn(ForStatement loop) {
    FunctionInfo function = call.function();
    boolean awaits = function.awaits().stream().anyMatch(await -> Trees.isInside(await, loop.body()));
    boolean doesIo = function.calls().stream().filter(other -> Trees.isInside(other.tree(), loop.body()))
      .anyMatch(other -> other.io().isPresent() || other.blocking().isPresent());
    return awaits || doesIo;
  }
}
