package org.usingasyncio.names;

import static org.usingasyncio.syntax.Calls.argument;
import static org.usingasyncio.syntax.Calls.positional;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.symbols.ClassSymbol;
import org.sonar.plugins.python.api.symbols.FunctionSymbol;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.Decorator;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.LambdaExpression;
import org.sonar.plugins.python.api.tree.ReturnStatement;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.YieldExpression;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.knowledge.Knowledge;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.syntax.Trees;

/** What calls give: instances, coroutines, and what the functions of the file return. */
final class Calls {

  /** Context managers that hand out what they were given. */
  static final Set<String> ENTERS_ELEMENT = Set.of(
    "contextlib.aclosing", "contextlib.closing", "contextlib.nullcontext", "contextmanager", "asynccontextmanager");

  private static final Set<String> PASS_THROUGH = Set.of("asyncio.wait_for", "asyncio.shield");
  /** Run a coroutine to its end and give its result. */
  private static final Set<String> RUNNERS = Set.of("asyncio.run", "asyncio.Runner.run",
    "asyncio.AbstractEventLoop.run_until_complete");
  private static final Set<String> TASK_MAKERS = Set.of(
    "asyncio.create_task", "asyncio.ensure_future", "asyncio.AbstractEventLoop.create_task",
    "asyncio.TaskGroup.create_task");
  private static final Set<String> COPIES = Set.of("list", "set", "tuple", "sorted", "iter", "reversed", "filter",
    "frozenset");

  private final Names names;
  private final Annotations annotations;
  private final Knowledge knowledge;

  Calls(Names names, Annotations annotations) {
    this.names = names;
    this.annotations = annotations;
    this.knowledge = names.knowledge();
  }

  Value valueOf(CallExpression call) {
    if (call.callee() instanceof SubscriptionExpression generic && call.arguments().isEmpty()) {
      // set[asyncio.Task]()
      Value made = annotations.instance(generic);
      if (made.isKnown()) {
        return made;
      }
    }
    Value callee = names.valueOf(call.callee());
    if (callee instanceof Value.Instance maker) {
      return knowledge.fact(maker.type()).flatMap(Fact::calls).map(type -> (Value) Value.Instance.of(type))
        .orElse(Value.UNKNOWN);
    }
    if (!(callee instanceof Value.Named named)) {
      return Value.UNKNOWN;
    }
    if (named.definition() instanceof FunctionDef function) {
      return names.returnOf(function);
    }
    if (named.definition() instanceof LambdaExpression lambda) {
      return names.valueOf(lambda.expression());
    }
    if (named.definition() instanceof ClassDef) {
      return names.instanceOf(named);
    }
    if (named.symbol() instanceof FunctionSymbol function) {
      return ofForeign(function);
    }
    if (named.symbol() instanceof ClassSymbol) {
      return names.instanceOf(named);
    }
    Value special = ofSpecial(named, call);
    if (special.isKnown()) {
      return special;
    }
    boolean isExcepted = knowledge.fact(named.name()).filter(fact -> fact.unless().arguments().stream()
      .anyMatch(argument -> org.usingasyncio.syntax.Calls.keyword(call, argument).isPresent())).isPresent();
    return isExcepted ? Value.UNKNOWN : ofLibrary(named);
  }

  /** A function of another file: SonarPython knows whether it is a coroutine function. */
  private Value ofForeign(FunctionSymbol function) {
    String annotated = function.annotatedReturnTypeName();
    Value result = annotated == null ? Value.UNKNOWN : Value.Instance.of(knowledge.publicName(annotated));
    if (function.hasDecorators() && !function.decorators().stream().allMatch(Calls::isPlainDecorator)) {
      return Value.UNKNOWN;
    }
    return function.isAsynchronous() ? new Value.Awaitable(result) : result;
  }

  private static boolean isPlainDecorator(String decorator) {
    return decorator.equals("staticmethod") || decorator.equals("classmethod") || decorator.endsWith("override");
  }

  private Value ofLibrary(Value.Named named) {
    Optional<Fact> known = knowledge.fact(named.name());
    if (known.isEmpty()) {
      String simple = named.name().substring(named.name().lastIndexOf('.') + 1);
      boolean looksLikeClass = !simple.isEmpty() && Character.isUpperCase(simple.charAt(0))
        && !simple.equals(simple.toUpperCase(java.util.Locale.ROOT));
      return looksLikeClass && named.receiver() == null ? names.instanceOf(named) : Value.UNKNOWN;
    }
    Fact fact = known.get();
    return switch (fact.kind()) {
      case CLASS -> Value.Instance.of(fact.name());
      case COROUTINE -> new Value.Awaitable(names.returned(fact, Value.UNKNOWN));
      case ASYNC_ITERATOR -> Value.Instance.of("async_generator",
        fact.element().map(type -> (Value) Value.Instance.of(type)).orElse(Value.UNKNOWN));
      case FUNCTION -> ofFunction(fact);
      case ATTRIBUTE -> Value.UNKNOWN;
    };
  }

