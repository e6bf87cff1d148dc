package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/** Loops whose iterable does not fit them, and loops that iterate by hand. */
public final class Iterations {

  private static final Set<String> SYNC_TYPES = Set.of("list", "set", "dict", "tuple", "str", "bytes", "bytearray",
    "generator", "frozenset",
    "collections.deque", "collections.OrderedDict", "collections.defaultdict");

  private static final Set<String> ITERATES = Set.of("enumerate", "zip", "list", "tuple", "set", "sorted", "reversed");

  private final FileModel file;
  private final List<Loop> syncOverAsync = new ArrayList<>();
  private final List<Loop> asyncOverSync = new ArrayList<>();
  private final List<ByHand> byHand = new ArrayList<>();

  /** A {@code for} in a statement or comprehension, with the word {@code async} if it has one. */
  public record Loop(Token forKeyword, Token asyncKeyword, Expression iterable, FunctionInfo function) {}

  /** A {@code while True} that takes one element after the other by hand. */
  public record ByHand(WhileStatement loop, CallInfo call, Expression iterable) {}

  private Iterations(FileModel file) {
    this.file = file;
    file.nodes(ForStatement.class, Tree.Kind.FOR_STMT).stream()
      .filter(loop -> loop.testExpressions().size() == 1)
      .forEach(loop -> classify(
        new Loop(loop.forKeyword(), loop.asyncKeyword(), loop.testExpressions().get(0), file.functionAround(loop))));
    file.nodes(ComprehensionFor.class, Tree.Kind.COMP_FOR)
      .forEach(
        loop -> classify(new Loop(loop.forToken(), loop.asyncToken(), loop.iterable(), file.functionAround(loop))));
    file.nodes(WhileStatement.class, Tree.Kind.WHILE_STMT).stream().filter(Flow::isEndless).forEach(this::addByHand);
  }

  public static Iterations of(FileModel file) {
    return file.facts(Iterations.class, Iterations::new);
  }

  public List<Loop> syncOverAsync() {
    return syncOverAsync;
  }

  public List<Loop> asyncOverSync() {
    return asyncOverSync;
  }

  public List<ByHand> byHand() {
    return byHand;
  }

  private void classify(Loop loop) {
    Value iterable = file.names().valueOf(loop.iterable());
    Optional<Loop> wrapped = inWrapper(loop);
    if (loop.asyncKeyword() == null && (isAsync(iterable) || wrapped.isPresent())) {
      syncOverAsync.add(wrapped.orElse(loop));
    } else if (loop.asyncKeyword() != null && isSync(iterable) && !isChoice(loop.iterable())) {
      asyncOverSync.add(loop);
    }
  }

  /** {@code async for row in rows or ()}: what is iterated over as a rule is the other one. */
  private static boolean isChoice(Expression iterable) {
    return Trees.bare(iterable).is(Tree.Kind.OR, Tree.Kind.CONDITIONAL_EXPR);
  }

  /** {@code for number, row in enumerate(rows())}: the builtin iterates over what it is given. */
  private Optional<Loop> inWrapper(Loop loop) {
    return file.callOf(loop.iterable()).filter(call -> call.name().filter(ITERATES::contains).isPresent())
      .stream().flatMap(call -> call.arguments().stream())
      .filter(argument -> isAsync(file.names().valueOf(argument))).findFirst()
      .map(argument -> new Loop(loop.forKeyword(), loop.asyncKeyword(), argument, loop.function()));
  }

  private boolean isAsync(Value value) {
    if (!(value instanceof Value.Instance instance)) {
      return false;
    }
    if (instance.definition() != null) {
      return has(instance, "__aiter__") && !has(instance, "__iter__") && !has(instance, "__getitem__")
        && file.names().hasKnownBases(instance.definition());
    }
    return instance.type().equals("async_generator") || iterates(instance, Fact.Iteration.ASYNC);
  }

