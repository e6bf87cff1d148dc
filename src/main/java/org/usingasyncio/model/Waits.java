package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.names.Binding;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Calls;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/** How the coroutines of a file wait for several tasks: with {@code asyncio.wait}, or by asking again and again. */
public final class Waits {

  /**
   * A loop that asks {@code done()} and sleeps.
   *
   * @param asked the {@code done} that is asked
   * @param sleep the call of {@code sleep}
   */
  public record Polling(CallInfo asked, CallInfo sleep) {}

  private static final Pattern STARTS_TASK = Pattern.compile("create_(background_)?task$|ensure_future$");

  private final FileModel file;
  private List<CallInfo> withPendingDropped;

  private Waits(FileModel file) {
    this.file = file;
  }

  public static Waits of(FileModel file) {
    return file.facts(Waits.class, Waits::new);
  }

  // ---- polling ------------------------------------------------------------------------------------------------------

  /** {@code while not task.done(): await asyncio.sleep(0.1)} */
  public List<Polling> pollings() {
    List<Polling> found = new ArrayList<>();
    file.nodes(WhileStatement.class, Tree.Kind.WHILE_STMT)
      .forEach(loop -> addPolling(loop, loop.body(), call -> decides(call, loop), found));
    // for _ in range(100): if task.done(): break; await asyncio.sleep(0.1)
    file.nodes(ForStatement.class, Tree.Kind.FOR_STMT).stream()
      .filter(loop -> loop.testExpressions().size() == 1
        && file.callOf(loop.testExpressions().get(0)).filter(count -> count.isTo("range")).isPresent())
      .forEach(loop -> addPolling(loop, loop.body(), call -> leaves(call, loop.body()), found));
    return found;
  }

  private void addPolling(Statement loop, StatementList body, Predicate<CallInfo> decides, List<Polling> found) {
    Optional<CallInfo> asked = callsIn(loop).stream().filter(decides).filter(this::isDoneOfTask)
      // Each turn starts a task of its own and asks it once.
      .filter(done -> done.receiver().flatMap(Tasks.of(file)::behind)
        .filter(task -> Trees.isInside(task.call().tree(), loop)).isEmpty())
      .findFirst();
    asked.flatMap(done -> callsIn(body).stream()
      .filter(call -> call.isTo("asyncio.sleep") && call.isAwaited() && !isForAnotherReason(call, done)).findFirst())
      .ifPresent(sleep -> found.add(new Polling(asked.get(), sleep)));
  }

  /** {@code if self.rate: await asyncio.sleep(1 / self.rate)} in a loop that works until the task is done. */
  private static boolean isForAnotherReason(CallInfo sleep, CallInfo done) {
    return sleep.loops().stream().findFirst().filter(loop -> Trees.enclosingInScope(sleep.tree(), IfStatement.class)
      .stream().filter(choice -> Trees.isInside(choice, loop))
      .anyMatch(choice -> !Trees.isInside(done.tree(), choice))).isPresent();
  }

  private List<CallInfo> callsIn(Tree tree) {
    return file.functionAround(tree).calls().stream().filter(call -> Trees.isInside(call.tree(), tree)).toList();
  }

  /** True for what stands in the condition of the loop, or in that of an {@code if} that leaves it. */
  private static boolean decides(CallInfo call, WhileStatement loop) {
    return Trees.isInside(call.tree(), loop.condition())
      || Literals.isTrue(loop.condition()) && leaves(call, loop.body())
      || isOfEach(call, loop);
  }

  private static boolean leaves(CallInfo call, StatementList body) {
    return Trees.enclosingInScope(call.tree(), IfStatement.class).stream()
      .anyMatch(choice -> choice.parent() == body && Trees.isInside(call.tree(), choice.condition())
        && Flow.exits(choice.body()).stream().anyMatch(exit -> exit == Flow.Exit.BREAK || exit == Flow.Exit.RETURN));
  }

  /** {@code while tasks:}, with {@code for task in list(tasks): if task.done(): tasks.remove(task)} */
  private static boolean isOfEach(CallInfo call, WhileStatement loop) {
    return Trees.bare(loop.condition()) instanceof Name tasks
      && Trees.enclosingInScope(call.tree(), ForStatement.class).stream()
        .filter(each -> each.parent() == loop.body())
        .anyMatch(each -> each.testExpressions().stream().flatMap(list -> Trees.within(list, Name.class).stream())
          .anyMatch(name -> name.name().equals(tasks.name())));
  }