  private Value ofFunction(Fact fact) {
    if (!fact.returns().isEmpty()) {
      return names.returned(fact, Value.UNKNOWN);
    }
    if (fact.enters().isPresent()) {
      return Value.Instance.of(fact.name() + "()", Value.Instance.of(fact.enters().get()));
    }
    return fact.element().map(type -> (Value) Value.Instance.of("generator", Value.Instance.of(type)))
      .orElse(Value.UNKNOWN);
  }

  private Value ofSpecial(Value.Named named, CallExpression call) {
    String name = named.name();
    Optional<Expression> first = positional(call).stream().findFirst();
    if (TASK_MAKERS.contains(name) || knowledge.plays(name, Role.CREATES_TASK)) {
      Optional<Expression> coroutine = first.or(() -> argument(call, 0, "coro"));
      return Value.Instance.of("asyncio.Task", coroutine.map(names::valueOf).map(names::awaited).orElse(Value.UNKNOWN));
    }
    if (PASS_THROUGH.contains(name)) {
      return new Value.Awaitable(first.map(names::valueOf).map(names::awaited).orElse(Value.UNKNOWN));
    }
    if (RUNNERS.contains(name)) {
      return first.map(names::valueOf).map(names::awaited).orElse(Value.UNKNOWN);
    }
    Optional<Fact> runner = knowledge.fact(name).filter(Calls::isAwaited);
    if (runner.isPresent()) {
      Fact.Runs runs = runner.get().runs().get();
      return new Value.Awaitable(
        argument(call, runs.argument(), runs.keyword()).map(this::resultOfCalling).orElse(Value.UNKNOWN));
    }
    if (name.equals("functools.partial") && first.isPresent()) {
      return names.valueOf(first.get());
    }
    if (name.equals("asyncio.gather")) {
      List<Value> results = positional(call).stream().map(names::valueOf).map(names::awaited).toList();
      return new Value.Awaitable(
        org.usingasyncio.syntax.Calls.starred(call).isEmpty() ? new Value.Group(results) : Value.Instance.of("list"));
    }
    if (ENTERS_ELEMENT.contains(name)) {
      return Value.Instance.of(name, first.map(names::valueOf).orElse(Value.UNKNOWN));
    }
    if (name.endsWith("ExitStack.enter_async_context") || name.endsWith("ExitStack.enter_context")) {
      Value entered = first.map(names::valueOf).map(names::entered).orElse(Value.UNKNOWN);
      return name.endsWith("async_context") ? new Value.Awaitable(entered) : entered;
    }
    if (name.equals("typing.cast") && first.isPresent()) {
      return annotations.instance(first.get());
    }
    if (named.receiver() instanceof Value.Instance container && container.element().isKnown()) {
      Value element = ofContainer(container, name.substring(name.lastIndexOf('.') + 1));
      if (element.isKnown()) {
        return element;
      }
    }
    return ofBuiltin(name, call, first);
  }

  /** {@code to_thread}, {@code run_in_executor}: what is awaited is the result of the function that they run. */
  private static boolean isAwaited(Fact fact) {
    boolean isElsewhere = fact.runs().filter(runs -> !runs.where().equals("loop")).isPresent();
    return isElsewhere && (fact.kind() == Fact.Kind.COROUTINE || fact.returns().contains("asyncio.Future"));
  }

  /** What {@code Depends(get_session)} gives: what the function returns or, a generator, yields. */
  Value provided(CallExpression provider) {
    Value result = positional(provider).stream().findFirst().map(this::resultOfCalling).orElse(Value.UNKNOWN);
    if (result instanceof Value.Awaitable awaitable) {
      return awaitable.result();
    }
    return result instanceof Value.Instance instance && instance.type().endsWith("generator")
      ? instance.element()
      : result;
  }

  private Value resultOfCalling(Expression function) {
    Value callee = names.valueOf(function);
    if (callee instanceof Value.Named named && named.definition() instanceof FunctionDef definition) {
      return names.returnOf(definition);
    }
    return callee instanceof Value.Named named && named.definition() == null ? ofLibrary(named) : Value.UNKNOWN;
  }

