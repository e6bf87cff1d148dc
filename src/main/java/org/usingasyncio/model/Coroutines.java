package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sonar.plugins.python.api.symbols.FunctionSymbol;
import org.sonar.plugins.python.api.symbols.Usage;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Binding;
import org.usingasyncio.names.Value;
import org.usingasyncio.reach.Execution;
import org.usingasyncio.syntax.Calls;
import org.usingasyncio.syntax.Trees;

/** Which calls of a file make a coroutine: an object that does nothing until it is awaited or made a task. */
public final class Coroutines {

  /** What a call gives. */
  public enum Kind {
    /** A coroutine: lost when nobody awaits it. */
    COROUTINE,
    /** A coroutine, future or task: it may run by itself, but its result must be awaited. */
    AWAITABLE
  }

  /**
   * What a coroutine object, or the asynchronous generator that another file may make of it, can do besides being
   * awaited.
   */
  private static final Set<String> OF_COROUTINES = Set.of("send", "throw", "close", "__await__", "cr_await", "cr_code",
    "cr_frame", "cr_running",
    "cr_origin", "cr_suspended", "__anext__", "asend", "athrow", "__name__", "__qualname__", "__class__", "__doc__",
    "__del__");

  /** What starts work at once and gives something that one may await or not. */
  private static final List<String> STARTERS = List.of("task", "job", "submit", "spawn", "schedule", "soon", "ensure",
    "future", "executor", "thread",
    "background", "fire", "defer", "dispatch", "gather", "pipe");

  private static final Set<String> ASKS_FOR_KIND = Set.of("iscoroutinefunction", "iscoroutine", "isawaitable",
    "isfuture", "is_async", "is_coroutine_function",
    "is_async_callable", "maybe_await", "maybe_coroutine");

  private static final List<String> SYNCHRONOUS_TOO = List.of("telegram.", "telethon.", "pyrogram.");

  private static final Set<String> PLAIN_BUILTINS = Set.of("len", "list", "tuple", "set", "sorted", "sum", "int",
    "float", "bool", "any", "all", "enumerate", "str", "repr", "print", "round", "abs", "min", "max",
    "next", "iter", "reversed");

  /** A type that is no coroutine: {@code bool}, {@code dict[str, int]}, {@code Optional[str]}. */
  private static final Pattern ORDINARY_TYPE = Pattern.compile(
    "(typing\\.|t\\.)?(None|bool|int|float|str|bytes|(list|dict|set|tuple|List|Dict|Set|Tuple|Optional)(\\[.*])?)"
      + "(\\s*\\|\\s*None)?",
    Pattern.DOTALL);

  /** Their methods start at once and give a future, or another awaitable that is no coroutine. */
  private static final Set<String> FUTURE_LIBRARIES = Set.of("tornado", "motor", "aioredis", "grpc", "zmq", "txtorcon",
    "twisted", "aiocouchbase", "trollius");

  private static final List<String> TAKES_COROUTINES = List.of("append", "add", "put", "push", "insert", "wait", "run",
    "coro", "await", "enter", "register", "shield", "start", "close", "resolve", "call");

  private static final Set<String> CALLBACKS = Set.of("call_soon", "call_soon_threadsafe", "call_later", "call_at",
    "add_done_callback", "add_signal_handler", "add_reader", "add_writer");

  private static final Set<String> LOG_LEVELS = Set.of("debug", "info", "warning", "error", "exception", "critical");

  private final FileModel file;
  private final Map<Tree, Optional<Kind>> kinds = new IdentityHashMap<>();
  private final Map<FunctionInfo, Optional<Kind>> functions = new HashMap<>();
  private Map<Object, List<AwaitExpression>> awaited;
  private Set<String> awaitedDecorators;

  private Coroutines(FileModel file) {
    this.file = file;
  }

  public static Coroutines of(FileModel file) {
    return file.facts(Coroutines.class, Coroutines::new);
  }

  // ---- what a call makes ------------------------------------------------------------------------------------------

  /**
   * True when the call makes a coroutine: a call of an {@code async def}, here or elsewhere, or of a library's
   * coroutine function.
   */
  public boolean isCoroutine(CallInfo call) {
    return kindOf(call).filter(kind -> kind == Kind.COROUTINE).isPresent();
  }

