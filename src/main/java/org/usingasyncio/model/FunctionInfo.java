package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.names.Value;
import org.usingasyncio.reach.Execution;
import org.usingasyncio.syntax.Scope;
import org.usingasyncio.syntax.Trees;

/**
 * A function, lambda, class body, or the module itself: code that runs as one. What stands in a nested function belongs
 * to that function alone.
 */
public final class FunctionInfo {

  private final Scope scope;
  private final Tree tree;
  private final boolean isAsync;
  private final FunctionInfo parent;
  private final FileModel file;
  private List<CallInfo> calls;
  private Set<String> calledNames;
  private final Map<Execution, Handover> handovers = new LinkedHashMap<>();
  private List<String> decorators;
  private List<String> parameterNames;
  private List<Tree> suspensions;
  private Boolean generator;
  private Boolean calledByLoop;
  private Optional<ClassInfo> owner;

  FunctionInfo(Scope scope, FunctionInfo parent, FileModel file) {
    this.scope = scope;
    this.tree = scope.tree();
    this.isAsync = tree instanceof FunctionDef function && function.asyncKeyword() != null;
    this.parent = parent;
    this.file = file;
  }

  public Tree tree() {
    return tree;
  }

  /** The {@code def}; empty for a lambda, class body or module. */
  public Optional<FunctionDef> definition() {
    return tree() instanceof FunctionDef function ? Optional.of(function) : Optional.empty();
  }

  public FileModel file() {
    return file;
  }

  /** The code in which this function is defined; null for the module. */
  public FunctionInfo parent() {
    return parent;
  }

  /** The name as written: {@code fetch}; {@code <module>}, {@code <lambda>} for what has none. */
  public String name() {
    if (tree() instanceof FunctionDef function) {
      return function.name().name();
    }
    return tree() instanceof ClassDef type ? type.name().name() : isModule() ? "<module>" : "<lambda>";
  }

  /** Module and name: {@code shop.orders.Basket.total}. */
  public String qualifiedName() {
    return file.names().qualifiedName(tree());
  }

  public boolean isModule() {
    return tree() instanceof FileInput;
  }

  public boolean isClassBody() {
    return tree() instanceof ClassDef;
  }

  public boolean isLambda() {
    return tree() instanceof LambdaExpression;
  }

  /** True for a {@code def}, {@code async def} or lambda. */
  public boolean isFunction() {
    return tree() instanceof FunctionLike;
  }

  /** True for every {@code async def}, an asynchronous generator included. */
  public boolean isAsync() {
    return isAsync;
  }

  /** True for an {@code async def} that must be awaited: one without {@code yield}. */
  public boolean isCoroutine() {
    return isAsync() && !isGenerator();
  }

  public boolean isGenerator() {
    if (generator == null) {
      generator = isFunction() && scope.has(Tree.Kind.YIELD_EXPR);
    }
    return generator;
  }

  /** The word {@code async}, to show as evidence; empty for a synchronous function. */
  public Optional<Token> asyncKeyword() {
    return definition().map(FunctionDef::asyncKeyword);
  }

  /** The class in whose body the function is defined. */
  public Optional<ClassInfo> owner() {
    if (owner == null) {
      owner = parent != null && parent.isClassBody() && isFunction()
        ? file.classOf((ClassDef) parent.tree())
        : Optional.empty();
    }
    return owner;
  }

  /** The class whose method this is, or in whose method this function is nested: the class that {@code self} is of. */
  public Optional<ClassInfo> enclosingClass() {
    for (FunctionInfo function = this; function != null; function = function.parent) {
      if (function.owner().isPresent()) {
        return function.owner();
      }
    }
    return Optional.empty();
  }

  /**
   * The decorators' qualified names, arguments left out; a decorator that cannot be resolved as written, with {@code ?}
   * before it.
   */
  public List<String> decorators() {
    if (decorators == null) {
      decorators = definition().map(FunctionDef::decorators).orElse(List.of()).stream()
        .map(file.names()::decoratorName).toList();
    }
    return decorators;
  }

  public boolean isDecorated() {
    return definition().filter(function -> !function.decorators().isEmpty()).isPresent();
  }

  /** True when no decorator may replace the function by something else. */
  public boolean isCalledAsWritten() {
    return decorators().stream().allMatch(file::isTransparentDecorator);
  }

  /** The names of the parameters, stars left out. */
  public List<String> parameterNames() {
    if (parameterNames == null) {
      parameterNames = tree() instanceof FunctionLike function && function.parameters() != null
        ? function.parameters().nonTuple().stream().map(Parameter::name).filter(Objects::nonNull).map(Name::name)
          .toList()
        : List.of();
    }
    return parameterNames;
  }

  /** True for a body that does nothing: a docstring, {@code pass}, {@code ...}, {@code raise NotImplementedError}. */
  public boolean isStub() {
    return definition()
      .filter(function -> function.body().statements().stream().allMatch(FunctionInfo::isEmptyStatement)).isPresent();
  }

  private static boolean isEmptyStatement(Statement statement) {
    if (statement instanceof ExpressionStatement expression) {
      return expression.expressions().stream()
        .allMatch(value -> value.is(Tree.Kind.STRING_LITERAL, Tree.Kind.ELLIPSIS));
    }
    return statement.is(Tree.Kind.PASS_STMT)
      || statement instanceof RaiseStatement raise
        && raise.expressions().stream().anyMatch(error -> Trees.written(error).startsWith("NotImplemented"));
  }

