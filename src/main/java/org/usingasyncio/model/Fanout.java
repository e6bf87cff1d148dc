package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Binding;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Calls;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/**
 * One place that starts a task, or passes an awaitable to {@code gather}, for each element of something.
 *
 * @param site the call that makes them run at once: {@code gather}, {@code wait}, {@code as_completed}, {@code create_task}
 * @param work the call that makes one of the coroutines; empty for {@code map(fetch, urls)}
 * @param target the coroutine function of this file that is run for each element
 * @param loop the comprehension or {@code for} statement that makes them; for {@code map} the call
 * @param iterable what the elements come from
 */
public record Fanout(CallInfo site, Optional<CallInfo> work, Optional<FunctionInfo> target, Tree loop,
  Expression iterable) {

  /** A constant range or a display up to this size is no unbounded fan-out. */
  private static final int SMALL = 100;

  private static final Set<String> COPIES = Set.of("list", "set", "tuple", "sorted", "reversed", "enumerate", "iter",
    "frozenset", "filter");
  private static final Set<String> VIEWS = Set.of("values", "items", "keys", "copy");
  private static final Set<String> SAMPLES = Set.of("islice", "sample", "choices", "batched", "nlargest", "nsmallest");
  private static final Set<String> FILLING = Set.of("append", "add", "insert", "appendleft", "extend");

  /** All of the file, in source order within each function. */
  public static List<Fanout> of(FileModel file) {
    return file.facts(All.class, All::new).found;
  }

  private static final class All {

    private final FileModel file;
    private final List<Fanout> found = new ArrayList<>();
    private final Map<Tree, Boolean> seen = new IdentityHashMap<>();

    private All(FileModel file) {
      this.file = file;
      file.calls().playing(Role.GATHERS, Role.WAITS)
        .or(file.calls().written("gather", "as_completed").where(All::isProgressGather)).forEach(this::addCollected);
      Tasks.of(file).all().stream().filter(Task::isStarted).forEach(this::addStarted);
    }

    /** {@code tqdm.gather(*tasks)} and the like. */
    private static boolean isProgressGather(CallInfo call) {
      return call.fact().isEmpty() && call.target().isEmpty() && call.writtenName().contains("tqdm");
    }

    private void addCollected(CallInfo site) {
      List<Expression> sources = new ArrayList<>(Calls.starred(site.tree()));
      if (!site.plays(Role.GATHERS)) {
        site.arguments().stream().findFirst().ifPresent(sources::add);
      }
      sources.forEach(source -> addSource(site, source, 0));
    }

    private void addSource(CallInfo site, Expression source, int depth) {
      Expression bare = Trees.bare(source);
      if (depth > 3) {
        return;
      }
      if (bare instanceof ComprehensionExpression comprehension) {
        add(site, comprehension.resultExpression(), comprehension, comprehension.comprehensionFor().iterable());
      } else if (bare instanceof DictCompExpression comprehension) {
        add(site, comprehension.keyExpression(), comprehension, comprehension.comprehensionFor().iterable());
        add(site, comprehension.valueExpression(), comprehension, comprehension.comprehensionFor().iterable());
      } else if (bare instanceof CallExpression call) {
        addCall(site, call, depth);
      } else if (bare instanceof Name name) {
        addVariable(site, name, depth);
      }
    }

    private void addCall(CallInfo site, CallExpression call, int depth) {
      List<Expression> arguments = Calls.positional(call);
      String name = Trees.written(call.callee());
      if (name.equals("map") && arguments.size() == 2) {
        addMapped(site, call, arguments.get(0), arguments.get(1));
      } else if (COPIES.contains(name) && !arguments.isEmpty()) {
        addSource(site, arguments.get(0), depth + 1);
      } else if (call.callee() instanceof QualifiedExpression method && VIEWS.contains(method.name().name())) {
        addSource(site, method.qualifier(), depth + 1);
      }
    }

    private void addMapped(CallInfo site, CallExpression map, Expression function, Expression iterable) {
      Optional<FunctionInfo> target = file.names().valueOf(file.withoutPartial(function)) instanceof Value.Named named
        ? named.function().flatMap(file::functionOf)
        : Optional.empty();
      if (target.isPresent() && seen.put(map, true) == null) {
        found.add(new Fanout(site, Optional.empty(), target, map, iterable));
      }
    }

    /** {@code tasks = [f(x) for x in xs]}, or {@code tasks.append(f(x))} in a loop. */
    private void addVariable(CallInfo site, Name name, int depth) {
      for (Binding binding : file.names().reaching(name)) {
        if (binding.index() == -1 && binding.value() != null) {
          addSource(site, binding.value(), depth + 1);
        }
      }
      Variable.of(name).ifPresent(variable -> variable.reads().stream()
        .map(read -> read.parent() instanceof QualifiedExpression method && FILLING.contains(method.name().name())
          ? file.callOf(method.parent())
          : Optional.<CallInfo>empty())
        .flatMap(Optional::stream)
        .forEach(filling -> addFilling(site, filling)));
    }

    private void addFilling(CallInfo site, CallInfo filling) {
      Optional<ForStatement> loop = innermostFor(filling);
      if (loop.isPresent() && !filling.arguments().isEmpty() && filling.function() == site.function()
        && !isTogether(site, loop.get())) {
        add(site, filling.arguments().get(filling.arguments().size() - 1), loop.get(),
          loop.get().testExpressions().get(0));
      }
    }

    /** True when the tasks are waited for within the loop that makes them, batch by batch. */
    private static boolean isTogether(CallInfo site, ForStatement loop) {
      return Trees.isInside(site.tree(), loop);
    }

    private void addStarted(Task task) {
      Optional<ForStatement> loop = innermostFor(task.call());
      if (loop.isPresent() && !loop.get().isAsync() && task.call().comprehension().isEmpty()) {
        add(task.call(), task.call().tree(), loop.get(), loop.get().testExpressions().get(0));
      }
    }

    private static Optional<ForStatement> innermostFor(CallInfo call) {
      return call.loops().stream().findFirst().filter(ForStatement.class::isInstance).map(ForStatement.class::cast);
    }

    private void add(CallInfo site, Expression element, Tree loop, Expression iterable) {
      Optional<CallInfo> work = work(element, 0);
      Optional<FunctionInfo> target = work.flatMap(CallInfo::target).filter(FunctionInfo::isAsync)
        .or(() -> startedSoon(element));
      if ((work.isPresent() || target.isPresent())
        && seen.put(work.map(call -> (Tree) call.tree()).orElse(element), true) == null) {
        found.add(new Fanout(site, work, target, loop, iterable));
      }
    }

    /** The call that makes the coroutine: {@code f(x)} in {@code create_task(wait_for(f(x), 5))}. */
    private Optional<CallInfo> work(Expression element, int depth) {
      Optional<CallInfo> call = file.callOf(element);
      if (call.isPresent() && depth < 4 && isWrapper(call.get())) {
        return call.get().arguments().stream().findFirst().flatMap(inner -> work(inner, depth + 1));
      }
      if (call.isEmpty() && Trees.bare(element) instanceof Name name) {
        List<Binding> bindings = file.names().reaching(name);
        return bindings.size() == 1 && bindings.get(0).index() == -1 && bindings.get(0).value() != null && depth < 4
          ? work(bindings.get(0).value(), depth + 1)
          : Optional.empty();
      }
      return call;
    }

    private static boolean isWrapper(CallInfo call) {
      return call.plays(Role.CREATES_TASK) || call.plays(Role.CREATES_OWNED_TASK) || call.plays(Role.SHIELDS)
        || call.plays(Role.TIMEOUT_SCOPE)
        || call.target().isEmpty()
          && (call.simpleName().equals("create_task") || call.simpleName().equals("ensure_future"));
    }

    /** {@code nursery.start_soon(fetch, url)} */
    private Optional<FunctionInfo> startedSoon(Expression element) {
      return file.callOf(element).filter(call -> call.plays(Role.CREATES_OWNED_TASK))
        .flatMap(call -> call.arguments().stream().findFirst())
        .map(file.names()::valueOf)
        .flatMap(value -> value instanceof Value.Named named ? named.function() : Optional.empty())
        .flatMap(file::functionOf);
    }
  }

  /** The parameters of the coroutine that receive something of the element; {@code self} where it is called on that. */
  public List<String> parametersOfElements() {
    List<String> found = new ArrayList<>();
    work.ifPresent(call -> {
      call.receiver().filter(this::isOfElement).ifPresent(element -> found.add("self"));
      call.arguments().stream().filter(this::isOfElement)
        .flatMap(argument -> Parameters.receiving(call, argument).stream()).map(Variable::name).forEach(found::add);
    });
    return found;
  }

  private boolean isOfElement(Expression expression) {
    return Trees.within(expression, Name.class).stream().flatMap(name -> file().names().reaching(name).stream())
      .anyMatch(binding -> Trees.isInside(binding.target(), loop));
  }

  // ---- how many ---------------------------------------------------------------------------------------------------

  private FileModel file() {
    return site.file();
  }

  /** True when the code shows that there are few elements, or that the author chose their number. */
  public boolean isSmall() {
    return isSmall(iterable, 0);
  }

  private boolean isSmall(Expression expression, int depth) {
    Expression bare = Trees.bare(expression);
    if (depth > 4) {
      return false;
    }
    if (bare instanceof ListLiteral || bare instanceof Tuple || bare instanceof SetLiteral
      || bare instanceof DictionaryLiteral || bare instanceof StringLiteral) {
      return bare.children().size() < 2 * SMALL;
    }
    if (bare instanceof SliceExpression) {
      return true;
    }
    if (bare instanceof ComprehensionExpression comprehension) {
      return isSmall(comprehension.comprehensionFor().iterable(), depth + 1);
    }
    if (bare instanceof CallExpression call) {
      return isSmallCall(call, depth);
    }
    if (isBatchName(IoReach.lastName(bare)) || isSetting(bare)) {
      return true;
    }
    if (bare instanceof Name name) {
      List<Binding> bindings = file().names().reaching(name);
      return !bindings.isEmpty() && bindings.stream().allMatch(binding -> isSmallBinding(binding, depth));
    }
    if (bare instanceof QualifiedExpression attribute && AttributeInfo.of(file(), attribute).isPresent()) {
      List<Binding> bindings = AttributeInfo.of(file(), attribute).get().assignments();
      return bindings.stream().anyMatch(binding -> isNumbered(binding) && isSmallBinding(binding, depth))
        || !bindings.isEmpty()
          && bindings.stream().allMatch(binding -> !isGrowing(binding) && isSmallBinding(binding, depth));
    }
    return false;
  }

  /** {@code self.channels = set(range(1, channels + 1))}: parts of a whole, of which there may be fewer later. */
  private static boolean isNumbered(Binding binding) {
    return binding.value() != null && Trees.within(binding.value(), CallExpression.class).stream()
      .anyMatch(call -> Trees.written(call.callee()).equals("range"));
  }

  /** {@code self.jobs = []}: an empty display is there to be filled. */
  private static boolean isGrowing(Binding binding) {
    return binding.value() != null
      && (binding.value() instanceof ListLiteral list && list.elements().expressions().isEmpty()
        || binding.value() instanceof DictionaryLiteral dictionary && dictionary.elements().isEmpty());
  }

  private boolean isSmallBinding(Binding binding, int depth) {
    if (binding.value() == null || isGrowing(binding)) {
      return false;
    }
    return switch (binding.kind()) {
      case ASSIGNMENT -> isSmall(binding.value(), depth + 1);
      // for batch in chunks(urls, 10)
      case LOOP -> givesBatches(binding.value());
      default -> false;
    };
  }

  /** {@code settings.mirrors}: the number is chosen by who runs the program. */
  private static boolean isSetting(Expression expression) {
    return expression instanceof QualifiedExpression attribute
      && IoReach.lastName(attribute.qualifier()).matches("_*(settings|config|conf|configuration|cfg)");
  }

  private static boolean isBatchName(String name) {
    return name.contains("batch") || name.contains("chunk");
  }

  private boolean givesBatches(Expression batches) {
    Expression bare = Trees.bare(batches);
    String name = (bare instanceof CallExpression call ? Trees.written(call.callee()) : Trees.written(bare))
      .toLowerCase(Locale.ROOT);
    return isBatchName(name) || name.contains("group") || name.contains("split") || name.contains("partition")
      || name.contains("window");
  }

  private boolean isSmallCall(CallExpression call, int depth) {
    List<Expression> arguments = Calls.positional(call);
    String name = Trees.written(call.callee());
    String simple = name.substring(name.lastIndexOf('.') + 1);
    if (simple.equals("range")) {
      return arguments.isEmpty() || !isCount(arguments.get(arguments.size() == 1 ? 0 : 1));
    }
    if (COPIES.contains(simple)) {
      return !arguments.isEmpty() && isSmall(arguments.get(0), depth + 1);
    }
    if (simple.equals("zip")) {
      return arguments.stream().anyMatch(argument -> isSmall(argument, depth + 1));
    }
    if (simple.equals("product") || simple.equals("chain")) {
      return arguments.stream().allMatch(argument -> isSmall(argument, depth + 1));
    }
    if (call.callee() instanceof QualifiedExpression method && VIEWS.contains(simple)) {
      return isSmall(method.qualifier(), depth + 1);
    }
    return SAMPLES.contains(simple) || isBatchName(simple.toLowerCase(Locale.ROOT));
  }

  /** True for the end of a range that grows with data: {@code len(urls)}, or a large number. */
  private static boolean isCount(Expression end) {
    OptionalLong literal = Literals.integer(end);
    boolean isLength = Trees.within(end, CallExpression.class).stream()
      .anyMatch(call -> Trees.written(call.callee()).equals("len"));
    return literal.isPresent() ? literal.getAsLong() > SMALL : isLength;
  }

  // ---- what limits it ---------------------------------------------------------------------------------------------

  /** True when something on the way limits how many run at once, or each turn of the loop waits for something. */
  public boolean isLimited() {
    IoReach reach = IoReach.of(file());
    return target.filter(reach::isLimited).isPresent()
      || work.filter(call -> call.arguments().stream().anyMatch(argument -> IoReach.isLimiter(file(), argument)))
        .isPresent()
      || work.filter(call -> call.target().isEmpty() && IoReach.isLimiter(file(), call.callee())).isPresent()
      || isInsideLimiter() || loop instanceof ForStatement statement && waitsEachTurn(statement);
  }

  private boolean isInsideLimiter() {
    return Trees.enclosingInScope(work.map(call -> (Tree) call.tree()).orElse(loop), WithStatement.class).stream()
      .flatMap(with -> with.withItems().stream()).anyMatch(item -> IoReach.isLimiter(file(), item.test()));
  }

  /**
   * {@code await asyncio.sleep(…)}, {@code await semaphore.acquire()}, {@code await asyncio.wait(…)} in the loop: it
   * goes no faster than that.
   */
  private boolean waitsEachTurn(ForStatement statement) {
    return !Trees.within(statement.body(), AwaitExpression.class).isEmpty();
  }

  /** True when the session that does the I/O is made in this file with a connector or limits of its own. */
  public boolean hasBoundedConnector() {
    return HttpSessions.usedBy(this).stream()
      .anyMatch(opening -> !opening.lacks(-1, "connector") || !opening.lacks(-1, "limits"));
  }
}