  private boolean isDoneOfTask(CallInfo call) {
    return call.simpleName().equals("done") && call.arguments().isEmpty() && call.receiverType()
      .filter(type -> file.knowledge().isA(type, "asyncio.Future") || type.equals("concurrent.futures.Future"))
      .isPresent();
  }

  // ---- asyncio.wait -------------------------------------------------------------------------------------------------

  private List<CallInfo> waits() {
    return file.calls().to("asyncio.wait").where(call -> call.function().isAsync() && call.isAwaited()).list();
  }

  /** The coroutine that is passed to {@code asyncio.wait} without a task around it, for each such call. */
  public List<CallInfo> bareCoroutines() {
    return waits().stream().map(wait -> wait.argument(0, "fs").flatMap(argument -> bareCoroutine(argument, 0)))
      .flatMap(Optional::stream).toList();
  }

  private Optional<CallInfo> bareCoroutine(Expression argument, int depth) {
    Expression bare = Trees.bare(argument);
    if (bare instanceof CallExpression) {
      return depth == 0
        ? Optional.empty()
        : file.callOf(bare)
          .filter(call -> call.result() instanceof Value.Awaitable || Coroutines.of(file).isCoroutine(call));
    }
    if (bare instanceof Name name && depth == 0) {
      var bindings = file.names().reaching(name);
      return bindings.size() == 1 && bindings.get(0).value() != null && bindings.get(0).index() < 0
        ? bareCoroutine(bindings.get(0).value(), 0)
        : Optional.empty();
    }
    return elements(bare).stream().map(element -> bareCoroutine(element, depth + 1)).flatMap(Optional::stream)
      .findFirst();
  }

  /** The calls of {@code asyncio.wait} that may return early and whose unfinished tasks nobody looks at. */
  public List<CallInfo> withPendingDropped() {
    if (withPendingDropped == null) {
      withPendingDropped = waits().stream().filter(Waits::mayReturnEarly).filter(this::dropsPending).toList();
    }
    return withPendingDropped;
  }

  private static boolean mayReturnEarly(CallInfo wait) {
    boolean hasTimeout = wait.argument(-1, "timeout").filter(value -> !Literals.isNone(value)).isPresent();
    return hasTimeout
      || wait.argument(-1, "return_when").filter(value -> Trees.source(value).contains("FIRST_")).isPresent();
  }

  private boolean dropsPending(CallInfo wait) {
    boolean isNameless = wait.argument(0, "fs").filter(this::startsTaskInPlace).isPresent();
    if (!isNameless && (isRepeated(wait) || remembersTasks(wait) || !isOfOwnTasks(wait))) {
      return false;
    }
    Use use = wait.finalUse();
    if (use.is(Use.How.DROPPED)) {
      return true;
    }
    if (use.is(Use.How.CHAINED) && use.site() instanceof SubscriptionExpression part) {
      return part.subscripts().expressions().stream().anyMatch(index -> Literals.integer(index).orElse(1) == 0);
    }
    return use.is(Use.How.ASSIGNED) && use.site() instanceof AssignmentStatement assignment && pendingOf(assignment)
      .filter(pending -> pending instanceof Name name && isUnused(name, wait)).isPresent();
  }

  /** True when the function that waits has also started the tasks: nobody else knows of them. */
  private boolean isOfOwnTasks(CallInfo wait) {
    return Tasks.of(file).startedBy(wait.function()).stream().anyMatch(task -> task.waits().contains(wait))
      || wait.argument(0, "fs").flatMap(argument -> bareCoroutine(argument, 0)).isPresent();
  }

  /**
   * {@code (download, self.hass.async_create_task(event.wait()))}, {@code [process.wait(), reader.read()]}: nothing but
   * the result of the wait gives this task back.
   */
  private boolean startsTaskInPlace(Expression tasks) {
    return elements(Trees.bare(tasks)).stream().map(Trees::bare).map(file::callOf).flatMap(Optional::stream)
      .anyMatch(start -> STARTS_TASK.matcher(start.simpleName()).find()
        && start.arguments().stream().map(Trees::bare).anyMatch(CallExpression.class::isInstance)
        || Coroutines.of(file).isHardlyFuture(start));
  }

