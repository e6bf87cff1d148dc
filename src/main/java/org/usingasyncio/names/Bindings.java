package org.usingasyncio.names;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sonar.plugins.python.api.symbols.Symbol;
import org.sonar.plugins.python.api.symbols.Usage;
import org.sonar.plugins.python.api.tree.AliasedName;
import org.sonar.plugins.python.api.tree.AnnotatedAssignment;
import org.sonar.plugins.python.api.tree.AssignmentExpression;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.CompoundAssignmentStatement;
import org.sonar.plugins.python.api.tree.ComprehensionFor;
import org.sonar.plugins.python.api.tree.DottedName;
import org.sonar.plugins.python.api.tree.ExceptClause;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.ExpressionList;
import org.sonar.plugins.python.api.tree.ForStatement;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.IfStatement;
import org.sonar.plugins.python.api.tree.ImportFrom;
import org.sonar.plugins.python.api.tree.LambdaExpression;
import org.sonar.plugins.python.api.tree.ListLiteral;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Parameter;
import org.sonar.plugins.python.api.tree.ParenthesizedExpression;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.StatementList;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.Tuple;
import org.sonar.plugins.python.api.tree.WhileStatement;
import org.sonar.plugins.python.api.tree.WithItem;
import org.usingasyncio.syntax.Calls;
import org.usingasyncio.syntax.Trees;

/** Where variables get their values, and which of these values may reach a use. */
final class Bindings {

  private final Map<Symbol, List<Binding>> bySymbol = new IdentityHashMap<>();

  /** All bindings of the variable in this file, in source order. */
  List<Binding> of(Symbol symbol) {
    List<Binding> known = bySymbol.get(symbol);
    if (known == null) {
      known = new ArrayList<>();
      for (Usage usage : symbol.usages()) {
        if (usage.isBindingUsage() || usage.kind() == Usage.Kind.GLOBAL_DECLARATION) {
          known.add(binding(usage.tree()));
        }
      }
      known.sort(Comparator.comparing(Binding::target, (a, b) -> Trees.compare(a.firstToken(), b.firstToken())));
      bySymbol.put(symbol, known);
    }
    return known;
  }

  /** How the name or attribute at this place gets its value. */
  static Binding binding(Tree target) {
    if (target instanceof ImportFrom) {
      // SonarPython names the statement as the place that binds what a wildcard import brings.
      return new Binding(Binding.Kind.IMPORT, target, target, null, -1);
    }
    Tree node = target;
    int index = -1;
    for (Tree parent = node.parent(); parent != null; node = parent, parent = parent.parent()) {
      if (parent instanceof ParenthesizedExpression) {
        continue;
      }
      if (parent instanceof Tuple tuple) {
        index = indexIn(tuple.elements(), node, index);
        continue;
      }
      if (parent instanceof ExpressionList list) {
        if (list.parent() instanceof ListLiteral || list.expressions().size() > 1) {
          index = indexIn(list.expressions(), node, index);
        }
        continue;
      }
      if (parent instanceof ListLiteral) {
        continue;
      }
      return binding(target, parent, index);
    }
    return new Binding(Binding.Kind.OTHER, target, target, null, -1);
  }

  /** A second level of nesting cannot be followed: -2 stands for "somewhere inside". */
  private static int indexIn(List<? extends Tree> elements, Tree node, int inner) {
    return inner >= 0 || inner == -2 ? -2 : elements.indexOf(node);
  }

  private static Binding binding(Tree target, Tree site, int index) {
    if (site instanceof AssignmentStatement assignment) {
      return new Binding(Binding.Kind.ASSIGNMENT, site, target, assignment.assignedValue(), index);
    }
    if (site instanceof AnnotatedAssignment annotated) {
      return new Binding(Binding.Kind.ANNOTATION, site, target, annotated.assignedValue(), index);
    }
    if (site instanceof AssignmentExpression walrus) {
      return new Binding(Binding.Kind.ASSIGNMENT, site, target, walrus.expression(), -1);
    }
    if (site instanceof CompoundAssignmentStatement) {
      return new Binding(Binding.Kind.CHANGE, site, target, null, -1);
    }
    if (site instanceof ForStatement loop) {
      int position = loop.expressions().size() > 1 ? loop.expressions().indexOf(target) : index;
      Expression iterable = loop.testExpressions().size() == 1 ? loop.testExpressions().get(0) : null;
      return new Binding(Binding.Kind.LOOP, site, target, iterable, position);
    }
    if (site instanceof ComprehensionFor loop) {
      return new Binding(Binding.Kind.LOOP, site, target, loop.iterable(), index);
    }
    if (site instanceof WithItem item) {
      return new Binding(Binding.Kind.WITH, site, target, item.test(), index);
    }
    if (site instanceof ExceptClause clause) {
      return new Binding(Binding.Kind.EXCEPTION, site, target, clause.exception(), -1);
    }
    if (site instanceof Parameter parameter) {
      Expression elements = elementsGivenTo(parameter);
      return elements == null
        ? new Binding(Binding.Kind.PARAMETER, site, target, null, -1)
        : new Binding(Binding.Kind.LOOP, Trees.scopeOf(elements), target, elements, -1);
    }
    if (site instanceof FunctionDef) {
      return new Binding(Binding.Kind.FUNCTION, site, target, null, -1);
    }
    if (site instanceof ClassDef) {
      return new Binding(Binding.Kind.CLASS, site, target, null, -1);
    }
    if (site instanceof AliasedName || site instanceof DottedName) {
      Tree alias = site instanceof AliasedName ? site : site.parent();
      return new Binding(Binding.Kind.IMPORT, alias, target, null, -1);
    }
    if (site.is(Tree.Kind.GLOBAL_STMT, Tree.Kind.NONLOCAL_STMT)) {
      return new Binding(Binding.Kind.DECLARATION, site, target, null, -1);
    }
    return new Binding(Binding.Kind.OTHER, site, target, null, -1);
  }

