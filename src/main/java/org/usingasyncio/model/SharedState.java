package org.usingasyncio.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.syntax.Trees;

/** Attributes, globals and closure variables that a thread changes while the event loop, or another thread, uses them. */
public final class SharedState {

  private static final Set<String> CONTAINERS = Set.of("list", "dict", "set", "bytearray", "collections.defaultdict",
    "collections.OrderedDict", "collections.Counter");
  private static final Set<String> MUTATORS = Set.of("append", "extend", "insert", "remove", "pop", "popitem", "clear",
    "update", "setdefault", "add", "discard",
    "sort", "reverse", "difference_update", "intersection_update");
  private static final Set<String> VIEWS = Set.of("items", "values", "keys", "copy");
  private static final Set<String> READERS = Set.of("list", "tuple", "set", "dict", "sorted", "sum", "max", "min",
    "any", "all", "frozenset");

  /** What a piece of code does to the state. */
  public enum Kind {
    READ, ITERATE, MUTATE, REBIND, INCREMENT
  }

  private record Touch(Object state, Expression site, Kind kind, FunctionInfo function, boolean isGuarded) {}

  /**
   * State that a thread changes without a lock.
   *
   * @param write the place that changes it
   * @param other the place that uses it at the same time
   * @param user the function around {@code other}
   * @param evidence what shows that the writing code runs in a thread of its own
   * @param isOtherOnLoop true when the other place runs on the event loop, false when another thread does
   */
  public record Race(Expression write, Expression other, FunctionInfo user, Tree evidence, boolean isOtherOnLoop) {}

  private final FileModel file;
  private final ThreadTargets threads;
  private final Map<FunctionInfo, List<Touch>> touches = new LinkedHashMap<>();
  private final Map<Object, List<Touch>> onLoop = new HashMap<>();
  private final Map<Object, List<Touch>> inThreads = new HashMap<>();
  private final Map<Object, Race> races = new LinkedHashMap<>();

  private SharedState(FileModel file) {
    this.file = file;
    this.threads = ThreadTargets.of(file);
    if (!threads.targets().isEmpty()) {
      threads.reached().forEach(this::compare);
    }
    Tasks.of(file).madeBy(Task.Maker.BRIDGE).forEach(this::compareBridge);
  }

  public static SharedState of(FileModel file) {
    return file.facts(SharedState.class, SharedState::new);
  }

  /** One per attribute or variable, in source order. */
  public static Collection<Race> races(FileModel file) {
    return of(file).races.values();
  }

  /** What a worker thread does against what the loop and the other threads do. */
  private void compare(FunctionInfo worker, ThreadTargets.Target target) {
    Set<FunctionInfo> others = new LinkedHashSet<>(threads.onLoop());
    // Who waits for the thread does nothing meanwhile.
    target.waiter().ifPresent(others::remove);
    compare(worker, others, allTouches(onLoop, threads.onLoop()), target.evidence(), true);
    Set<FunctionInfo> threadsBeside = new LinkedHashSet<>();
    threads.reached().forEach((function, other) -> {
      if (other.function() != target.function() && other.waiter().isEmpty() && target.waiter().isEmpty()
        && !waitsFor(target, other) && !waitsFor(other, target)) {
        threadsBeside.add(function);
      }
    });
    compare(worker, threadsBeside, allTouches(inThreads, threads.reached().keySet()), target.evidence(), false);
  }

  /**
   * {@code with ThreadPoolExecutor() as pool: pool.map(inner, …)} in what the outer one runs: the block ends after the
   * work.
   */
  private boolean waitsFor(ThreadTargets.Target outer, ThreadTargets.Target inner) {
    return inner.evidence() instanceof QualifiedExpression submit
      && threads.reached().get(file.functionAround(submit)) == outer
      && Trees.enclosingInScope(submit, WithStatement.class).stream().flatMap(with -> with.withItems().stream())
        .anyMatch(item -> item.expression() != null
          && Trees.written(item.expression()).equals(Trees.written(submit.qualifier())));
  }

