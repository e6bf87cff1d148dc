package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.names.Binding;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/** Loops whose number of turns stands in the code, nested ones multiplied. */
public final class LongLoops {

  /** No product of counts needs more; it keeps the multiplication from overflowing. */
  private static final long MOST = 1L << 40;

  private final FileModel file;

  public LongLoops(FileModel file) {
    this.file = file;
  }

  /**
   * A loop or comprehension that never gives control back.
   *
   * @param tree the statement or comprehension
   * @param range what it iterates over
   * @param turns how often the innermost body runs
   */
  public record LongLoop(Tree tree, Expression range, long turns) {}

  /** The outermost loops of the function that run at least so many turns and never give control back to the event loop. */
  public List<LongLoop> of(FunctionInfo function, long turns) {
    List<LongLoop> found = new ArrayList<>();
    for (Tree loop : function.nodes(Tree.class, Tree.Kind.FOR_STMT, Tree.Kind.COMP_FOR)) {
      boolean isInside = found.stream().anyMatch(outer -> Trees.isInside(loop, outer.tree()));
      long count = isInside ? 0 : turns(loop);
      if (count >= turns && !givesBack(function, loop)) {
        found.add(new LongLoop(loop, iterable(loop), count));
      }
    }
    return found;
  }

  private static boolean givesBack(FunctionInfo function, Tree loop) {
    Tree whole = loop instanceof ComprehensionFor ? loop.parent() : loop;
    return function.suspensions().stream().anyMatch(suspension -> Trees.isInside(suspension, whole))
      || !Trees.within(loop, YieldExpression.class).isEmpty();
  }

  /**
   * The turns of the loop times those of the longest loop right inside; 0 when they are not written out, or it may be
   * left.
   */
  private long turns(Tree loop) {
    long own = count(iterable(loop));
    return own == 0 || loop instanceof ForStatement statement && mayEndEarly(statement)
      ? 0
      : Math.min(MOST, own * Math.max(1, longestInside(loop)));
  }

  private long longestInside(Tree loop) {
    Tree body = loop instanceof ForStatement statement ? statement.body() : ((ComprehensionFor) loop).nestedClause();
    if (body == null) {
      return 0;
    }
    long longest = 0;
    for (ForStatement inner : Trees.within(body, ForStatement.class)) {
      longest = Math.max(longest, turns(inner));
    }
    for (ComprehensionFor inner : Trees.within(body, ComprehensionFor.class)) {
      longest = Math.max(longest, turns(inner));
    }
    return longest;
  }

  /** A loop with {@code break}, {@code return} or {@code raise} searches: the count is only where it gives up. */
  private static boolean mayEndEarly(ForStatement loop) {
    return !Trees.within(loop.body(), BreakStatement.class).isEmpty()
      || !Trees.within(loop.body(), ReturnStatement.class).isEmpty()
      || !Trees.within(loop.body(), RaiseStatement.class).isEmpty();
  }

  private static Expression iterable(Tree loop) {
    if (loop instanceof ForStatement statement) {
      return statement.testExpressions().size() == 1 ? Trees.bare(statement.testExpressions().get(0)) : null;
    }
    return Trees.bare(((ComprehensionFor) loop).iterable());
  }

  /** How often {@code range(…)} counts; 0 when that is not written out. */
  private long count(Expression iterable) {
    Optional<CallInfo> call = file.callOf(iterable == null ? file.tree() : iterable)
      .filter(range -> range.isTo("range"));
    List<OptionalLong> bounds = call.map(range -> range.arguments().stream().map(bound -> integer(bound, 0)).toList())
      .orElse(List.of());
    if (bounds.isEmpty() || bounds.stream().anyMatch(OptionalLong::isEmpty)) {
      return 0;
    }
    long start = bounds.size() == 1 ? 0 : bounds.get(0).getAsLong();
    long stop = bounds.get(bounds.size() == 1 ? 0 : 1).getAsLong();
    long step = bounds.size() == 3 ? bounds.get(2).getAsLong() : 1;
    return step == 0 ? 0 : Math.min(MOST, Math.max(0, (stop - start) / step));
  }

  /** {@code 100_000}, {@code 10 ** 6}, {@code 1000 * 1000}, or a name that is bound once to one of them. */
  private OptionalLong integer(Expression expression, int depth) {
    Expression bare = Trees.bare(expression);
    if (bare instanceof BinaryExpression operation && depth < 5) {
      OptionalLong left = integer(operation.leftOperand(), depth + 1);
      OptionalLong right = integer(operation.rightOperand(), depth + 1);
      return left.isPresent() && right.isPresent()
        ? computed(operation, left.getAsLong(), right.getAsLong())
        : OptionalLong.empty();
    }
    if (bare instanceof Name name && name.symbol() != null && depth < 5) {
      List<Binding> bindings = file.names().bindingsOf(name.symbol());
      return bindings.size() == 1 && bindings.get(0).kind() == Binding.Kind.ASSIGNMENT && bindings.get(0).index() == -1
        ? integer(bindings.get(0).value(), depth + 1)
        : OptionalLong.empty();
    }
    return Literals.integer(bare);
  }

  private static OptionalLong computed(BinaryExpression operation, long left, long right) {
    double value = switch (operation.operator().value()) {
      case "*" -> (double) left * right;
      case "**" -> Math.pow(left, right);
      case "+" -> (double) left + right;
      case "-" -> (double) left - right;
      default -> Double.NaN;
    };
    return Math.abs(value) <= MOST ? OptionalLong.of((long) value) : OptionalLong.empty();
  }
}