  /** What must be awaited of what the call gives; empty when it gives something else, or when that is unknown. */
  public Optional<Kind> kindOf(CallInfo call) {
    Optional<Kind> known = kinds.get(call.tree());
    if (known == null) {
      kinds.put(call.tree(), Optional.empty());
      known = computeKind(call);
      kinds.put(call.tree(), known);
    }
    return known;
  }

  private Optional<Kind> computeKind(CallInfo call) {
    Optional<Fact> fact = call.fact();
    if (fact.isPresent()) {
      return fact.filter(known -> mustBeAwaited(known) && !mayBeSynchronous(call)).map(known -> Kind.COROUTINE);
    }
    if (!(call.calleeValue() instanceof Value.Named named)) {
      return Optional.empty();
    }
    // A variable that holds a function, in code that asks which kind of function it has.
    if (isVariable(call, named) && asksForKind(call.function())) {
      return Optional.empty();
    }
    if (named.definition() instanceof LambdaExpression lambda) {
      return file.callOf(lambda.expression()).flatMap(this::kindOf);
    }
    if (named.definition() instanceof FunctionDef function) {
      return file.functionOf(function)
        .filter(target -> call.function().isAsync() || !target.isAsync() || target.isCalledAsWritten()
          || kindOf(target).filter(kind -> kind == Kind.COROUTINE).isPresent())
        .flatMap(this::kindOf);
    }
    if (named.symbol() instanceof FunctionSymbol function) {
      // A decorator that is not known may run the coroutine for callers that are not coroutines themselves.
      return kindOf(function).filter(kind -> kind == Kind.COROUTINE || call.function().isAsync());
    }
    return Optional.empty();
  }

  /** Libraries whose methods were synchronous in older versions, or are when no coroutine calls them. */
  private static boolean mayBeSynchronous(CallInfo call) {
    return !call.function().isAsync()
      && call.name().filter(name -> SYNCHRONOUS_TOO.stream().anyMatch(name::startsWith)).isPresent();
  }

  private static boolean isVariable(CallInfo call, Value.Named named) {
    return Trees.bare(call.callee()) instanceof Name name && !named.name().endsWith(name.name());
  }

  /**
   * What can be entered instead ({@code async with session.get(url)}) is reported by the rules on resources, what runs a
   * callable elsewhere ({@code to_thread}) by those on executors, the use of a file by those on files.
   */
  private static boolean mustBeAwaited(Fact fact) {
    return fact.isCoroutine() && fact.with() == Fact.Entering.NONE && fact.runs().isEmpty()
      && !fact.name().startsWith("aiofiles.threadpool.");
  }

  /** What a call of the function of this file gives. */
  public Optional<Kind> kindOf(FunctionInfo function) {
    Optional<Kind> known = functions.get(function);
    if (known == null) {
      functions.put(function, Optional.empty());
      known = computeKind(function);
      functions.put(function, known);
    }
    return known;
  }

  private Optional<Kind> computeKind(FunctionInfo function) {
    FunctionDef definition = function.definition().orElse(null);
    if (definition == null || function.isGenerator()) {
      return Optional.empty();
    }
    Optional<Kind> kind = function.isAsync() ? Optional.of(Kind.COROUTINE) : ofSynchronous(function);
    List<Decorator> decorators = definition.decorators();
    for (int i = decorators.size() - 1; i >= 0; i--) {
      kind = decorated(kind, function, decorators.get(i));
    }
    return kind;
  }

  /** A plain function that hands out what a coroutine function gave it, or that says so in its annotation. */
  private Optional<Kind> ofSynchronous(FunctionInfo function) {
    return function.returned() instanceof Value.Awaitable && !function.isStub()
      ? Optional.of(Kind.AWAITABLE)
      : Optional.empty();
  }

  private Optional<Kind> decorated(Optional<Kind> kind, FunctionInfo function, Decorator decorator) {
    Expression expression = Trees.bare(decorator.expression());
    Expression callee = expression instanceof CallExpression call ? call.callee() : expression;
    String name = file.names().nameOf(callee).orElseGet(() -> "?" + Trees.written(callee));
    if (name.endsWith("property")) {
      return Optional.empty();
    }
    if (file.isTransparentDecorator(name)) {
      return kind;
    }
    Optional<FunctionInfo> wrapper = file.names().valueOf(callee) instanceof Value.Named named
      ? named.function().flatMap(file::functionOf)
      : Optional.empty();
    if (wrapper.filter(made -> makesCoroutineFunction(made, expression instanceof CallExpression ? 2 : 1))
      .isPresent()) {
      return Optional.of(Kind.COROUTINE);
    }
    return kind.isPresent() && function.isAsync() && awaitedDecorators().contains(simple(name))
      ? Optional.of(Kind.AWAITABLE)
      : Optional.empty();
  }