  private boolean isSync(Value value) {
    if (value instanceof Value.Group) {
      return true;
    }
    if (!(value instanceof Value.Instance instance)) {
      return false;
    }
    if (instance.definition() != null) {
      return has(instance, "__iter__") && !has(instance, "__aiter__")
        && file.names().hasKnownBases(instance.definition());
    }
    return SYNC_TYPES.contains(instance.type()) || iterates(instance, Fact.Iteration.SYNC);
  }

  private boolean has(Value.Instance instance, String method) {
    return !file.names().methods(instance.definition(), method).isEmpty();
  }

  private boolean iterates(Value.Instance instance, Fact.Iteration kind) {
    return instance.symbol() == null && file.knowledge().ancestors(instance.type()).stream()
      .map(file.knowledge()::fact).flatMap(Optional::stream).anyMatch(fact -> fact.iterates() == kind);
  }

  // ---- by hand ----------------------------------------------------------------------------------------------------

  private void addByHand(WhileStatement loop) {
    List<Statement> body = loop.body().statements();
    if (loop.elseClause() != null || body.isEmpty()) {
      return;
    }
    if (body.size() > 1 && body.get(1) instanceof IfStatement end) {
      readLine(body.get(0)).filter(call -> endsAtEmpty(end, body.get(0)))
        .ifPresent(call -> byHand.add(new ByHand(loop, call, call.receiver().get())));
    }
    if (body.get(0) instanceof TryStatement attempt && endsAtStop(attempt) && !attempt.body().statements().isEmpty()) {
      next(attempt.body().statements().get(0)).ifPresent(
        call -> byHand.add(new ByHand(loop, call, call.receiver().filter(receiver -> !call.simpleName().equals("anext"))
          .orElseGet(() -> call.arguments().get(0)))));
    }
  }

  private static Optional<Expression> assigned(Statement statement) {
    return statement instanceof AssignmentStatement assignment && assignment.lhsExpressions().size() == 1
      ? Optional.of(assignment.assignedValue())
      : Optional.empty();
  }

  private Optional<CallInfo> readLine(Statement statement) {
    return assigned(statement).filter(AwaitExpression.class::isInstance)
      .flatMap(await -> file.callOf(((AwaitExpression) await).expression()))
      .filter(call -> call.simpleName().equals("readline") && call.arguments().isEmpty())
      .filter(call -> call.receiver().map(file.names()::valueOf).filter(this::isAsync).isPresent());
  }

  private Optional<CallInfo> next(Statement statement) {
    return assigned(statement).filter(AwaitExpression.class::isInstance)
      .flatMap(await -> file.callOf(((AwaitExpression) await).expression()))
      .filter(call -> call.isTo("anext") && call.arguments().size() == 1
        || call.simpleName().equals("__anext__") && call.receiver().isPresent());
  }

  /** {@code if not line: break} */
  private static boolean endsAtEmpty(IfStatement end, Statement read) {
    boolean isEmpty = end.condition() instanceof UnaryExpression not && not.is(Tree.Kind.NOT)
      && Trees.written(not.expression())
        .equals(Trees.written(((AssignmentStatement) read).lhsExpressions().get(0).expressions().get(0)))
      || end.condition() instanceof BinaryExpression comparison
        && Literals.text(comparison.rightOperand()).filter(String::isEmpty).isPresent();
    return isEmpty && end.elifBranches().isEmpty() && end.elseBranch() == null && end.body().statements().size() == 1
      && end.body().statements().get(0).is(Tree.Kind.BREAK_STMT);
  }

  /** {@code except StopAsyncIteration: break} */
  private static boolean endsAtStop(TryStatement attempt) {
    return attempt.exceptClauses().size() == 1 && attempt.finallyClause() == null
      && attempt.exceptClauses().get(0).exception() instanceof Name error && error.name().equals("StopAsyncIteration")
      && attempt.exceptClauses().get(0).body().statements().size() == 1
      && attempt.exceptClauses().get(0).body().statements().get(0).is(Tree.Kind.BREAK_STMT, Tree.Kind.RETURN_STMT);
  }
}
