package org.usingasyncio.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Binding;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Calls;
import org.usingasyncio.syntax.Trees;

/** Which tasks a function cancels, and whether it then waits for them. */
public final class Cancellation {

  private final FileModel file;
  private Map<Expression, Set<Task>> byCancelled;

  private Cancellation(FileModel file) {
    this.file = file;
  }

  public static Cancellation of(FileModel file) {
    return file.facts(Cancellation.class, Cancellation::new);
  }

  // ---- was it cancelled before? -------------------------------------------------------------------------------------

  /** True when all that is awaited are tasks which the same function has cancelled before: the way to wait for their end. */
  public boolean isOfCancelled(AwaitExpression await) {
    return isOfCancelled(await.expression(), await);
  }

  private boolean isOfCancelled(Expression awaited, Tree place) {
    Optional<CallInfo> call = file.callOf(awaited);
    if (call.isEmpty()) {
      return isCancelledBefore(awaited, place);
    }
    if (!call.get().plays(Role.GATHERS) && !call.get().plays(Role.SHIELDS) && !call.get().isTo("asyncio.wait")) {
      // wait_for(task, 3) may last: a cancellation of the waiting task itself is likely to arrive meanwhile.
      return false;
    }
    List<Expression> tasks = Calls.positional(call.get().tree());
    tasks = tasks.isEmpty() ? Calls.starred(call.get().tree()) : tasks;
    return !tasks.isEmpty() && tasks.stream().allMatch(task -> isCancelledBefore(task, place));
  }

  /** True when the function calls {@code cancel()} on the task, or on each task of the collection, before the place. */
  public boolean isCancelledBefore(Expression task, Tree place) {
    for (FunctionInfo function = file.functionAround(place); function != null; function = function.parent()) {
      // A nested function may wait for what the function around it has cancelled.
      if (function.isFunction() && cancelsBefore(function, task, place)) {
        return true;
      }
    }
    return false;
  }

  private boolean cancelsBefore(FunctionInfo function, Expression task, Tree place) {
    return mentionsOfCancel(function).stream()
      .anyMatch(cancel -> Trees.isBefore(cancel, place) && isSame(cancel.qualifier(), task))
      || function.nested().stream().filter(FunctionInfo::isLambda).flatMap(lambda -> lambda.calls().stream())
        .anyMatch(cancel -> cancel.simpleName().equals("cancel") && cancel.receiver().isPresent()
          && canceller(cancel) == function && Trees.isBefore(cancel.tree(), place)
          && isSame(cancel.receiver().get(), task))
      || function.calls().stream()
        .filter(call -> Trees.isBefore(call.tree(), place))
        .anyMatch(call -> helperCancels(call, task) || waitForCancels(call, task, place));
  }

  /**
   * {@code try: await wait_for(task, 3)}, and afterwards {@code await task}: {@code wait_for} cancels what comes too
   * late.
   */
  private boolean waitForCancels(CallInfo call, Expression task, Tree place) {
    return call.isTo("asyncio.wait_for") && !Trees.isInside(task, call.tree())
      && call.argument(0, "fut").filter(waited -> isSame(waited, task)).isPresent()
      && Trees.enclosingInScope(call.tree(), TryStatement.class).stream()
        .anyMatch(attempt -> Trees.isInside(call.tree(), attempt.body()));
  }

  // ---- is it there to be cancelled? ---------------------------------------------------------------------------------

  /**
   * True when all that is awaited is a task which the same function starts and which other code cancels to wake it up:
   * {@code self._sleep = create_task(sleep(60)); await self._sleep}, and elsewhere {@code self._sleep.cancel()}.
   */
  public boolean isMadeToBeCancelled(AwaitExpression await) {
    Expression task = Trees.bare(await.expression());
    FunctionInfo function = file.functionAround(await);
    boolean isStartedHere = Tasks.of(file).startedBy(function).stream()
      .anyMatch(started -> started.awaits().contains(await) && Trees.isBefore(started.call().tree(), await));
    return isStartedHere && file.nodes(QualifiedExpression.class, Tree.Kind.QUALIFIED_EXPR).stream()
      .filter(mention -> mention.name().name().equals("cancel") && file.functionAround(mention) != function)
      .anyMatch(mention -> isSame(mention.qualifier(), task));
  }