  /** True for a decorator of this file that replaces a function by an {@code async def} of its own. */
  private boolean makesCoroutineFunction(FunctionInfo decorator, int levels) {
    if (decorator.isAsync() || decorator.isGenerator()) {
      return false;
    }
    List<ReturnStatement> returns = decorator.nodes(ReturnStatement.class, Tree.Kind.RETURN_STMT);
    return !returns.isEmpty() && returns.stream().allMatch(statement -> statement.expressions().size() == 1
      && file.names().valueOf(statement.expressions().get(0)) instanceof Value.Named named
      && named.function().flatMap(file::functionOf)
        .filter(inner -> levels == 1
          ? inner.isCoroutine() && inner.isCalledAsWritten()
          : makesCoroutineFunction(inner, levels - 1))
        .isPresent());
  }

  private Optional<Kind> kindOf(FunctionSymbol function) {
    if (!function.isAsynchronous()) {
      return Optional.empty();
    }
    boolean isPlain = true;
    for (String decorator : function.decorators()) {
      if (decorator.endsWith("property") || decorator.endsWith("contextmanager") || decorator.endsWith("fixture")) {
        return Optional.empty();
      }
      isPlain &= isPlainDecorator(decorator);
    }
    if (isPlain && function.hasDecorators() == !function.decorators().isEmpty()) {
      return Optional.of(Kind.COROUTINE);
    }
    return function.decorators().stream()
      .allMatch(name -> isPlainDecorator(name) || awaitedDecorators().contains(simple(name)))
        ? Optional.of(Kind.AWAITABLE)
        : Optional.empty();
  }

  private boolean isPlainDecorator(String name) {
    return name.endsWith("abstractmethod") || name.endsWith("override") || name.endsWith("final")
      || file.isTransparentDecorator(name);
  }

  /**
   * The decorators under which an {@code async def} is still awaited somewhere in this file: they give something to
   * await.
   */
  private Set<String> awaitedDecorators() {
    if (awaitedDecorators == null) {
      awaitedDecorators = new HashSet<>();
      for (CallInfo call : file.calls()) {
        if (call.isAwaited() && call.calleeValue() instanceof Value.Named named) {
          decoratorsOf(named).forEach(name -> awaitedDecorators.add(simple(name)));
        }
      }
    }
    return awaitedDecorators;
  }

  private List<String> decoratorsOf(Value.Named named) {
    if (named.symbol() instanceof FunctionSymbol function) {
      return function.isAsynchronous() ? function.decorators() : List.of();
    }
    return named.function().flatMap(file::functionOf).filter(FunctionInfo::isAsync).map(FunctionInfo::decorators)
      .orElse(List.of());
  }

  private static String simple(String decorator) {
    String name = decorator.startsWith("?") ? decorator.substring(1) : decorator;
    return name.substring(name.lastIndexOf('.') + 1);
  }

  // ---- awaited elsewhere ------------------------------------------------------------------------------------------

  /**
   * The place where the same method of the same object is awaited, for a call of which nothing else is known:
   * {@code await self.manager.is_alive()} proves that {@code self.manager.is_alive()} gives an awaitable. Empty where
   * the code itself asks what it has ({@code iscoroutinefunction}), or where the two stand in branches of one choice.
   */
  public Optional<AwaitExpression> awaitedElsewhere(CallInfo call) {
    if (call.isAwaited() || !call.function().isAsync() || !isUnknown(call)
      || STARTERS.stream().anyMatch(call.simpleName().toLowerCase()::contains)) {
      return Optional.empty();
    }
    Optional<Object> key = key(call);
    List<AwaitExpression> found = key.map(same -> awaited().getOrDefault(same, List.of())).orElse(List.of());
    if (found.isEmpty() || asksForKind(call.function()) || isHabit(call, key)
      || found.stream().anyMatch(await -> areAlternatives(await, call.tree()))) {
      return Optional.empty();
    }
    return found.stream().findFirst();
  }

