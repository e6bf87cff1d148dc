package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.syntax.Calls;
import org.usingasyncio.syntax.Trees;

/** A list, set or dictionary that keeps tasks, resources or queues: a display, a variable, or an attribute of {@code self}. */
public final class Container {

  private static final Set<String> VIEWS = Set.of("values", "copy");
  private static final Set<String> TAKING = Set.of("pop", "popleft", "get");
  private static final Set<String> FILLING = Set.of("append", "add", "insert", "appendleft", "put_nowait", "put",
    "setdefault");
  private static final Set<String> COPIES = Set.of("list", "set", "tuple", "sorted", "reversed");

  private final FileModel file;
  private final Optional<Variable> variable;
  private final Optional<AttributeInfo> attribute;
  private final List<Use> uses;

  private Container(FileModel file, Optional<Variable> variable, Optional<AttributeInfo> attribute, List<Use> uses) {
    this.file = file;
    this.variable = variable;
    this.attribute = attribute;
    this.uses = uses;
  }

  static Container of(FileModel file, Variable variable) {
    List<Use> uses = new ArrayList<>();
    variable.reads().forEach(read -> {
      uses.add(Use.of(read));
      joinedWith(read).ifPresent(joined -> uses.addAll(Life.of(file, joined).uses()));
    });
    return new Container(file, Optional.of(variable), Optional.empty(), uses);
  }

  /** {@code readers + writers}, {@code [*readers, *writers]}: the list that holds all elements of several. */
  private static Optional<Expression> joinedWith(Name read) {
    Tree node = read;
    while (node.parent() instanceof BinaryExpression sum && sum.is(Tree.Kind.PLUS)) {
      node = sum;
    }
    if (node != read) {
      return Optional.of((Expression) node);
    }
    return node.parent() instanceof UnpackingExpression spread && spread.parent() instanceof ExpressionList elements
      && elements.parent() instanceof ListLiteral display ? Optional.of(display) : Optional.empty();
  }

  static Container of(FileModel file, AttributeInfo attribute) {
    return new Container(file, Optional.empty(), Optional.of(attribute), attribute.uses());
  }

  static Container of(FileModel file, Expression display) {
    Life life = Life.of(file, display);
    List<Use> uses = new ArrayList<>(life.uses());
    life.attributes().forEach(attribute -> uses.addAll(attribute.uses()));
    return new Container(file, life.variables().stream().findFirst(), life.attributes().stream().findFirst(), uses);
  }

  /** The containers of the file that a value is put into, while nothing else has become of it. */
  static List<Container> keeping(FileModel file, Life life) {
    List<Container> found = new ArrayList<>();
    life.uses().forEach(use -> putInto(file, use).ifPresent(found::add));
    life.shelves().forEach(shelf -> named(file, shelf).ifPresent(found::add));
    return found;
  }

  /** {@code [x]}, {@code tasks.append(x)} */
  private static Optional<Container> putInto(FileModel file, Use use) {
    if (use.is(Use.How.COLLECTED)) {
      return displayAround(use.site()).map(display -> of(file, display));
    }
    return isFilling(file, use)
      ? file.callOf(use.site()).flatMap(CallInfo::receiver).flatMap(holder -> named(file, holder))
      : Optional.empty();
  }

  /** True for an argument of {@code append}, {@code add}, and the like. */
  static boolean isFilling(FileModel file, Use use) {
    return use.is(Use.How.ARGUMENT) && use.site() instanceof CallExpression filling
      && file.callOf(filling).filter(call -> FILLING.contains(call.simpleName())).isPresent();
  }

  private static Optional<Container> named(FileModel file, Expression holder) {
    Expression bare = Trees.bare(holder);
    if (bare instanceof Name name) {
      return Variable.of(name).map(variable -> of(file, variable));
    }
    return bare instanceof QualifiedExpression qualified
      ? AttributeInfo.of(file, qualified).map(attribute -> of(file, attribute))
      : Optional.empty();
  }

  private static Optional<Expression> displayAround(Tree site) {
    for (Tree node = site; node != null && !(node instanceof Statement); node = node.parent()) {
      if (node.is(Tree.Kind.LIST_LITERAL, Tree.Kind.SET_LITERAL, Tree.Kind.TUPLE, Tree.Kind.DICTIONARY_LITERAL,
        Tree.Kind.LIST_COMPREHENSION, Tree.Kind.SET_COMPREHENSION, Tree.Kind.DICT_COMPREHENSION,
        Tree.Kind.GENERATOR_EXPR)) {
        return Optional.of((Expression) node);
      }
    }
    return Optional.empty();
  }

  /** The variable that holds it. */
  public Optional<Variable> variable() {
    return variable;
  }

  /** The attribute that holds it. */
  public Optional<AttributeInfo> attribute() {
    return attribute;
  }

