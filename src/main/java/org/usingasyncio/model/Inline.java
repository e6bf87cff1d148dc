package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.Decorator;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.LambdaExpression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.names.Binding;
import org.usingasyncio.names.Value;
import org.usingasyncio.reach.Execution;
import org.usingasyncio.syntax.Trees;

/** Functions that run where they are handed over, before the call that takes them returns. */
final class Inline {

  private static final Set<String> CALLS_AT_ONCE = Set.of("sorted", "min", "max", "map", "filter", "re.sub");
  private static final Set<String> SIMPLE_NAMES = Set.of("sorted", "min", "max", "map", "filter", "sub", "sort");

  private Inline() {}

  /**
   * The lambdas that code on the loop gives to what calls them at once: {@code sorted(files, key=lambda f:
   * f.stat().st_size)}.
   */
  static List<Handover> lambdas(FileModel file) {
    List<Handover> found = new ArrayList<>();
    for (CallInfo call : file.calls().written(SIMPLE_NAMES)) {
      if (call.function().isOnLoop() && callsAtOnce(call)) {
        for (Expression argument : call.arguments()) {
          if (Trees.bare(argument) instanceof LambdaExpression lambda) {
            found.add(new Handover(call, lambda, file.functionOf(lambda), Execution.LOOP));
          }
        }
      }
    }
    return found;
  }

  private static boolean callsAtOnce(CallInfo call) {
    return call.name().filter(CALLS_AT_ONCE::contains).isPresent()
      || call.simpleName().equals("sort") && call.receiverType().filter("list"::equals).isPresent();
  }

  /**
   * True when no decorator keeps the call from running the body: each leaves it alone, or wraps it in a function that
   * calls it.
   */
  static boolean runsAtOnce(FunctionInfo function) {
    return function.isCalledAsWritten() || function.definition().filter(definition -> definition.decorators().stream()
      .allMatch(decorator -> isTransparent(function, decorator) || wraps(function.file(), decorator))).isPresent();
  }

  private static boolean isTransparent(FunctionInfo function, Decorator decorator) {
    FileModel file = function.file();
    return file.isTransparentDecorator(file.names().decoratorName(decorator));
  }

  private static Expression callee(Decorator decorator) {
    Expression expression = Trees.bare(decorator.expression());
    return expression instanceof CallExpression call ? call.callee() : expression;
  }

  /** A decorator of this file, all synchronous, with an inner function that calls what the decorator was given. */
  private static boolean wraps(FileModel file, Decorator decorator) {
    Optional<FunctionInfo> definition = file.names().valueOf(callee(decorator)) instanceof Value.Named named
      && named.definition() instanceof FunctionDef function ? file.functionOf(function) : Optional.empty();
    if (definition.isEmpty()) {
      return false;
    }
    List<FunctionInfo> inner = within(definition.get());
    return inner.stream().noneMatch(FunctionInfo::isAsync)
      && inner.stream().noneMatch(function -> function.calls().stream().anyMatch(Inline::handsOver))
      && inner.stream().skip(1)
        .anyMatch(function -> function.calls().stream().anyMatch(call -> callsOuterParameter(file, function, call)));
  }

  private static boolean handsOver(CallInfo call) {
    return call.fact().flatMap(fact -> fact.runs()).isPresent()
      || call.simpleName().matches("run_in_executor|submit|to_thread|Thread");
  }

  private static List<FunctionInfo> within(FunctionInfo function) {
    List<FunctionInfo> found = new ArrayList<>(List.of(function));
    function.nested().forEach(inner -> found.addAll(within(inner)));
    return found;
  }

  private static boolean callsOuterParameter(FileModel file, FunctionInfo function, CallInfo call) {
    if (!(Trees.bare(call.callee()) instanceof Name name) || name.symbol() == null) {
      return false;
    }
    List<Binding> bindings = file.names().bindingsOf(name.symbol());
    Tree own = function.tree();
    return bindings.size() == 1 && bindings.get(0).kind() == Binding.Kind.PARAMETER
      && !Trees.isInside(bindings.get(0).site(), own);
  }
}