  /**
   * True when {@code exception()} or {@code result()} is asked of the task, or of each task of the collection, after
   * the place.
   */
  public boolean isAskedAfter(Expression task, Tree place) {
    for (FunctionInfo function = file.functionAround(place); function != null; function = function.parent()) {
      boolean isAsked = function.isFunction()
        && function.nodes(QualifiedExpression.class, Tree.Kind.QUALIFIED_EXPR).stream()
          .filter(mention -> mention.name().name().equals("exception") || mention.name().name().equals("result"))
          .anyMatch(mention -> Trees.isBefore(place, mention) && isSame(mention.qualifier(), task));
      if (isAsked) {
        return true;
      }
    }
    return false;
  }

  private static List<QualifiedExpression> mentionsOfCancel(FunctionInfo function) {
    return function.nodes(QualifiedExpression.class, Tree.Kind.QUALIFIED_EXPR).stream()
      // A future that is given an exception has ended, too.
      .filter(mention -> mention.name().name().equals("cancel") || mention.name().name().equals("set_exception"))
      .toList();
  }

  /** {@code self._stop_reading()} that cancels {@code self._reader}, or {@code cancel_all(tasks)}. */
  private boolean helperCancels(CallInfo call, Expression task) {
    boolean isHandedTo = call.simpleName().contains("cancel")
      && call.arguments().stream().anyMatch(argument -> isSame(argument, task));
    return isHandedTo || call.target()
      .filter(target -> mentionsOfCancel(target).stream()
        .anyMatch(cancel -> isAttribute(cancel.qualifier()) && isSame(cancel.qualifier(), task)))
      .isPresent();
  }

  private static boolean isAttribute(Expression expression) {
    return Trees.bare(expression) instanceof QualifiedExpression;
  }

  // ---- what is cancelled --------------------------------------------------------------------------------------------

  /** True for {@code cancel()} on what is known to be a task: not a future, a timer, or the task that runs the code. */
  public boolean isOfTask(CallInfo call) {
    return call.simpleName().equals("cancel") && call.receiver().isPresent() && isTask(call.receiver().get())
      && !isOfOwnTask(call);
  }

  /** The coroutine of the task may be what runs the code: a task cannot wait for itself. */
  private boolean isOfOwnTask(CallInfo cancel) {
    return startedAs(cancel.receiver().orElseThrow()).stream().map(Task::coroutine).flatMap(Optional::stream)
      .anyMatch(coroutine -> mayRun(coroutine, canceller(cancel)));
  }

  private boolean mayRun(FunctionInfo coroutine, FunctionInfo canceller) {
    Set<FunctionInfo> found = new HashSet<>();
    Deque<FunctionInfo> open = new ArrayDeque<>(List.of(coroutine));
    while (!open.isEmpty()) {
      FunctionInfo function = open.poll();
      if (found.add(function)) {
        function.calls().forEach(call -> call.target().ifPresent(open::add));
      }
    }
    return found.contains(canceller)
      || canceller.owner().isPresent() && canceller.owner().equals(coroutine.owner()) && isDispatched(canceller);
  }

  /**
   * {@code getattr(self, "on_" + command)} in a method of the class: what nothing calls by its name is most likely
   * called so.
   */
  private boolean isDispatched(FunctionInfo method) {
    return !BackgroundTasks.isStop(method.name())
      && file.calls().stream().noneMatch(call -> call.target().filter(target -> target == method).isPresent())
      && method.owner().orElseThrow().allMethods().stream().flatMap(other -> other.calls().stream())
        .anyMatch(call -> call.isTo("getattr") && call.arguments().size() > 1
          && Trees.written(call.arguments().get(0)).equals("self")
          && !call.arguments().get(1).is(Tree.Kind.STRING_LITERAL));
  }

  private boolean isTask(Expression receiver) {
    Value value = file.names().valueOf(receiver);
    boolean isTask = value.typeName().filter(type -> file.knowledge().isA(type, "asyncio.Task")).isPresent()
      || isPendingTask(receiver) || startedAs(receiver).stream().anyMatch(Task::isStarted);
    return isTask && !isCurrentTask(receiver) && !hasNothingToCleanUp(receiver) && !isOverByTimeout(receiver);
  }

