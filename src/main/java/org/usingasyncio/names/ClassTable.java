package org.usingasyncio.names;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.symbols.Symbol;
import org.sonar.plugins.python.api.tree.AnnotatedAssignment;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.CompoundAssignmentStatement;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.ForStatement;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Parameter;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.WithItem;
import org.usingasyncio.syntax.Scope;
import org.usingasyncio.syntax.Trees;

/** The members of the classes of one file, and where their attributes get their values. */
final class ClassTable {

  private static final Tree.Kind[] BINDING_KINDS = {
    Tree.Kind.ASSIGNMENT_STMT, Tree.Kind.ANNOTATED_ASSIGNMENT, Tree.Kind.COMPOUND_ASSIGNMENT, Tree.Kind.WITH_ITEM,
    Tree.Kind.FOR_STMT};

  private final Map<ClassDef, Map<String, List<Binding>>> attributes = new IdentityHashMap<>();
  private final Map<ClassDef, Map<String, List<FunctionDef>>> methods = new IdentityHashMap<>();
  private final Map<Symbol, Map<String, List<Binding>>> ofObjects = new IdentityHashMap<>();

  ClassTable(Scope module) {
    for (Scope scope : module.all()) {
      if (scope.tree() instanceof ClassDef type) {
        attributes.computeIfAbsent(type, key -> new HashMap<>());
        Map<String, List<FunctionDef>> own = methods.computeIfAbsent(type, key -> new HashMap<>());
        scope.children().forEach(child -> {
          if (child.tree() instanceof FunctionDef method) {
            own.computeIfAbsent(method.name().name(), name -> new ArrayList<>()).add(method);
          }
        });
      }
    }
    module.all().forEach(this::collect);
  }

  private void collect(Scope scope) {
    for (Tree site : scope.nodes(Tree.class, BINDING_KINDS)) {
      for (Tree target : targets(site)) {
        if (target instanceof QualifiedExpression attribute
          && Trees.bare(attribute.qualifier()) instanceof Name object) {
          add(scope, attribute, object);
        } else if (target instanceof Name name && scope.tree() instanceof ClassDef type) {
          attributes.get(type).computeIfAbsent(name.name(), key -> new ArrayList<>()).add(Bindings.binding(name));
        }
      }
    }
  }

  private void add(Scope scope, QualifiedExpression attribute, Name object) {
    Map<String, List<Binding>> owner = selfOf(scope, object)
      .map(attributes::get)
      .orElseGet(
        () -> object.symbol() == null ? null : ofObjects.computeIfAbsent(object.symbol(), key -> new HashMap<>()));
    if (owner != null) {
      owner.computeIfAbsent(attribute.name().name(), key -> new ArrayList<>()).add(Bindings.binding(attribute));
    }
  }

  /** The class whose instance (or which itself) the name is: the first parameter of a method around the scope. */
  private static Optional<ClassDef> selfOf(Scope scope, Name object) {
    for (Scope outer = scope; outer != null && outer.parent() != null; outer = outer.parent()) {
      if (outer.tree() instanceof FunctionDef function && outer.parent().tree() instanceof ClassDef type) {
        return isFirstParameter(function, object) ? Optional.of(type) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static boolean isFirstParameter(FunctionDef function, Name object) {
    if (function.parameters() == null || function.parameters().all().isEmpty()
      || !(function.parameters().all().get(0) instanceof Parameter first) || first.name() == null) {
      return false;
    }
    return first.starToken() == null && first.name().name().equals(object.name()) && !isStatic(function);
  }

  static boolean isStatic(FunctionDef function) {
    return function.decorators().stream()
      .anyMatch(decorator -> decorator.expression() instanceof Name name && name.name().equals("staticmethod"));
  }

  private static List<Tree> targets(Tree site) {
    List<Tree> found = new ArrayList<>();
    if (site instanceof AssignmentStatement assignment) {
      assignment.lhsExpressions().forEach(list -> list.expressions().forEach(target -> flatten(target, found)));
    } else if (site instanceof AnnotatedAssignment annotated) {
      flatten(annotated.variable(), found);
    } else if (site instanceof CompoundAssignmentStatement compound) {
      flatten(compound.lhsExpression(), found);
    } else if (site instanceof WithItem item && item.expression() != null) {
      flatten(item.expression(), found);
    } else if (site instanceof ForStatement loop) {
      loop.expressions().forEach(target -> flatten(target, found));
    }
    return found;
  }

  private static void flatten(Expression target, List<Tree> found) {
    Expression bare = Trees.bare(target);
    if (bare instanceof org.sonar.plugins.python.api.tree.Tuple tuple) {
      tuple.elements().forEach(element -> flatten(element, found));
    } else if (bare instanceof org.sonar.plugins.python.api.tree.ListLiteral list) {
      list.elements().expressions().forEach(element -> flatten(element, found));
    } else {
      found.add(bare);
    }
  }

  /** All classes of the file. */
  Set<ClassDef> classes() {
    return new LinkedHashSet<>(attributes.keySet());
  }

  /** Where the attribute of the class's instances (or of the class) gets its values, in this class alone. */
  List<Binding> attribute(ClassDef type, String name) {
    return attributes.getOrDefault(type, Map.of()).getOrDefault(name, List.of());
  }

  Map<String, List<Binding>> attributes(ClassDef type) {
    return attributes.getOrDefault(type, Map.of());
  }

  /** Where {@code variable.name = …} is assigned for a variable that is not {@code self}. */
  List<Binding> attributeOf(Symbol variable, String name) {
    return ofObjects.getOrDefault(variable, Map.of()).getOrDefault(name, List.of());
  }

  /** The definitions of a method in this class alone; several when it is overloaded or defined conditionally. */
  List<FunctionDef> methods(ClassDef type, String name) {
    return methods.getOrDefault(type, Map.of()).getOrDefault(name, List.of());
  }
}
