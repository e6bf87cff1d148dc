package org.usingasyncio.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.IfStatement;
import org.sonar.plugins.python.api.tree.InExpression;
import org.sonar.plugins.python.api.tree.IsExpression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.ReturnStatement;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.UnaryExpression;
import org.usingasyncio.syntax.Calls;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/**
 * Calls that a program makes once, when it first needs what they give: {@code if Config._instance is None:
 * Config._instance = Config()}. What such a call costs is a matter of the start, not of every request.
 */
public final class FirstUse {

  /** What makes a function run once for the same arguments (documentation of Python 3.13, functools). */
  private static final Set<String> CACHES = Set.of("functools.cache", "functools.lru_cache",
    "functools.cached_property");

  private FirstUse() {}

  /** True when the call fills an attribute or a global variable that was found empty, or runs in a cached function. */
  public static boolean isMadeOnce(CallInfo call) {
    return isCached(call.function()) || fillsWhatWasEmpty(call.tree(), call.function(), name -> true);
  }

  private static boolean isCached(FunctionInfo function) {
    return function.decorators().stream().anyMatch(CACHES::contains);
  }

  /** True for code that runs once, before an attribute or a global variable is filled: not once for each of several keys. */
  static boolean isRunOnce(Tree code, FunctionInfo function) {
    return fillsWhatWasEmpty(code, function, name -> !name.contains("["));
  }

  private static boolean fillsWhatWasEmpty(Tree code, FunctionInfo function, Predicate<String> kept) {
    return Trees.enclosingInScope(code, IfStatement.class).stream()
      .filter(choice -> Trees.isInside(code, choice.body()))
      .anyMatch(choice -> absent(choice.condition()).filter(kept)
        .anyMatch(name -> assignments(function)
          .anyMatch(assignment -> Trees.isInside(assignment, choice.body()) && isKept(assignment, name, function))))
      || function.file().facts(Returning.class, Returning::of).in().getOrDefault(function, List.of()).stream()
        .filter(choice -> Trees.endsBefore(choice, code))
        .anyMatch(choice -> present(choice.condition())
          .filter(kept).filter(name -> returns(choice, name))
          .anyMatch(name -> isVariableOfModule(name, function) || assignments(function)
            .anyMatch(assignment -> Trees.endsBefore(choice, assignment) && isKept(assignment, name, function))));
  }

  private static Stream<AssignmentStatement> assignments(FunctionInfo function) {
    return function.nodes(AssignmentStatement.class, Tree.Kind.ASSIGNMENT_STMT).stream();
  }

  /** {@code self._client = …} keeps it for the next time; so does a variable of the module, a local one does not. */
  private static boolean isKept(AssignmentStatement assignment, String name, FunctionInfo function) {
    return assignment.lhsExpressions().stream().flatMap(list -> list.expressions().stream())
      .anyMatch(target -> written(target).equals(name) && outlives(target, function));
  }

  private static boolean outlives(Expression target, FunctionInfo function) {
    return target instanceof SubscriptionExpression entry
      ? outlives(entry.object(), function)
      : target instanceof QualifiedExpression
        || Variable.of(target).filter(variable -> variable.isOfModule(function.file())).isPresent();
  }

  /** As written; for an entry of a dictionary with its key. */
  private static String written(Expression value) {
    return value instanceof SubscriptionExpression entry
      ? entry(entry.object(), entry.subscripts())
      : Trees.written(value);
  }

  private static String entry(Expression holder, Tree key) {
    return Trees.written(holder) + "[" + Trees.source(key) + "]";
  }

  /** {@code if ZONE is not None: return ZONE}: whoever sets it, this function does its work while nobody has. */
  private static boolean isVariableOfModule(String name, FunctionInfo function) {
    return !function.isModule() && function.file().module().nodes(Name.class, Tree.Kind.NAME).stream()
      .filter(global -> global.name().equals(name)).findFirst()
      .flatMap(Variable::of).filter(Variable::isShared).isPresent();
  }

  /** The {@code if} statements that may return something as it is, by the function in which they stand. */
  private record Returning(Map<FunctionInfo, List<IfStatement>> in) {

    static Returning of(FileModel file) {
      Map<FunctionInfo, List<IfStatement>> found = new HashMap<>();
      for (FunctionInfo function : file.functions()) {
        List<IfStatement> choices = function.nodes(IfStatement.class, Tree.Kind.IF_STMT).stream()
          .filter(choice -> present(choice.condition()).anyMatch(name -> returns(choice, name))).toList();
        if (!choices.isEmpty()) {
          found.put(function, choices);
        }
      }
      return new Returning(found);
    }
  }

  private static boolean returns(IfStatement choice, String name) {
    return choice.body().statements().stream()
      .anyMatch(statement -> statement instanceof ReturnStatement last
        && last.expressions().stream().anyMatch(value -> written(value).equals(name)));
  }

  /** What the condition says to be missing: {@code x is None}, {@code not x}, {@code not hasattr(o, "x")}. */
  private static Stream<String> absent(Expression condition) {
    Expression bare = Trees.bare(condition);
    if (bare instanceof BinaryExpression either && either.is(Tree.Kind.OR)) {
      return Stream.concat(absent(either.leftOperand()), absent(either.rightOperand()));
    }
    if (bare instanceof IsExpression test && test.notToken() == null && Literals.isNone(test.rightOperand())) {
      return Stream.of(Trees.written(test.leftOperand()));
    }
    if (bare instanceof InExpression test && test.notToken() != null) {
      return Stream.of(entry(test.rightOperand(), test.leftOperand()));
    }
    return bare instanceof UnaryExpression not && not.is(Tree.Kind.NOT) ? present(not.expression()) : Stream.empty();
  }

  private static Stream<String> present(Expression condition) {
    Expression bare = Trees.bare(condition);
    if (bare instanceof BinaryExpression both && both.is(Tree.Kind.AND)) {
      return Stream.concat(present(both.leftOperand()), present(both.rightOperand()));
    }
    if (bare instanceof IsExpression test && test.notToken() != null && Literals.isNone(test.rightOperand())) {
      return Stream.of(Trees.written(test.leftOperand()));
    }
    if (bare instanceof InExpression test && test.notToken() == null) {
      return Stream.of(entry(test.rightOperand(), test.leftOperand()));
    }
    if (bare instanceof CallExpression call) {
      return asksForAttribute(call).stream();
    }
    return bare instanceof Name || bare instanceof QualifiedExpression
      ? Stream.of(Trees.written(bare))
      : Stream.empty();
  }

  private static Optional<String> asksForAttribute(CallExpression call) {
    List<Expression> arguments = Calls.positional(call);
    return Trees.written(call.callee()).equals("hasattr") && arguments.size() == 2
      ? Literals.text(arguments.get(1)).map(name -> Trees.written(arguments.get(0)) + "." + name)
      : Optional.empty();
  }
}