  /** {@code except TimeoutError: task.cancel()} after {@code await wait_for(task, 3)}, which has done so already. */
  private boolean isOverByTimeout(Expression task) {
    return Trees.ancestorInScope(task, ExceptClause.class::isInstance).map(Tree::parent)
      .filter(attempt -> Trees.within(((TryStatement) attempt).body(), CallExpression.class).stream().map(file::callOf)
        .flatMap(Optional::stream).anyMatch(call -> waitForCancels(call, task, task)))
      .isPresent();
  }

  /** The tasks of this file that the cancelled expression may be. */
  private List<Task> startedAs(Expression receiver) {
    List<Expression> elements = bindingsOf(receiver).stream().filter(binding -> binding.kind() == Binding.Kind.LOOP)
      .flatMap(binding -> writtenIn(Trees.bare(binding.value())).stream()).toList();
    Set<Task> known = byCancelled().getOrDefault(receiver, Set.of());
    return elements.isEmpty()
      ? List.copyOf(known)
      : Tasks.of(file).all().stream().filter(
        task -> known.contains(task) || elements.stream().anyMatch(element -> keeps(element, task))).toList();
  }

  /** The tasks whose {@code cancel()} is called on an expression. */
  private Map<Expression, Set<Task>> byCancelled() {
    if (byCancelled == null) {
      byCancelled = new IdentityHashMap<>();
      Tasks.of(file).all().forEach(task -> task.cancellations().forEach(cancel -> cancel.receiver()
        .ifPresent(receiver -> byCancelled.computeIfAbsent(receiver, key -> new LinkedHashSet<>()).add(task))));
    }
    return byCancelled;
  }

  /** The elements of {@code (reader, self._writer)}. */
  private static List<Expression> writtenIn(Expression collection) {
    if (collection instanceof Tuple tuple) {
      return tuple.elements();
    }
    return collection instanceof ListLiteral list ? list.elements().expressions() : List.of();
  }

  private boolean keeps(Expression holder, Task task) {
    return holder instanceof QualifiedExpression attribute
      ? AttributeInfo.of(file, attribute).filter(task.life().attributes()::contains).isPresent()
      : holder instanceof Name && Tasks.of(file).behind(holder).filter(task::equals).isPresent();
  }

  /**
   * A task that only waits, {@code create_task(event.wait())}, or has not begun yet, a timer, ends without running
   * anything more; that of a group is waited for by the group.
   */
  private boolean hasNothingToCleanUp(Expression receiver) {
    List<Task> started = startedAs(receiver);
    return !started.isEmpty() && started.stream()
      .allMatch(task -> task.isMadeBy(Task.Maker.GROUP) || task.workCall().filter(Cancellation::isWait).isPresent()
        || task.coroutine().filter(this::isTimer).isPresent());
  }

  private static boolean isWait(CallInfo work) {
    return work.isTo(
      "asyncio.Event.wait", "asyncio.Queue.get", "asyncio.Queue.join", "asyncio.sleep", "asyncio.Condition.wait",
      "asyncio.Lock.acquire")
      || work.fact().isEmpty() && work.name().isEmpty() && work.simpleName().equals("wait");
  }

  /** {@code await asyncio.sleep(delay)}, and only then something happens, once. */
  private boolean isTimer(FunctionInfo coroutine) {
    return coroutine.suspensions().stream().findFirst()
      .filter(first -> first instanceof AwaitExpression await
        && file.callOf(await.expression()).filter(call -> call.isTo("asyncio.sleep")).isPresent()
        && Flow.loopsAround(first).isEmpty())
      .isPresent();
  }

  /** An element of what {@code asyncio.wait} gave: {@code done, pending = await asyncio.wait(…)}. */
  private boolean isPendingTask(Expression receiver) {
    return bindingsOf(receiver).stream()
      .filter(binding -> binding.kind() == Binding.Kind.LOOP && binding.value() != null)
      .flatMap(binding -> bindingsOf(withoutCopy(Trees.bare(binding.value()))).stream())
      .map(Binding::value)
      .anyMatch(value -> value != null && Trees.bare(value) instanceof AwaitExpression await
        && file.callOf(await.expression()).filter(call -> call.isTo("asyncio.wait")).isPresent());
  }

  private boolean isCurrentTask(Expression receiver) {
    return isCallOfCurrentTask(receiver) || bindingsOf(receiver).stream()
      .anyMatch(binding -> binding.value() != null && isCallOfCurrentTask(binding.value()));
  }