  /** One call among others that are awaited is a slip; several are a habit, of a method that gives a future. */
  private boolean isHabit(CallInfo call, Optional<Object> key) {
    return file.calls().written(call.simpleName()).stream()
      .filter(other -> !other.isAwaited() && key(other).equals(key))
      .count() > 1;
  }

  private static boolean isUnknown(CallInfo call) {
    return call.fact().isEmpty()
      && (!(call.calleeValue() instanceof Value.Named named) || named.definition() == null && named.symbol() == null);
  }

  /** True for code that finds out whether it has a coroutine or a plain value. */
  public static boolean asksForKind(FunctionInfo function) {
    return function.callsAny(ASKS_FOR_KIND);
  }

  private Map<Object, List<AwaitExpression>> awaited() {
    if (awaited == null) {
      awaited = new HashMap<>();
      for (CallInfo call : file.calls()) {
        if (call.isAwaited() && call.use().site() instanceof AwaitExpression await && isUnknown(call)) {
          key(call).ifPresent(key -> awaited.computeIfAbsent(key, other -> new ArrayList<>()).add(await));
        }
      }
    }
    return awaited;
  }

  /** Which method of which object is called: an attribute of {@code self} or a variable, and the words after it. */
  private Optional<Object> key(CallInfo call) {
    Expression object = Trees.bare(call.callee());
    StringBuilder path = new StringBuilder();
    while (object instanceof QualifiedExpression qualified) {
      path.insert(0, "." + qualified.name().name());
      object = Trees.bare(qualified.qualifier());
    }
    if (!(object instanceof Name root) || root.symbol() == null || path.length() == 0) {
      return Optional.empty();
    }
    boolean isSelf = AttributeInfo.of(file, selfAttribute(call)).isPresent();
    if (isSelf && path.indexOf(".", 1) < 0) {
      // A method of this very class that is not defined here: a subclass or base may define it either way.
      return Optional.empty();
    }
    Object owner = isSelf ? call.function().enclosingClass().orElseThrow() : root.symbol();
    return Optional.of(List.of(System.identityHashCode(owner), path.toString()));
  }

  private static QualifiedExpression selfAttribute(CallInfo call) {
    QualifiedExpression innermost = (QualifiedExpression) Trees.bare(call.callee());
    while (Trees.bare(innermost.qualifier()) instanceof QualifiedExpression inner) {
      innermost = inner;
    }
    return innermost;
  }

  private static boolean areAlternatives(Tree one, Tree other) {
    for (Tree branch = one, node = one.parent(); node != null
      && !Trees.isScope(node); branch = node, node = node.parent()) {
      if (Trees.isInside(other, node)) {
        boolean isCondition = node instanceof IfStatement choice
          && (Trees.isInside(other, choice.condition()) || branch == choice.condition());
        return !isCondition
          && (node instanceof IfStatement || node instanceof TryStatement || node instanceof ConditionalExpression)
          && !Trees.isInside(other, branch);
      }
    }
    return false;
  }

  /**
   * True for a method of an object that another file makes ({@code device.close()}), where nothing speaks of futures.
   * What a program hands to {@code ensure_future} in this way are coroutines, but for libraries that give futures.
   */
  public boolean isHardlyFuture(CallInfo call) {
    String name = call.simpleName();
    boolean isUnseen = call.receiver().isPresent() && call.fact().isEmpty() && call.target().isEmpty()
      && !(call.calleeValue() instanceof Value.Named named && named.symbol() instanceof FunctionSymbol)
      && call.receiverType().flatMap(file.knowledge()::fact).isEmpty();
    boolean isAskedFor = call.function().calls().stream().filter(asked -> ASKS_FOR_KIND.contains(asked.simpleName()))
      .flatMap(asked -> asked.arguments().stream()).map(Trees::written)
      .anyMatch(asked -> call.writtenName().startsWith(asked));
    return isUnseen && !name.startsWith("__") && !isAskedFor
      && STARTERS.stream().noneMatch(name.toLowerCase(Locale.ROOT)::contains)
      && !file.importsAny(FUTURE_LIBRARIES) && !isHandedIn(call);
  }

