package org.usingasyncio.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Trees;

/** One task (or what gathers, shields or bridges to tasks): how it is made, and what becomes of it in this file. */
public final class Task {

  public enum Maker {
    /** {@code asyncio.create_task}, {@code loop.create_task} */
    CREATE_TASK,
    ENSURE_FUTURE,
    /** {@code TaskGroup.create_task}, {@code nursery.start_soon}: the group keeps and awaits it. */
    GROUP,
    GATHER,
    SHIELD,
    /** {@code run_coroutine_threadsafe} */
    BRIDGE
  }

  /** What leaves no reference to the task behind. */
  private static final Set<String> LOOSE = Set.of("add_done_callback", "set_name", "get_name");

  private static final Pattern SETS_NAME = Pattern.compile("_?(set_(task_)?name|name_task)");

  private final CallInfo call;
  private final Maker maker;
  private Life life;
  private List<Container> containers;
  private List<Use> uses;

  Task(CallInfo call, Maker maker) {
    this.call = call;
    this.maker = maker;
  }

  // ---- made by ----------------------------------------------------------------------------------------------------

  /** The call that makes it. */
  public CallInfo call() {
    return call;
  }

  public Maker maker() {
    return maker;
  }

  public boolean isMadeBy(Maker... makers) {
    for (Maker other : makers) {
      if (maker == other) {
        return true;
      }
    }
    return false;
  }

  /** True for what runs a coroutine as a task of its own: not for {@code gather}, {@code shield} and the bridge. */
  public boolean isStarted() {
    return isMadeBy(Maker.CREATE_TASK, Maker.ENSURE_FUTURE, Maker.GROUP);
  }

  /** What it runs: the first argument. */
  public Optional<Expression> work() {
    return call.argument(0, maker == Maker.ENSURE_FUTURE ? "coro_or_future" : "coro");
  }

  /** The call that makes the coroutine it runs, when that is written in place. */
  public Optional<CallInfo> workCall() {
    return work().flatMap(call.file()::callOf);
  }

  /** The coroutine function of this file that it runs. */
  public Optional<FunctionInfo> coroutine() {
    // coroutine = self.poll(); task = create_task(coroutine)
    Optional<CallInfo> inner = workCall().or(() -> work().map(call.file()::valuesOf)
      .filter(values -> values.size() == 1).flatMap(values -> call.file().callOf(values.get(0))));
    if (inner.isPresent()) {
      return inner.get().target().filter(FunctionInfo::isAsync);
    }
    return work().map(call.file().names()::valueOf)
      .flatMap(value -> value instanceof Value.Named named ? named.function() : Optional.empty())
      .flatMap(call.file()::functionOf)
      .filter(FunctionInfo::isAsync);
  }

  // ---- named ------------------------------------------------------------------------------------------------------

  /** True when a name is given, set afterwards, here or by a helper, or may hide in {@code **options}. */
  public boolean isNamed() {
    return !call.lacks(-1, "name") || methodCalls().stream().anyMatch(method -> method.simpleName().equals("set_name"))
      || life().uses().stream().filter(use -> use.is(Use.How.ARGUMENT)).map(Use::site).map(call.file()::callOf)
        .flatMap(Optional::stream).anyMatch(this::names);
  }

  /** {@code label(task, "poller")}: by its name, or because it calls {@code set_name} of its parameter. */
  private boolean names(CallInfo helper) {
    return SETS_NAME.matcher(helper.simpleName()).matches() || helper.target().isPresent() && helper.arguments()
      .stream()
      .filter(given -> Variable.of(Trees.bare(given)).filter(life().variables()::contains).isPresent())
      .flatMap(given -> Parameters.receiving(helper, given).stream()).flatMap(task -> task.reads().stream())
      .anyMatch(read -> read.parent() instanceof QualifiedExpression method && method.name().name().equals("set_name"));
  }

  // ---- kept -------------------------------------------------------------------------------------------------------