  private boolean isCallOfCurrentTask(Expression expression) {
    return file.callOf(expression).filter(call -> call.isTo("asyncio.current_task", "asyncio.Task.current_task"))
      .isPresent();
  }

  private List<Binding> bindingsOf(Expression expression) {
    return Trees.bare(expression) instanceof Name name ? file.names().reaching(name) : List.of();
  }

  // ---- is it waited for afterwards? ---------------------------------------------------------------------------------

  /**
   * True when the task that the call cancels is afterwards awaited, gathered, waited for, or handed to anything else that
   * may do so: in the same function, or, for an attribute, anywhere in the class.
   */
  public boolean isWaitedFor(CallInfo cancel) {
    Expression task = cancel.receiver().orElseThrow();
    FunctionInfo canceller = canceller(cancel);
    return canceller.nodes(Name.class, Tree.Kind.NAME).stream().anyMatch(name -> isWait(name, task, cancel))
      || canceller.nodes(QualifiedExpression.class, Tree.Kind.QUALIFIED_EXPR).stream()
        .anyMatch(attribute -> isWait(attribute, task, cancel))
      || isAwaitedElsewhere(task) || isPolledAfter(cancel, task)
      || startedAs(task).stream().map(Task::coroutine).flatMap(Optional::stream)
        .anyMatch(work -> LastWords.areHeard(work, canceller));
  }

  /** The function that cancels; that around the lambda in {@code list(map(lambda task: task.cancel(), tasks))}. */
  private FunctionInfo canceller(CallInfo cancel) {
    boolean isOfEach = cancel.function().isLambda() && bindingsOf(cancel.receiver().orElseThrow()).stream()
      .anyMatch(binding -> binding.kind() == Binding.Kind.LOOP);
    return isOfEach ? cancel.function().parent() : cancel.function();
  }

  /**
   * {@code while not task.done(): await asyncio.sleep(1)}, also through a method that asks for {@code done()}, and
   * {@code while self.tasks}.
   */
  private boolean isPolledAfter(CallInfo cancel, Expression task) {
    return canceller(cancel).nodes(WhileStatement.class, Tree.Kind.WHILE_STMT).stream()
      .filter(loop -> Trees.isBefore(cancel.tree(), loop) && !Trees.within(loop, AwaitExpression.class).isEmpty())
      .anyMatch(
        loop -> isSame(loop.condition(), task) || asksIfDone(Trees.within(loop, QualifiedExpression.class), task)
          || Trees.within(loop, CallExpression.class).stream().map(file::callOf).flatMap(Optional::stream)
            .map(CallInfo::target).flatMap(Optional::stream)
            .anyMatch(
              asked -> asksIfDone(asked.nodes(QualifiedExpression.class, Tree.Kind.QUALIFIED_EXPR), task)));
  }

  private boolean asksIfDone(List<QualifiedExpression> mentions, Expression task) {
    return mentions.stream()
      .anyMatch(mention -> mention.name().name().equals("done") && isSame(mention.qualifier(), task));
  }

  private boolean isWait(Expression mention, Expression task, CallInfo cancel) {
    boolean comesLater = Trees.isBefore(cancel.tree(), mention) && !isLeftBefore(cancel, mention)
      || cancel.loops().stream().anyMatch(loop -> mayComeAround(cancel, loop)
        && Trees.isInside(mention, loop instanceof ForStatement each ? each.body() : loop)
        && !isMadeAnew(mention, loop));
    if (!comesLater || Trees.isInside(mention, place(cancel))) {
      return false;
    }
    Use use = Use.of(mention);
    return use.is(Use.How.AWAITED, Use.How.RETURNED, Use.How.YIELDED, Use.How.ARGUMENT, Use.How.COLLECTED)
      && isSame(mention, task);
  }

  /** The call itself; all arguments of {@code map(lambda task: task.cancel(), tasks)}, which mention the tasks once. */
  private Tree place(CallInfo cancel) {
    return canceller(cancel) == cancel.function() ? cancel.tree() : cancel.function().tree().parent().parent();
  }

