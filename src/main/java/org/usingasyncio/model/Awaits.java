package org.usingasyncio.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.symbols.FunctionSymbol;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Trees;

/** What stands after {@code await}, and whether it can be awaited at all. */
public final class Awaits {

  private static final Set<String> PLAIN_TYPES = Set.of("NoneType", "None", "str", "bytes", "int", "float", "bool",
    "list", "dict", "set", "tuple",
    "frozenset", "bytearray");

  /** Methods of asyncio's own classes that return at once, with nothing to wait for (Python 3.13 documentation). */
  private static final Set<String> PLAIN_METHODS = Set.of("write", "writelines", "write_eof", "close", "is_closing",
    "kill", "terminate", "send_signal",
    "release", "locked", "set", "clear", "is_set", "task_done", "shutdown", "qsize", "empty", "full", "put_nowait",
    "cancel", "cancelled", "done",
    "set_result", "set_exception", "add_done_callback", "call_soon", "call_later", "call_at", "call_soon_threadsafe",
    "stop", "get_name", "set_name");

  private static final List<String> FULLY_KNOWN = List.of("aiohttp.ClientResponse.", "aiohttp.ClientSession.",
    "aiohttp.web.", "httpx.Response.", "sqlalchemy.ext.asyncio.AsyncSession.", "motor.motor_asyncio.",
    "discord.Client.get_",
    "discord.Client.is_", "asyncpg.Connection.", "asyncpg.Pool.", "io.");

  private static final Set<String> BUILTIN_MUTATIONS = Set.of("append", "appendleft", "add", "discard", "remove",
    "clear", "extend", "insert", "update", "sort", "reverse");

  private Awaits() {}

  /**
   * Why the expression can never be awaited, as a noun for it: "a list", "the function"; empty when it can, or nobody
   * knows.
   */
  public static Optional<String> whyNot(FileModel file, Expression awaited) {
    Expression bare = Trees.bare(awaited);
    return literal(bare)
      .or(() -> file.callOf(bare).filter(Awaits::givesAsyncGenerator).map(call -> "an asynchronous generator"))
      .or(() -> file.callOf(bare).filter(call -> givesPlainValue(file, call)).map(call -> "a plain value"));
  }

  /**
   * {@code await self.pages()} where {@code pages} is an {@code async def} with {@code yield}: that is for {@code async
   * for}.
   */
  private static boolean givesAsyncGenerator(CallInfo call) {
    return call.target().filter(target -> target.isAsync() && target.isGenerator() && target.isCalledAsWritten()
      && !target.isAbstract()).isPresent();
  }

  private static Optional<String> literal(Expression bare) {
    return switch (bare.getKind()) {
      case LIST_LITERAL, LIST_COMPREHENSION -> Optional.of("a list");
      case TUPLE -> Optional.of("a tuple");
      case SET_LITERAL, SET_COMPREHENSION -> Optional.of("a set");
      case DICTIONARY_LITERAL, DICT_COMPREHENSION -> Optional.of("a dictionary");
      case GENERATOR_EXPR -> Optional.of("a generator");
      case STRING_LITERAL -> Optional.of("a string");
      case NUMERIC_LITERAL -> Optional.of("a number");
      case NONE -> Optional.of("None");
      case LAMBDA -> Optional.of("a lambda");
      case COMPARISON, NOT, IN, IS -> Optional.of("a truth value");
      default -> Optional.empty();
    };
  }

  /** True when all that the call can give is known, and none of it is awaitable. */
  private static boolean givesPlainValue(FileModel file, CallInfo call) {
    Optional<Fact> fact = call.fact();
    if (fact.isPresent()) {
      return fact.get().kind() == Fact.Kind.FUNCTION
        && (fact.get().blocks().isPresent() && !(call.result() instanceof Value.Awaitable)
          && !Contradictions.isOfAsyncObject(call)
          || fact.get().name().startsWith("asyncio.") && PLAIN_METHODS.contains(call.simpleName())
          || isDocumentedAsPlain(file, fact.get()));
    }
    if (isBuiltinMutation(call)) {
      return true;
    }
    if (!(call.calleeValue() instanceof Value.Named named)) {
      return false;
    }
    if (named.symbol() instanceof FunctionSymbol function) {
      return !function.isAsynchronous() && !function.hasDecorators() && function.annotatedReturnTypeName() != null
        && PLAIN_TYPES.contains(function.annotatedReturnTypeName());
    }
    return named.function().flatMap(file::functionOf).filter(Awaits::returnsPlainValue).isPresent();
  }

  /** A function of a library whose facts cover all that its objects can do, and that gives nothing to await. */
  private static boolean isDocumentedAsPlain(FileModel file, Fact fact) {
    boolean givesAwaitable = fact.with().isAsync() || fact.returns().stream()
      .anyMatch(type -> file.knowledge().isA(type, "asyncio.Future")
        || file.knowledge().fact(type).filter(known -> known.awaitable() || known.with().isAsync()).isPresent());
    return !givesAwaitable && FULLY_KNOWN.stream().anyMatch(fact.name()::startsWith);
  }