  /** What becomes of the task itself, before it is put anywhere. */
  public Life life() {
    if (life == null) {
      life = Life.of(call.file(), call.tree());
    }
    return life;
  }

  /** The lists, sets and dictionaries of this file that it is put into. */
  public List<Container> containers() {
    if (containers == null) {
      containers = Container.keeping(call.file(), life());
    }
    return containers;
  }

  /** The attributes of {@code self} that keep it, itself or in a container. */
  public Set<AttributeInfo> attributes() {
    Set<AttributeInfo> found = new LinkedHashSet<>(life().attributes());
    containers().forEach(container -> container.attribute().ifPresent(found::add));
    return found;
  }

  /** True when it is a statement of its own, or bound to a name that nothing reads. */
  public boolean isDropped() {
    return life().isDropped();
  }

  /** True when all that is done with it is to add callbacks: nothing keeps it alive. */
  public boolean isOnlyGivenCallbacks() {
    Life own = life();
    return own.attributes().isEmpty() && own.globals().isEmpty() && !own.isStored() && !own.uses().isEmpty() && own
      .uses().stream()
      .allMatch(use -> use.is(Use.How.CHAINED) && use.site() instanceof QualifiedExpression method
        && LOOSE.contains(method.name().name())
        && Use.of(method).is(Use.How.CHAINED));
  }

  // ---- used -------------------------------------------------------------------------------------------------------

  /** Every use by any of its names: variables, attributes of {@code self}, elements of the containers that keep it. */
  public List<Use> uses() {
    if (uses == null) {
      Set<Use> found = new LinkedHashSet<>(life().uses());
      life().attributes().forEach(attribute -> found.addAll(attribute.uses()));
      containers().forEach(container -> found.addAll(container.elementUses()));
      uses = List.copyOf(found);
    }
    return uses;
  }

  private List<Use> uses(Use.How how) {
    return uses().stream().filter(use -> use.is(how)).toList();
  }

  /** The {@code await} expressions that wait for it alone. */
  public List<AwaitExpression> awaits() {
    return uses(Use.How.AWAITED).stream().map(Use::site).filter(AwaitExpression.class::isInstance)
      .map(AwaitExpression.class::cast).toList();
  }

  /** The methods that are called on it, through any of its names. */
  public List<CallInfo> methodCalls() {
    return uses().stream().map(call.file()::methodCall).flatMap(Optional::stream).toList();
  }

  /** The calls of {@code cancel} on it or on each element of a container that keeps it. */
  public List<CallInfo> cancellations() {
    return methodCalls().stream().filter(method -> method.simpleName().equals("cancel")).toList();
  }

  /**
   * The calls of {@code gather}, {@code wait}, {@code wait_for}, {@code as_completed} and {@code shield} that it, or
   * its container, is passed to.
   */
  public List<CallInfo> waits() {
    return passedTo().stream()
      .filter(other -> other.plays(Role.GATHERS) || other.plays(Role.WAITS) || other.plays(Role.SHIELDS)
        || other.plays(Role.TIMEOUT_SCOPE))
      .toList();
  }

  /** The calls that it, or a container that keeps it, is passed to. */
  public List<CallInfo> passedTo() {
    Set<Use> found = new LinkedHashSet<>(uses(Use.How.ARGUMENT));
    containers()
      .forEach(container -> container.uses().stream().filter(use -> use.is(Use.How.ARGUMENT)).forEach(found::add));
    return found.stream().map(Use::site).map(call.file()::callOf).flatMap(Optional::stream).toList();
  }

  /** True when something in this file waits for it: {@code await}, {@code gather}, {@code wait}. */
  public boolean isAwaited() {
    return !awaits().isEmpty() || !waits().isEmpty();
  }

  public boolean isCancelled() {
    return !cancellations().isEmpty();
  }

  @Override
  public String toString() {
    return maker + " " + call;
  }
}