  /** False for {@code task.cancel(); break}: the loop does not begin another turn. */
  private static boolean mayComeAround(CallInfo cancel, Statement loop) {
    return Trees.enclosingInScope(cancel.tree(), Statement.class).stream().filter(outer -> Trees.isInside(outer, loop))
      .noneMatch(outer -> outer != loop && Trees.following(outer).stream()
        .anyMatch(after -> after.is(Tree.Kind.BREAK_STMT, Tree.Kind.RETURN_STMT, Tree.Kind.RAISE_STMT)));
  }

  /** {@code if failed: task.cancel(); return}: what stands below runs only when nothing was cancelled. */
  private static boolean isLeftBefore(CallInfo cancel, Tree mention) {
    return Trees.enclosingInScope(cancel.tree(), Statement.class).stream()
      .anyMatch(outer -> !Trees.isInside(mention, outer.parent()) && Trees.following(outer).stream()
        .anyMatch(after -> after.is(Tree.Kind.RETURN_STMT) || after.is(Tree.Kind.RAISE_STMT)
          && Trees.enclosingInScope(after, TryStatement.class).stream()
            .noneMatch(attempt -> Trees.isInside(after, attempt.body()) && !attempt.exceptClauses().isEmpty())))
      && Trees.ancestorInScope(mention, clause -> clause.is(Tree.Kind.EXCEPT_CLAUSE, Tree.Kind.FINALLY_CLAUSE)
        && Trees.isInside(cancel.tree(), clause.parent())).isEmpty();
  }

  /** {@code while True: task = create_task(…)}: the task of the next turn is another one. */
  private boolean isMadeAnew(Expression mention, Statement loop) {
    List<Binding> made = bindingsOf(mention);
    return !made.isEmpty() && made.stream().allMatch(binding -> binding.kind() == Binding.Kind.ASSIGNMENT
      && Trees.isInside(binding.site(), loop) && Trees.isBefore(binding.site(), mention));
  }

  /** True in a coroutine, and in a synchronous method that only coroutines call, one of them to stop the object. */
  public boolean isByCoroutine(CallInfo cancel) {
    FunctionInfo function = canceller(cancel);
    if (function.isAsync() || function.owner().isEmpty() || function.name().startsWith("__")) {
      return function.isAsync();
    }
    List<CallInfo> callers = file.calls().calling(function).list();
    return isAttribute(cancel.receiver().orElseThrow())
      && function.nodes(ReturnStatement.class, Tree.Kind.RETURN_STMT).stream()
        .allMatch(end -> end.expressions().isEmpty())
      && callers.stream().allMatch(call -> call.function().isAsync())
      && callers.stream().anyMatch(call -> BackgroundTasks.isStop(call.function().name()));
  }

  /** {@code await self.task} in another method of the class. */
  private boolean isAwaitedElsewhere(Expression task) {
    if (!(Trees.bare(task) instanceof QualifiedExpression attribute)) {
      return Trees.bare(task) instanceof Name name && bindingsOf(name).stream().map(Binding::value)
        .anyMatch(value -> value != null && Trees.bare(value) instanceof QualifiedExpression alias
          && isAwaitedElsewhere(alias));
    }
    Optional<AttributeInfo> own = AttributeInfo.of(file, attribute);
    return own.isPresent()
      ? own.get().uses().stream()
        .anyMatch(use -> use.is(Use.How.AWAITED) || isArgumentOfWait(use) || isElementOfWait(use))
      // connection.task.cancel(), where another function waits for the task of each connection
      : file.attributesNamed(attribute.name().name()).stream()
        .map(Use::of)
        .anyMatch(use -> use.is(Use.How.AWAITED, Use.How.COLLECTED) || isArgumentOfWait(use));
  }

  /** {@code asyncio.wait([self.reader, self.writer])} */
  private boolean isElementOfWait(Use use) {
    Tree display = use.site() instanceof ExpressionList elements ? elements.parent() : use.site();
    return use.is(Use.How.COLLECTED) && display instanceof Expression whole && isArgumentOfWait(Use.of(whole));
  }

  private boolean isArgumentOfWait(Use use) {
    return use.is(Use.How.ARGUMENT) && file.callOf(use.site())
      .filter(call -> call.plays(Role.GATHERS) || call.plays(Role.WAITS) || call.plays(Role.TIMEOUT_SCOPE))
      .isPresent();
  }

  // ---- the same task ------------------------------------------------------------------------------------------------