  /** {@code self._on_close()} for {@code self._on_close = on_close}: it may give any awaitable. */
  private boolean isHandedIn(CallInfo call) {
    return Trees.bare(call.callee()) instanceof QualifiedExpression member && AttributeInfo.of(file, member).stream()
      .flatMap(attribute -> attribute.assignments().stream()).map(Binding::value).filter(Name.class::isInstance)
      .flatMap(given -> file.names().reaching((Name) given).stream())
      .anyMatch(binding -> binding.kind() == Binding.Kind.PARAMETER);
  }

  // ---- handed to the loop -----------------------------------------------------------------------------------------

  /**
   * The coroutine functions that the loop is to call ({@code loop.call_later(60, refresh)}), and the coroutines that a
   * lambda gives it: the loop drops what its callbacks return.
   */
  public List<Expression> droppedByLoop() {
    List<Expression> found = new ArrayList<>();
    for (Handover handover : file.handovers()) {
      boolean isCallback = handover.where() == Execution.LOOP
        && CALLBACKS.contains(handover.call().simpleName())
        && handover.call().name().filter(name -> name.startsWith("asyncio.")).isPresent();
      if (isCallback && Awaits.isCoroutineFunction(file, handover.callable())) {
        found.add(handover.callable());
      } else if (isCallback && handover.callable() instanceof LambdaExpression lambda) {
        file.callOf(lambda.expression()).filter(this::isCoroutine).map(CallInfo::callee).ifPresent(found::add);
      }
    }
    return found;
  }

  // ---- used as if it had been awaited -----------------------------------------------------------------------------

  /**
   * True for a use that makes sense for the result of the coroutine only: {@code f().name}, {@code f()[0]}, {@code for
   * x in f()}.
   */
  public static boolean isMistakenForResult(Use use, Kind kind) {
    return switch (use.how()) {
      case CHAINED -> use.site() instanceof QualifiedExpression member
        ? kind == Kind.COROUTINE && !OF_COROUTINES.contains(member.name().name())
        : !(use.site() instanceof CallExpression) || kind == Kind.COROUTINE;
      case ITERATED -> isSynchronousLoop(use.site());
      case OTHER -> use.site() instanceof BinaryExpression || use.site() instanceof CompoundAssignmentStatement
        || use.site().is(Tree.Kind.FORMATTED_EXPRESSION);
      // {**f(), "a": 1}
      case ARGUMENT -> kind == Kind.COROUTINE && (use.site() instanceof UnpackingExpression
        || use.site() instanceof CallExpression call && (takesPlainValue(call) || formatsText(call)));
      case ASSIGNED -> isUnpacked(use.site());
      default -> false;
    };
  }

  /** {@code len(f())}: no builtin awaits what it is given. */
  private static boolean takesPlainValue(CallExpression call) {
    return call.callee() instanceof Name name && PLAIN_BUILTINS.contains(name.name())
      && (name.symbol() == null || name.symbol().usages().stream().noneMatch(Usage::isBindingUsage));
  }

  /** {@code log.info("next run at %s", self.next_run())}, {@code "{}".format(self.next_run())}, {@code " ".join(f())} */
  private static boolean formatsText(CallExpression call) {
    if (!(Trees.bare(call.callee()) instanceof QualifiedExpression method)
      || call.parent() instanceof AwaitExpression) {
      return false;
    }
    boolean isTemplate = Trees.bare(method.qualifier()).is(Tree.Kind.STRING_LITERAL)
      && Set.of("format", "join").contains(method.name().name());
    boolean isLogged = LOG_LEVELS.contains(method.name().name())
      && Calls.positional(call).stream().findFirst().map(Trees::bare).filter(text -> text.is(Tree.Kind.STRING_LITERAL))
        .isPresent();
    return isTemplate || isLogged;
  }

  /**
   * True when the coroutine, in place or under a name, is passed to a function of this file that uses its parameter as if
   * it were the result, and in no other way.
   */
  public boolean isTakenForResult(Use use, Life coroutine) {
    Optional<CallInfo> taker = use.is(Use.How.ARGUMENT) ? file.callOf(use.site()) : Optional.empty();
    if (taker.flatMap(CallInfo::target).filter(target -> !target.isDecorated()).isEmpty()) {
      return false;
    }
    return taker.get().arguments().stream()
      .filter(argument -> Trees.bare(argument) == coroutine.origin()
        || Variable.of(Trees.bare(argument)).filter(coroutine.variables()::contains).isPresent())
      .map(argument -> Parameters.receiving(taker.get(), argument))
      .anyMatch(parameter -> parameter.filter(Coroutines::isUsedAsResult).isPresent());
  }