  /** {@code self.seen.add(user)} on a set, {@code self.jobs.append(job)} on a list: these return None. */
  private static boolean isBuiltinMutation(CallInfo call) {
    return BUILTIN_MUTATIONS.contains(call.simpleName())
      && call.receiverType().filter(type -> PLAIN_TYPES.contains(type) || type.equals("collections.deque")).isPresent();
  }

  private static boolean returnsPlainValue(FunctionInfo function) {
    boolean isOrdinary = function.definition().isPresent() && !function.isAsync() && !function.isGenerator()
      && !function.isStub() && !function.isAbstract()
      && !function.isDecorated();
    // A base class may promise less than what its subclasses do.
    boolean mayBeOverridden = function.owner()
      .filter(type -> type.subclasses().stream().anyMatch(sub -> sub.ownMethod(function.name()).isPresent()))
      .isPresent();
    return isOrdinary && !mayBeOverridden && isPlain(function.returned()) && !onlyRaises(function)
      && !breaksPromise(function) && !handsOutUnknown(function);
  }

  /** {@code -> dict} over {@code return self.fetch()}: what is awaited against the annotation may be awaitable after all. */
  private static boolean handsOutUnknown(FunctionInfo function) {
    return function.nodes(ReturnStatement.class, Tree.Kind.RETURN_STMT).stream()
      .flatMap(statement -> statement.expressions().stream()).map(Trees::bare)
      .anyMatch(value -> value instanceof CallExpression && !function.file().names().valueOf(value).isKnown());
  }

  /** {@code -> None} over a body that returns something. */
  private static boolean breaksPromise(FunctionInfo function) {
    return function.returned().isNone() && function.nodes(ReturnStatement.class, Tree.Kind.RETURN_STMT).stream()
      .anyMatch(statement -> !statement.expressions().isEmpty()
        && !function.file().names().valueOf(statement.expressions().get(0)).isNone());
  }

  /** {@code raise NotImplementedError(...)} after a log line is a stub, too. */
  private static boolean onlyRaises(FunctionInfo function) {
    List<Statement> statements = function.definition().orElseThrow().body().statements();
    return statements.get(statements.size() - 1).is(Tree.Kind.RAISE_STMT);
  }

  private static boolean isPlain(Value value) {
    return value instanceof Value.Group || value.typeName().filter(PLAIN_TYPES::contains).isPresent();
  }

  /** True when the expression is a coroutine function itself, without the parentheses that call it. */
  public static boolean isCoroutineFunction(FileModel file, Expression expression) {
    Expression bare = Trees.bare(expression);
    if (!(bare instanceof Name || bare instanceof QualifiedExpression)
      || !(file.names().valueOf(bare) instanceof Value.Named named)) {
      return false;
    }
    if (named.definition() != null) {
      return named.function().flatMap(file::functionOf)
        .filter(function -> function.isCoroutine() && function.isCalledAsWritten()
          && !function.decorators().stream().anyMatch(name -> name.endsWith("property")))
        .isPresent();
    }
    if (named.symbol() instanceof FunctionSymbol function) {
      return function.isAsynchronous() && !function.hasDecorators();
    }
    return file.knowledge().fact(named.name()).filter(Fact::isCoroutine).isPresent();
  }

  /** True for a list or tuple whose elements are coroutines: {@code await [f(x) for x in xs]}. */
  public static boolean isListOfCoroutines(FileModel file, Expression awaited) {
    return file.names().elementOf(file.names().valueOf(awaited)) instanceof Value.Awaitable;
  }

  /** True when the call itself is a condition, compared, or the left side of {@code and} and {@code or}. */
  public static boolean isTested(CallInfo call) {
    Tree parent = Trees.parentOf(call.tree());
    boolean isLeft = parent instanceof BinaryExpression operator && operator.is(Tree.Kind.AND, Tree.Kind.OR)
      && Trees.bare(operator.leftOperand()) == call.tree();
    return isLeft || call.use().is(Use.How.TESTED);
  }

  /**
   * Every {@code async def} that gives the loop no chance, where the author was free to leave {@code async} out: one that
   * overrides nothing, is not decorated, and is only ever called.
   */
  public static List<FunctionInfo> neverSuspending(FileModel file) {
    return file.coroutines().stream()
      .filter(function -> function.isCoroutine() && !function.suspends() && !function.isDecorated()
        && !function.name().startsWith("__"))
      .filter(function -> function.owner().isEmpty() || isFree(function.owner().get(), function))
      .filter(Awaits::isOnlyCalled)
      .toList();
  }

  private static boolean isFree(ClassInfo owner, FunctionInfo method) {
    return owner.ancestorNames().isEmpty() && owner.hasKnownBases()
      && owner.subclasses().stream().noneMatch(sub -> sub.ownMethod(method.name()).isPresent());
  }

  private static boolean isOnlyCalled(FunctionInfo function) {
    FileModel file = function.file();
    boolean isHandedOver = file.nodes(Name.class, Tree.Kind.NAME).stream()
      .filter(name -> name.name().equals(function.name()) && name != function.definition().orElseThrow().name())
      .anyMatch(name -> !isCallee(name));
    return !isHandedOver;
  }

  private static boolean isCallee(Name name) {
    Tree mention = name.parent() instanceof QualifiedExpression qualified && qualified.name() == name
      ? qualified
      : name;
    return mention.parent() instanceof CallExpression call && call.callee() == mention;
  }
}