  /** True when both expressions mean the same task, or one means an element of the other. */
  public boolean isSame(Expression one, Expression other) {
    List<String> first = spellings(one, 0);
    return spellings(other, 0).stream().anyMatch(first::contains);
  }

  /** The expression as written, what its variable was assigned from, and the collection it is an element of. */
  private List<String> spellings(Expression expression, int depth) {
    Expression bare = withoutCopy(Trees.bare(expression));
    List<String> found = new ArrayList<>(List.of(Trees.source(bare)));
    if (depth > 3) {
      return found;
    }
    if (bare instanceof Name name) {
      for (Binding binding : file.names().reaching(name)) {
        boolean isAlias = binding.kind() == Binding.Kind.ASSIGNMENT || binding.kind() == Binding.Kind.LOOP;
        if (isAlias && binding.value() != null && canNameTasks(binding.value())) {
          found.addAll(spellings(binding.value(), depth + 1));
        }
      }
      Variable.of(name).ifPresent(list -> addCollected(list, found, depth));
    } else if (bare instanceof QualifiedExpression attribute && Trees.bare(attribute.qualifier()) instanceof Name object
      && !object.name().equals("self")) {
      // for worker in workers: worker.task.cancel(), and later [worker.task for worker in workers]
      found.add("*." + attribute.name().name());
    } else if (bare instanceof SubscriptionExpression element) {
      found.addAll(spellings(element.object(), depth + 1));
    } else if (bare instanceof BinaryExpression both) {
      // readers | writers
      found.addAll(spellings(both.leftOperand(), depth + 1));
      found.addAll(spellings(both.rightOperand(), depth + 1));
    } else if (bare instanceof ComprehensionExpression filtered) {
      found.addAll(spellings(filtered.comprehensionFor().iterable(), depth + 1));
    } else if (bare instanceof ListLiteral list) {
      list.elements().expressions().forEach(element -> found.addAll(spellings(element, depth + 1)));
    } else if (bare instanceof Tuple tuple) {
      tuple.elements().forEach(element -> found.addAll(spellings(element, depth + 1)));
    } else if (bare instanceof SetLiteral set) {
      set.elements().forEach(element -> found.addAll(spellings(element, depth + 1)));
    } else if (bare instanceof UnpackingExpression unpacked) {
      found.addAll(spellings(unpacked.expression(), depth + 1));
    }
    return found;
  }

  /** {@code tasks.append(task)} */
  private void addCollected(Variable list, List<String> found, int depth) {
    for (Name read : list.reads()) {
      if (read.parent() instanceof QualifiedExpression method
        && (method.name().name().equals("append") || method.name().name().equals("add"))) {
        file.callOf(method.parent()).stream().flatMap(call -> call.arguments().stream())
          .filter(added -> !(Trees.bare(added) instanceof CallExpression))
          .forEach(added -> found.addAll(spellings(added, depth + 2)));
      }
    }
  }

  /** False for {@code None} and other literals, and for calls that give something new. */
  private static boolean canNameTasks(Expression value) {
    Expression bare = Trees.bare(value);
    return bare instanceof CallExpression call
      ? isCopy(call)
      : !bare.is(Tree.Kind.NONE, Tree.Kind.NUMERIC_LITERAL, Tree.Kind.STRING_LITERAL, Tree.Kind.AWAIT);
  }

  /** {@code tasks} of {@code list(tasks)}, {@code tasks.values()}, {@code tasks.copy()}, {@code tasks.pop()}. */
  private static Expression withoutCopy(Expression expression) {
    Expression current = expression;
    while (current instanceof CallExpression call && isCopy(call)) {
      current = Trees
        .bare(call.callee() instanceof QualifiedExpression member ? member.qualifier() : Calls.positional(call).get(0));
    }
    return current;
  }

  private static boolean isCopy(CallExpression call) {
    if (call.callee() instanceof QualifiedExpression member) {
      return switch (member.name().name()) {
        case "values", "items", "copy", "pop", "popitem", "popleft", "get", "union" -> true;
        default -> false;
      };
    }
    return call.callee() instanceof Name name && !Calls.positional(call).isEmpty() && switch (name.name()) {
      case "list", "tuple", "set", "reversed", "sorted", "filter", "enumerate" -> true;
      default -> false;
    };
  }
}