  /** Code that sends a coroutine to the loop of another thread goes on beside it. */
  private void compareBridge(Task bridge) {
    FunctionInfo sender = bridge.call().function();
    if (sender.isFunction() && !threads.onLoop().contains(sender)) {
      bridge.coroutine().ifPresent(coroutine -> {
        Set<FunctionInfo> awaited = awaitedBy(coroutine);
        compare(sender, awaited, allTouches(new HashMap<>(), awaited), bridge.call().callee(), true);
      });
    }
  }

  /** What the functions touch, by the state, in the order of the functions; filled when first asked for. */
  private Map<Object, List<Touch>> allTouches(Map<Object, List<Touch>> known, Set<FunctionInfo> functions) {
    if (known.isEmpty()) {
      functions.forEach(function -> touchesOf(function)
        .forEach(touch -> known.computeIfAbsent(touch.state(), state -> new ArrayList<>()).add(touch)));
    }
    return known;
  }

  private static Set<FunctionInfo> awaitedBy(FunctionInfo coroutine) {
    Set<FunctionInfo> found = new LinkedHashSet<>();
    Deque<FunctionInfo> open = new ArrayDeque<>(List.of(coroutine));
    while (!open.isEmpty()) {
      FunctionInfo function = open.poll();
      if (found.add(function)) {
        function.calls()
          .forEach(call -> call.target().filter(target -> call.isAwaited() || !target.isAsync()).ifPresent(open::add));
      }
    }
    return found;
  }

  private void compare(FunctionInfo worker, Set<FunctionInfo> others, Map<Object, List<Touch>> byState, Tree evidence,
    boolean isOtherOnLoop) {
    // A constructor works on an object that nobody else knows yet.
    if (worker.name().equals("__init__")) {
      return;
    }
    for (Touch write : touchesOf(worker)) {
      if (write.kind() == Kind.MUTATE || write.kind() == Kind.INCREMENT) {
        byState.getOrDefault(write.state(), List.of()).stream()
          .filter(other -> others.contains(other.function()) && !other.function().name().equals("__init__")
            && (other.function() != worker || isOtherOnLoop))
          .filter(other -> conflicts(write, other))
          .filter(other -> !(write.isGuarded() && other.isGuarded()))
          .findFirst()
          .ifPresent(other -> races.putIfAbsent(write.state(), write.isGuarded()
            ? new Race(other.site(), write.site(), worker, evidence, false)
            : new Race(write.site(), other.site(), other.function(), evidence, isOtherOnLoop)));
      }
    }
  }

  private static boolean conflicts(Touch write, Touch other) {
    return write.kind() == Kind.MUTATE
      ? other.kind() == Kind.MUTATE || other.kind() == Kind.ITERATE
      : other.kind() == Kind.INCREMENT || other.kind() == Kind.REBIND;
  }

  // ---- touches ----------------------------------------------------------------------------------------------------

  private List<Touch> touchesOf(FunctionInfo function) {
    return touches.computeIfAbsent(function, this::collect);
  }

  private List<Touch> collect(FunctionInfo function) {
    List<Touch> found = new ArrayList<>();
    boolean locksByHand = locksByHand(function);
    function.nodes(QualifiedExpression.class, Tree.Kind.QUALIFIED_EXPR).forEach(expression -> AttributeInfo
      .of(file, expression).ifPresent(attribute -> add(attribute, expression, function, locksByHand, found)));
    function.nodes(Name.class, Tree.Kind.NAME).forEach(name -> Variable.of(name).filter(Variable::isShared)
      .ifPresent(variable -> add(variable, name, function, locksByHand, found)));
    return found;
  }

  private void add(Object state, Expression site, FunctionInfo function, boolean locksByHand, List<Touch> found) {
    Kind kind = kindOf(site);
    boolean isContainer = kind == Kind.MUTATE || kind == Kind.ITERATE;
    if (!isContainer || isPlainContainer(state, site)) {
      found.add(new Touch(state, site, kind, function, isGuarded(site, function, locksByHand)));
    }
  }