  private Value ofBuiltin(String name, CallExpression call, Optional<Expression> first) {
    if (COPIES.contains(name)) {
      Value element = first.map(names::valueOf).map(names::elementOf).orElse(Value.UNKNOWN);
      return Value.Instance.of(name.equals("set") || name.equals("frozenset") ? "set" : "list", element);
    }
    return switch (name) {
      case "range" -> Value.Instance.of("generator", Value.Instance.of("int"));
      case "enumerate" -> Value.Instance.of("generator",
        new Value.Group(
          List.of(Value.Instance.of("int"), first.map(names::valueOf).map(names::elementOf).orElse(Value.UNKNOWN))));
      case "zip" -> Value.Instance.of("generator",
        new Value.Group(positional(call).stream().map(names::valueOf).map(names::elementOf).toList()));
      case "next" -> first.map(names::valueOf).map(names::elementOf).orElse(Value.UNKNOWN);
      case "anext" -> new Value.Awaitable(first.map(names::valueOf).map(names::elementOf).orElse(Value.UNKNOWN));
      case "super" -> superOf(call);
      case "str", "bytes", "int", "float", "bool", "dict", "bytearray" -> Value.Instance.of(name);
      case "open" -> knowledge.fact("open").isPresent() ? Value.UNKNOWN : Value.Instance.of("io.TextIOWrapper");
      default -> Value.UNKNOWN;
    };
  }

  private Value superOf(CallExpression call) {
    Optional<ClassDef> type = Trees.enclosing(call, ClassDef.class);
    if (type.isEmpty()) {
      return Value.UNKNOWN;
    }
    List<Value> bases = names.basesOf(type.get());
    return bases.size() == 1 ? names.instanceOf(bases.get(0)) : Value.UNKNOWN;
  }

  /** {@code values()}, {@code items()}, {@code pop()} and the like of a container whose elements are known. */
  private static Value ofContainer(Value.Instance container, String member) {
    Value element = container.element();
    return switch (member) {
      case "pop", "popleft", "get", "setdefault", "get_nowait" ->
        container.type().endsWith("Queue") && member.equals("get") ? new Value.Awaitable(element) : element;
      case "values" -> Value.Instance.of("generator", element);
      case "items" -> Value.Instance.of("generator", new Value.Group(List.of(Value.UNKNOWN, element)));
      case "copy" -> container;
      default -> Value.UNKNOWN;
    };
  }

  // ---- functions of this file -------------------------------------------------------------------------------------

  /** What calling the function gives; unknown under a decorator that may change it. */
  Value computeReturn(FunctionDef function) {
    boolean isContextManager = false;
    for (Decorator decorator : function.decorators()) {
      String name = names.decoratorName(decorator);
      if (name.endsWith("contextmanager")) {
        isContextManager = true;
      } else if (!isTransparent(name)) {
        return Value.UNKNOWN;
      }
    }
    List<YieldExpression> yields = names.nodesOf(function, YieldExpression.class, Tree.Kind.YIELD_EXPR);
    if (isContextManager) {
      Value yielded = yields.stream().filter(yield -> yield.expressions().size() == 1).findFirst()
        .map(yield -> names.valueOf(yield.expressions().get(0))).orElse(Value.UNKNOWN);
      return Value.Instance.of(function.asyncKeyword() != null ? "asynccontextmanager" : "contextmanager", yielded);
    }
    if (!yields.isEmpty()) {
      Value element = names.agree(yields.stream()
        .map(yield -> yield.expressions().size() == 1 && yield.fromKeyword() == null
          ? names.valueOf(yield.expressions().get(0))
          : Value.UNKNOWN)
        .toList());
      return Value.Instance.of(function.asyncKeyword() != null ? "async_generator" : "generator", element);
    }
    Value result = result(function);
    return function.asyncKeyword() != null ? new Value.Awaitable(result) : result;
  }

  private Value result(FunctionDef function) {
    if (function.returnTypeAnnotation() != null) {
      Value declared = annotations.instance(function.returnTypeAnnotation().expression());
      if (declared.isKnown()) {
        return declared;
      }
    }
    List<Value> returned = new ArrayList<>();
    for (ReturnStatement statement : names.nodesOf(function, ReturnStatement.class, Tree.Kind.RETURN_STMT)) {
      List<Expression> expressions = statement.expressions();
      if (expressions.isEmpty()) {
        returned.add(Value.Instance.of("NoneType"));
      } else if (expressions.size() == 1) {
        returned.add(names.valueOf(expressions.get(0)));
      } else {
        returned.add(new Value.Group(expressions.stream().map(names::valueOf).toList()));
      }
    }
    if (returned.isEmpty()) {
      return isStub(function) ? Value.UNKNOWN : Value.Instance.of("NoneType");
    }
    return names.agree(returned);
  }

  private static boolean isStub(FunctionDef function) {
    return function.body().statements().stream().allMatch(statement -> statement.is(Tree.Kind.PASS_STMT,
      Tree.Kind.RAISE_STMT)
      || statement instanceof org.sonar.plugins.python.api.tree.ExpressionStatement expression
        && expression.expressions().stream().allMatch(value -> value.is(Tree.Kind.STRING_LITERAL, Tree.Kind.ELLIPSIS)));
  }

  private boolean isTransparent(String name) {
    return switch (name) {
      // A cache gives what the function gave.
      case "?staticmethod", "?classmethod", "?property", "functools.lru_cache", "functools.cache" -> true;
      default -> name.endsWith("cached_property") || names.isTransparentDecorator(name);
    };
  }
}