  public boolean isAbstract() {
    return decorators().stream().anyMatch(name -> name.endsWith("abstractmethod"))
      || owner().filter(type -> type.ancestorNames().stream()
        .anyMatch(base -> base.equals("typing.Protocol") || base.equals("typing_extensions.Protocol"))).isPresent();
  }

  /** The calls in its own body, in source order, those under {@code if TYPE_CHECKING} left out. */
  public List<CallInfo> calls() {
    if (calls == null) {
      calls = file.isForTypeChecking(tree()) ? List.of() : findCalls();
    }
    return calls;
  }

  private List<CallInfo> findCalls() {
    boolean asks = nodes(IfStatement.class, Tree.Kind.IF_STMT).stream()
      .anyMatch(choice -> FileModel.isTypeChecking(choice.condition()));
    List<CallInfo> found = new ArrayList<>();
    for (CallExpression call : nodes(CallExpression.class, Tree.Kind.CALL_EXPR)) {
      if (!asks || !file.isForTypeChecking(call)) {
        found.add(new CallInfo(call, this, file));
      }
    }
    return Collections.unmodifiableList(found);
  }

  /** True when its own body calls something of which the last part is written as one of the names. */
  public boolean callsAny(Set<String> simpleNames) {
    if (calledNames == null) {
      calledNames = new HashSet<>();
      calls().forEach(call -> calledNames.add(call.simpleName()));
    }
    return !Collections.disjoint(calledNames, simpleNames);
  }

  /** The {@code await} expressions in its own body, in source order. */
  public List<AwaitExpression> awaits() {
    return scope.nodes(AwaitExpression.class, Tree.Kind.AWAIT);
  }

  /**
   * True when running the body may give control back to the loop: it awaits, or has an {@code async for} or {@code
   * async with}.
   */
  public boolean suspends() {
    return !suspensions().isEmpty();
  }

  /** The places at which the body may give control back to the loop, in source order. */
  public List<Tree> suspensions() {
    if (suspensions == null) {
      suspensions = findSuspensions();
    }
    return suspensions;
  }

  private List<Tree> findSuspensions() {
    List<Tree> found = new ArrayList<>(awaits());
    scope.nodes(ForStatement.class, Tree.Kind.FOR_STMT).stream().filter(ForStatement::isAsync).forEach(found::add);
    scope.nodes(WithStatement.class, Tree.Kind.WITH_STMT).stream().filter(WithStatement::isAsync).forEach(found::add);
    scope.nodes(ComprehensionFor.class, Tree.Kind.COMP_FOR).stream().filter(loop -> loop.asyncToken() != null)
      .forEach(found::add);
    found.sort((a, b) -> Trees.compare(a.firstToken(), b.firstToken()));
    return found;
  }

  /** The nodes of its own body of the given kinds, in source order. */
  public <T extends Tree> List<T> nodes(Class<T> type, Tree.Kind... kinds) {
    return scope.nodes(type, kinds);
  }

  /** The functions and lambdas defined right in this one. */
  public List<FunctionInfo> nested() {
    return scope.children().stream().map(child -> file.functionOf(child.tree())).flatMap(Optional::stream).toList();
  }

  // ---- where it runs ----------------------------------------------------------------------------------------------

  void handedOver(Handover handover) {
    handovers.putIfAbsent(handover.where(), handover);
  }

  /** Where the body runs, as far as this file shows it: empty for a function that is only called. */
  public Set<Execution> executions() {
    Set<Execution> found = EnumSet.noneOf(Execution.class);
    found.addAll(handovers.keySet());
    if (isAsync()) {
      found.add(Execution.LOOP);
    }
    return found;
  }

  /** True for a coroutine function and for a callback that the loop runs. */
  public boolean isOnLoop() {
    return isAsync() || handovers.containsKey(Execution.LOOP) || isCalledByLoop();
  }

  /** True for a method that the loop, or a framework in it, calls by its name: {@code data_received} of a protocol. */
  private boolean isCalledByLoop() {
    if (calledByLoop == null) {
      calledByLoop = !isAsync() && definition().isPresent() && LoopCallbacks.isCalledByLoop(this);
    }
    return calledByLoop;
  }

  /** The call that hands this function over to run there. */
  public Optional<Handover> handover(Execution where) {
    return Optional.ofNullable(handovers.get(where));
  }

  /**
   * What shows that the body runs on the loop: the word {@code async}, the call that hands over the callback, or the name
   * of a method that the loop calls.
   */
  public Optional<Tree> loopEvidence() {
    Optional<Tree> keyword = asyncKeyword().map(Tree.class::cast);
    return keyword.or(() -> handover(Execution.LOOP).map(handover -> handover.call().callee()))
      .or(() -> isCalledByLoop() ? definition().map(FunctionDef::name) : Optional.empty());
  }

  /** What the function gives when it is called (for a coroutine function: something to await). */
  public Value returned() {
    return definition().map(file.names()::returnOf).orElse(Value.UNKNOWN);
  }

  @Override
  public String toString() {
    return name() + ":" + Trees.lineOf(tree());
  }
}