  private static boolean isUsedAsResult(Variable parameter) {
    List<Use> uses = parameter.reads().stream().map(Use::of).toList();
    return parameter.writes().size() <= 1
      && uses.stream().anyMatch(use -> isMistakenForResult(use, Kind.COROUTINE))
      && uses.stream().allMatch(use -> use.is(Use.How.TESTED) || isMistakenForResult(use, Kind.COROUTINE));
  }

  /**
   * True when a coroutine function returns the coroutine of another one although it promises the result: another path of
   * it returns what it awaited, or its annotation names an ordinary type.
   */
  public static boolean isReturnedForResult(CallInfo call) {
    FunctionInfo function = call.function();
    // What a library gives may be an object with more uses than to be awaited: aiogram sends a method that is returned.
    if (!call.use().is(Use.How.RETURNED) || call.fact().isPresent() || !function.isCoroutine()
      || !function.isCalledAsWritten()) {
      return false;
    }
    boolean isAwaitedBeside = function.nodes(ReturnStatement.class, Tree.Kind.RETURN_STMT).stream()
      .anyMatch(other -> other.expressions().size() == 1
        && Trees.bare(other.expressions().get(0)) instanceof AwaitExpression);
    return isAwaitedBeside || function.definition().map(FunctionDef::returnTypeAnnotation)
      .filter(annotation -> ORDINARY_TYPE.matcher(Trees.source(annotation.expression())).matches()).isPresent();
  }

  /**
   * True for a coroutine under a name that also holds results: another path gives the same variable a list, or another
   * call of the same coroutine function is awaited into a variable of this name.
   */
  public boolean sharesNameWithResult(CallInfo call, Life coroutine) {
    if (call.fact().isPresent() || coroutine.variables().size() != 1) {
      return false;
    }
    Variable variable = coroutine.variables().get(0);
    boolean isMixed = variable.writes().stream()
      .flatMap(write -> file.names().bindingsOf(write.symbol()).stream()).map(Binding::value)
      .filter(Objects::nonNull).map(Trees::bare)
      .anyMatch(value -> value.is(Tree.Kind.LIST_LITERAL, Tree.Kind.DICTIONARY_LITERAL, Tree.Kind.STRING_LITERAL,
        Tree.Kind.LIST_COMPREHENSION, Tree.Kind.NUMERIC_LITERAL));
    return isMixed || call.target().isPresent() && file.calls().stream()
      .anyMatch(other -> other.isAwaited() && other.target().equals(call.target())
        && other.finalUse().site() instanceof AssignmentStatement assignment
        && assignment.lhsExpressions().stream().flatMap(list -> list.expressions().stream())
          .anyMatch(target -> target instanceof Name name && name.name().equals(variable.name())));
  }

  /** True for a use that hands a value on as it is: returned, or passed to what does not start or collect coroutines. */
  public boolean handsOnAsResult(Use use) {
    return use.is(Use.How.RETURNED) || use.is(Use.How.ARGUMENT) && file.callOf(use.site())
      .filter(call -> STARTERS.stream().noneMatch(call.simpleName().toLowerCase(Locale.ROOT)::contains)
        && TAKES_COROUTINES.stream().noneMatch(call.simpleName().toLowerCase(Locale.ROOT)::contains)
        && !call.plays(Role.TIMEOUT_SCOPE) && !call.plays(Role.GATHERS) && !call.plays(Role.WAITS))
      .isPresent();
  }

  private static boolean isSynchronousLoop(Tree loop) {
    return loop instanceof ForStatement statement
      ? !statement.isAsync()
      : loop instanceof ComprehensionFor part && part.asyncToken() == null;
  }

  private static boolean isUnpacked(Tree assignment) {
    return assignment instanceof AssignmentStatement statement && statement.lhsExpressions().stream()
      .anyMatch(list -> list.expressions().size() > 1 || list.expressions().size() == 1
        && Trees.bare(list.expressions().get(0)).is(Tree.Kind.TUPLE, Tree.Kind.LIST_LITERAL));
  }
}