  /** Whose elements a lambda gets: {@code map(lambda task: …, tasks)}, {@code sorted(tasks, key=lambda task: …)}. */
  private static Expression elementsGivenTo(Parameter parameter) {
    if (!(parameter.parent().parent() instanceof LambdaExpression lambda)
      || !(lambda.parent() instanceof RegularArgument argument)
      || !(argument.parent().parent() instanceof CallExpression call)) {
      return null;
    }
    List<Expression> given = Calls.positional(call);
    return switch (Trees.lastName(call.callee())) {
      case "map", "filter" -> {
        int position = 1 + lambda.parameters().all().indexOf(parameter);
        yield given.size() > position && Trees.bare(given.get(0)) == lambda ? given.get(position) : null;
      }
      case "sorted", "min", "max" -> argument.keywordArgument() != null && given.size() == 1 ? given.get(0) : null;
      case "sort" -> call.callee() instanceof QualifiedExpression method ? method.qualifier() : null;
      default -> null;
    };
  }

  /**
   * The bindings whose value may be what {@code use} sees. In the scope that binds the variable, the last binding that
   * always runs before the use hides the ones before it; seen from another scope, every binding counts.
   */
  List<Binding> reaching(Name use, Symbol symbol) {
    List<Binding> all = of(symbol).stream().filter(binding -> !binding.isNeutral()).toList();
    if (all.size() < 2) {
      return all;
    }
    Tree scope = Trees.scopeOf(use);
    if (all.stream().anyMatch(binding -> scopeOf(binding) != scope)) {
      return all;
    }
    List<Binding> reaching = new ArrayList<>();
    Binding dominating = null;
    for (Binding binding : all) {
      if (precedes(binding, use)) {
        if (dominates(binding, use)) {
          reaching.clear();
          dominating = binding;
        }
        if (!excludes(binding, use)) {
          reaching.add(binding);
        }
      } else if (comesRound(binding, use, dominating)) {
        reaching.add(binding);
      }
    }
    return reaching.isEmpty() ? all : reaching;
  }

  private static Tree scopeOf(Binding binding) {
    return binding.kind() == Binding.Kind.PARAMETER
      ? Trees.enclosing(binding.site(), org.sonar.plugins.python.api.tree.FunctionLike.class).map(Tree.class::cast)
        .orElse(binding.site())
      : Trees.scopeOf(binding.target());
  }

  private static boolean precedes(Binding binding, Tree use) {
    if (binding.kind() == Binding.Kind.LOOP || binding.kind() == Binding.Kind.WITH
      || binding.kind() == Binding.Kind.EXCEPTION) {
      return Trees.isBefore(binding.target(), use)
        && !(binding.value() != null && Trees.isInside(use, binding.value()));
    }
    return Trees.isBefore(binding.site(), use) && !Trees.isInside(use, binding.site());
  }

  /** True when the binding stands in a block around the use, so that it always ran before it. */
  private static boolean dominates(Binding binding, Tree use) {
    if (binding.kind() == Binding.Kind.PARAMETER) {
      return true;
    }
    Optional<Tree> owner = switch (binding.kind()) {
      case LOOP, EXCEPTION -> Optional.of(binding.site());
      default -> Trees.enclosing(binding.target(), StatementList.class).map(Tree.class::cast);
    };
    if (binding.site() instanceof ForStatement loop) {
      return Trees.isInside(use, loop.body());
    }
    return owner.filter(block -> Trees.isInside(use, block)).isPresent();
  }

  /** True when the binding and the use stand in different branches of one {@code if}. */
  private static boolean excludes(Binding binding, Tree use) {
    for (Tree branch = binding.site(), node = branch.parent(); node != null; branch = node, node = node.parent()) {
      if (Trees.isInside(use, node)) {
        return node instanceof IfStatement choice && branch != choice.condition()
          && !Trees.isInside(use, choice.condition())
          && !Trees.isInside(use, branch);
      }
    }
    return false;
  }

  /** True when a later binding reaches the use in the next turn of a loop around both. */
  private static boolean comesRound(Binding later, Tree use, Binding dominating) {
    for (Tree node = use.parent(); node != null && !Trees.isScope(node); node = node.parent()) {
      if ((node instanceof ForStatement || node instanceof WhileStatement) && Trees.isInside(later.site(), node)) {
        return dominating == null || !Trees.isInside(dominating.site(), node) || dominating.site() == node;
      }
    }
    return false;
  }
}
