package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sonar.plugins.python.api.tree.Decorator;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.YieldExpression;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Trees;

/** Coroutines in the style of Python 3.4: generators under a decorator, {@code yield from} instead of {@code await}. */
public final class GeneratorCoroutines {

  /** A decorator that makes a coroutine of a generator. */
  public record Marked(FunctionInfo function, Decorator tree) {}

  /** Of the methods that Python calls itself, only these may be coroutines. */
  private static final Set<String> AWAITED_BY_PYTHON = Set.of("__call__", "__aenter__", "__aexit__", "__anext__");

  private final FileModel file;
  private final List<Marked> decorators = new ArrayList<>();
  private final List<YieldExpression> delegations = new ArrayList<>();

  private GeneratorCoroutines(FileModel file) {
    this.file = file;
    file.functions().forEach(this::collect);
  }

  public static GeneratorCoroutines of(FileModel file) {
    return file.facts(GeneratorCoroutines.class, GeneratorCoroutines::new);
  }

  private void collect(FunctionInfo function) {
    List<YieldExpression> yields = function.nodes(YieldExpression.class, Tree.Kind.YIELD_EXPR);
    boolean isMarked = false;
    // An "__await__" or "__iter__" has to delegate with "yield from".
    boolean isSpecial = function.name().startsWith("__") && function.name().endsWith("__")
      && !AWAITED_BY_PYTHON.contains(function.name());
    for (Decorator decorator : function.definition().map(definition -> definition.decorators()).orElse(List.of())) {
      Expression expression = decorator.expression();
      String name = file.names().nameOf(expression).orElse("");
      // A bare yield under types.coroutine is how a library makes a new awaitable: there is no other way.
      boolean isPrimitive = name.equals("types.coroutine")
        && yields.stream().anyMatch(yield -> yield.fromKeyword() == null);
      if (name.equals("asyncio.coroutine") || name.equals("types.coroutine")) {
        isMarked = true;
        if (!isPrimitive && !isSpecial) {
          decorators.add(new Marked(function, decorator));
        }
      }
    }
    if (!isMarked && !isSpecial && function.isFunction() && !function.isAsync()) {
      yields.stream().filter(this::delegatesToCoroutine).forEach(delegations::add);
    }
  }

  private boolean delegatesToCoroutine(YieldExpression yield) {
    if (yield.fromKeyword() == null || yield.expressions().size() != 1) {
      return false;
    }
    Expression delegate = Trees.bare(yield.expressions().get(0));
    return file.callOf(delegate).filter(Coroutines.of(file)::isCoroutine).isPresent()
      || file.names().valueOf(delegate) instanceof Value.Instance task
        && file.knowledge().isA(task.type(), "asyncio.Future");
  }

  /** The decorators that make coroutines of generators. */
  public List<Marked> decorators() {
    return decorators;
  }

  /** Every {@code yield from} a coroutine or future outside a function so marked, which is reported already. */
  public List<YieldExpression> delegations() {
    return delegations;
  }
}