  private static List<Expression> elements(Expression display) {
    if (display instanceof ComprehensionExpression each) {
      return List.of(each.resultExpression());
    }
    return display instanceof ListLiteral list
      ? list.elements().expressions()
      : display instanceof SetLiteral set
        ? set.elements()
        : display instanceof Tuple tuple ? tuple.elements() : List.of();
  }

  private static boolean isUnused(Name pending, CallInfo wait) {
    return Variable.of(pending)
      .filter(variable -> !variable.isShared() && variable.readsAfter(wait.tree()).stream().allMatch(Waits::onlyCounts))
      .isPresent();
  }

  /** {@code if pending: log.warning("%d tasks are late", len(pending))} */
  private static boolean onlyCounts(Name read) {
    Use use = Use.of(read);
    return use.is(Use.How.TESTED) && use.site().is(Tree.Kind.IF_STMT, Tree.Kind.NOT)
      || use.is(Use.How.ARGUMENT) && use.site() instanceof CallExpression call
        && Trees.written(call.callee()).equals("len");
  }

  private static Optional<Expression> pendingOf(AssignmentStatement assignment) {
    ExpressionList targets = assignment.lhsExpressions().get(0);
    List<Expression> parts = targets.expressions().size() == 2
      ? targets.expressions()
      : Trees.bare(targets.expressions().get(0)) instanceof Tuple tuple ? tuple.elements() : List.of();
    return parts.size() == 2 ? Optional.of(Trees.bare(parts.get(1))) : Optional.empty();
  }

  /** In a loop that waits for the same tasks again, nothing is dropped. */
  private static boolean isRepeated(CallInfo wait) {
    return wait.loops().stream().anyMatch(WhileStatement.class::isInstance);
  }

  /** True when the tasks have other names that are used after the wait, or are kept elsewhere. */
  private boolean remembersTasks(CallInfo wait) {
    Optional<Expression> tasks = wait.argument(0, "fs");
    return tasks.isEmpty() || !Calls.starred(wait.tree()).isEmpty()
      || Trees.within(tasks.get(), QualifiedExpression.class).stream()
        .anyMatch(attribute -> !(attribute.parent() instanceof CallExpression))
      || Trees.within(tasks.get(), Name.class).stream().anyMatch(name -> isUsedAfter(name, wait, 0));
  }

  private boolean isUsedAfter(Name tasks, CallInfo wait, int depth) {
    Set<String> ofTasks = Set.of("list", "set", "dict", "tuple", "asyncio.Task", "asyncio.Future", "generator",
      "frozenset");
    Optional<Variable> variable = Variable.of(tasks);
    boolean isTaskLike = file.names().typeOf(tasks).filter(ofTasks::contains).isPresent()
      || file.names().valueOf(tasks) == Value.UNKNOWN;
    boolean isParameter = file.names().reaching(tasks).stream()
      .anyMatch(binding -> binding.kind() == Binding.Kind.PARAMETER);
    // every = readers + writers, where the wait is for every, and what comes later for the readers and writers
    boolean isSumOfUsed = depth < 2 && file.names().reaching(tasks).stream().map(Binding::value)
      .filter(
        value -> value != null && Trees.bare(value).is(Tree.Kind.PLUS, Tree.Kind.LIST_LITERAL, Tree.Kind.SET_LITERAL,
          Tree.Kind.TUPLE))
      .flatMap(value -> Trees.within(value, Name.class).stream())
      .anyMatch(part -> isUsedAfter(part, wait, depth + 1));
    return variable.isPresent() && (isSumOfUsed || isParameter || isTaskLike && (variable.get().isShared()
      || variable.get().readsAfter(wait.tree()).stream()
        .anyMatch(read -> !file.names().valueOf(read).qualifiedName().isPresent())));
  }

  // ---- gather -------------------------------------------------------------------------------------------------------

  /** The calls of {@code gather} that watch over long-lived awaitables, without {@code return_exceptions}. */
  public List<GatherInfo> supervising() {
    return GatherInfo.of(file).stream()
      .filter(gather -> gather.lacksReturnExceptions() && gather.waiter().isPresent() && gather.supervises())
      .toList();
  }
}