  /** What is done with the container as a whole. */
  public List<Use> uses() {
    return uses;
  }

  /**
   * What is done with its elements: in loops and comprehensions over it, after {@code pop}, {@code get} and {@code
   * [key]}.
   */
  public List<Use> elementUses() {
    Set<Use> found = new LinkedHashSet<>();
    uses.forEach(use -> addElementUses(use, -1, found, 0));
    return List.copyOf(found);
  }

  /** What is done with the elements of its elements: {@code for queue in self.queues[topic]}. */
  public List<Use> innerElementUses() {
    Set<Use> found = new LinkedHashSet<>();
    elementUses().forEach(use -> addElementUses(use, -1, found, 1));
    return List.copyOf(found);
  }

  /**
   * The index is that of the element in what a loop gives: 1 for {@code for key, task in tasks.items()}; -1 for the
   * element itself.
   */
  private void addElementUses(Use use, int index, Set<Use> found, int depth) {
    if (depth > 3) {
      return;
    }
    if (use.is(Use.How.ITERATED)) {
      loopVariables(use.site(), index).forEach(name -> Variable.of(name).ifPresent(element -> element.reads().stream()
        .filter(read -> isInLoop(read, use.site())).map(Use::of).forEach(found::add)));
    } else if (use.is(Use.How.ARGUMENT) && use.site() instanceof CallExpression each
      && file.callOf(each).filter(call -> call.isTo("map", "filter")).isPresent()
      && Trees.bare(Calls.values(each).get(0)) instanceof LambdaExpression lambda && lambda.parameters() != null) {
      lambda.parameters().nonTuple().stream().limit(1).map(Parameter::name).filter(Objects::nonNull)
        .forEach(name -> Variable.of(name).ifPresent(
          element -> element.reads().stream().map(Use::of).forEach(found::add)));
    } else if (use.is(Use.How.ARGUMENT) && use.site() instanceof CallExpression copy
      && file.callOf(copy).filter(other -> COPIES.contains(other.simpleName())).isPresent()) {
      addElementUses(Use.of(copy), index, found, depth + 1);
    } else if (use.is(Use.How.ARGUMENT) && use.site() instanceof CallExpression counted && index < 0
      && file.callOf(counted).filter(other -> other.isTo("enumerate")).isPresent()) {
      addElementUses(Use.of(counted), 1, found, depth + 1);
    } else if (use.is(Use.How.ASSIGNED) && depth < 2) {
      Life.of(file, valueOf(use)).uses().forEach(inner -> addElementUses(inner, index, found, depth + 1));
    } else if (use.is(Use.How.CHAINED)) {
      if (use.site() instanceof SubscriptionExpression element && !Trees.isTarget(element)) {
        found.addAll(Life.of(file, element).uses());
      } else if (use.site().parent() instanceof CallExpression method
        && use.site() instanceof QualifiedExpression callee) {
        if (VIEWS.contains(callee.name().name())) {
          addElementUses(Use.of(method), index, found, depth + 1);
        } else if (callee.name().name().equals("items")) {
          addElementUses(Use.of(method), 1, found, depth + 1);
        } else if (TAKING.contains(callee.name().name())) {
          found.addAll(Life.of(file, method).uses());
        }
      }
    }
  }

  private static Expression valueOf(Use use) {
    if (use.site() instanceof AssignmentStatement assignment) {
      return assignment.assignedValue();
    }
    return use.site() instanceof AnnotatedAssignment annotated
      ? annotated.assignedValue()
      : ((AssignmentExpression) use.site()).expression();
  }

  private static List<Name> loopVariables(Tree loop, int index) {
    List<Expression> targets = loop instanceof ForStatement statement
      ? statement.expressions()
      : loop instanceof ComprehensionFor part ? List.of(part.loopExpression()) : List.of();
    if (targets.size() == 1 && Trees.bare(targets.get(0)) instanceof Tuple tuple) {
      targets = tuple.elements();
    }
    List<Name> found = new ArrayList<>();
    if (index < 0) {
      targets.forEach(target -> addNames(target, found));
    } else if (targets.size() > index) {
      addNames(targets.get(index), found);
    }
    return found;
  }

  private static void addNames(Expression target, List<Name> found) {
    Expression bare = Trees.bare(target);
    if (bare instanceof Name name) {
      found.add(name);
    } else if (bare instanceof Tuple tuple) {
      tuple.elements().forEach(element -> addNames(element, found));
    }
  }

  private static boolean isInLoop(Name read, Tree loop) {
    Tree body = loop instanceof ComprehensionFor
      ? Trees
        .ancestorInScope(loop, node -> node instanceof ComprehensionExpression || node instanceof DictCompExpression)
        .orElse(loop)
      : loop;
    return Trees.isInside(read, body);
  }
}