  /**
   * A list, dictionary or set: other objects may have locks of their own, and what {@code deque} and {@code Queue} do
   * is atomic.
   */
  public boolean isPlainContainer(Object state, Expression site) {
    Optional<String> type = file.names().typeOf(site);
    if (type.isPresent()) {
      return CONTAINERS.contains(type.get());
    }
    return state instanceof AttributeInfo attribute && attribute.assignments().stream()
      .anyMatch(binding -> binding.value() != null
        && file.names().typeOf(binding.value()).filter(CONTAINERS::contains).isPresent());
  }

  /** What the code around the place does to the state. */
  public static Kind kindOf(Expression site) {
    Tree parent = Trees.parentOf(site);
    return switch (parent.getKind()) {
      case COMPOUND_ASSIGNMENT ->
        Trees.bare(((CompoundAssignmentStatement) parent).lhsExpression()) == site ? Kind.INCREMENT : Kind.READ;
      case EXPRESSION_LIST, ANNOTATED_ASSIGNMENT, DEL_STMT -> Trees.isTarget(site) ? Kind.REBIND : Kind.READ;
      case SUBSCRIPTION, SLICE_EXPR -> changesElement((Expression) parent, site) ? Kind.MUTATE : Kind.READ;
      case QUALIFIED_EXPR -> ofMethod((QualifiedExpression) parent, site);
      case REGULAR_ARGUMENT -> argumentIsIterated(parent) ? Kind.ITERATE : Kind.READ;
      case FOR_STMT -> ((ForStatement) parent).testExpressions().contains(site) ? Kind.ITERATE : Kind.READ;
      case COMP_FOR -> ((ComprehensionFor) parent).iterable() == site ? Kind.ITERATE : Kind.READ;
      default -> Kind.READ;
    };
  }

  private static boolean changesElement(Expression element, Expression site) {
    Tree around = Trees.parentOf(element);
    boolean changes = Trees.isTarget(element)
      || around instanceof CompoundAssignmentStatement change && Trees.bare(change.lhsExpression()) == element;
    return changes && element.children().get(0) == site;
  }

  private static Kind ofMethod(QualifiedExpression member, Expression site) {
    if (member.qualifier() != site || !(member.parent() instanceof CallExpression call) || call.callee() != member) {
      return Kind.READ;
    }
    String method = member.name().name();
    return MUTATORS.contains(method) ? Kind.MUTATE : VIEWS.contains(method) ? Kind.ITERATE : Kind.READ;
  }

  private static boolean argumentIsIterated(Tree argument) {
    return argument.parent() != null && argument.parent().parent() instanceof CallExpression call
      && Trees.bare(call.callee()) instanceof Name reader && READERS.contains(reader.name());
  }

  // ---- locks ------------------------------------------------------------------------------------------------------

  /**
   * True when the place, or all of its function, is guarded by a lock; or when a container is changed there only once,
   * while an attribute is still empty.
   */
  public boolean isGuarded(Expression site, FunctionInfo function) {
    return isGuarded(site, function, locksByHand(function));
  }

  private boolean isGuarded(Expression site, FunctionInfo function, boolean locksByHand) {
    return locksByHand || isUnderLock(site) || kindOf(site) == Kind.MUTATE && FirstUse.isRunOnce(site, function);
  }

  private boolean locksByHand(FunctionInfo function) {
    return file.calls().written("acquire").stream()
      .anyMatch(call -> call.function() == function && call.receiver().filter(this::isLock).isPresent());
  }

  private boolean isUnderLock(Tree site) {
    return Trees.enclosingInScope(site, WithStatement.class).stream().flatMap(with -> with.withItems().stream())
      .anyMatch(item -> isLock(item.test()));
  }

  private boolean isLock(Expression expression) {
    Expression bare = Trees.bare(expression) instanceof CallExpression call ? call.callee() : expression;
    String written = Trees.written(bare).toLowerCase(Locale.ROOT);
    return written.contains("lock") || written.contains("mutex")
      || written.matches(".*\\b_?(cond|condition|guard|sem)\\w*")
      || file.names().typeOf(expression).filter(type -> file.knowledge().plays(type, Role.THREAD_LOCK)).isPresent();
  }
}
