package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Trees;

/** Loops with {@code async for} that do nothing but fill a list, set or dictionary. */
public final class Collecting {

  private static final Set<String> FILLS = Set.of("append", "add", "extend", "insert", "update", "appendleft");

  private final FileModel file;
  private final List<Loop> all = new ArrayList<>();

  /**
   * @param collection the assignment of the empty collection
   * @param adjacent whether it stands right before the loop
   * @param comprehension the code that does the same
   */
  public record Loop(ForStatement loop, Statement collection, Name name, boolean adjacent, String kind,
    String comprehension) {}

  private Collecting(FileModel file) {
    this.file = file;
    file.nodes(ForStatement.class, Tree.Kind.FOR_STMT).stream()
      .filter(loop -> loop.isAsync() && loop.elseClause() == null && loop.body().statements().size() == 1
        && loop.testExpressions().size() == 1)
      .forEach(loop -> examine(loop, loop.body().statements().get(0)));
  }

  public static List<Loop> of(FileModel file) {
    return file.facts(Collecting.class, Collecting::new).all;
  }

  private void examine(ForStatement loop, Statement only) {
    Statement step = only;
    String condition = "";
    if (only instanceof IfStatement choice && choice.elifBranches().isEmpty() && choice.elseBranch() == null
      && choice.body().statements().size() == 1) {
      condition = " if " + source(choice.condition());
      step = choice.body().statements().get(0);
    }
    Name name = filled(step).orElse(null);
    if (name == null || !Trees.within(only, YieldExpression.class).isEmpty()) {
      return;
    }
    Optional<Statement> start = startOf(name, loop);
    if (start.isEmpty() || isMentionedElsewhereIn(loop, name) || isFilledElsewhere(loop, name)) {
      return;
    }
    String kind = kindOf(start.get());
    Optional<String> element = element(step, kind);
    if (element.isEmpty()) {
      return;
    }
    List<String> targets = loop.expressions().stream().map(Collecting::source).toList();
    String head = " async for " + String.join(", ", targets) + " in " + source(loop.testExpressions().get(0))
      + condition;
    String code = kind.equals("list") ? "[" + element.get() + head + "]" : "{" + element.get() + head + "}";
    boolean adjacent = Trees.previous(loop).filter(previous -> previous == start.get()).isPresent();
    all.add(new Loop(loop, start.get(), name, adjacent, kind, code));
  }

  private static String source(Tree tree) {
    boolean needsParentheses = tree instanceof ConditionalExpression || tree instanceof LambdaExpression
      || tree.is(Tree.Kind.GENERATOR_EXPR);
    return needsParentheses ? "(" + Trees.source(tree) + ")" : Trees.source(tree);
  }

  /** The variable that the statement adds one element to. */
  private Optional<Name> filled(Statement step) {
    if (step instanceof ExpressionStatement statement && statement.expressions().size() == 1
      && Trees.bare(statement.expressions().get(0)) instanceof CallExpression call
      && call.callee() instanceof QualifiedExpression method
      && Set.of("append", "add").contains(method.name().name()) && call.arguments().size() == 1
      && call.arguments().get(0) instanceof RegularArgument argument && argument.keywordArgument() == null) {
      return method.qualifier() instanceof Name name ? Optional.of(name) : Optional.empty();
    }
    return step instanceof AssignmentStatement assignment && assignment.lhsExpressions().size() == 1
      && assignment.lhsExpressions().get(0).expressions().size() == 1
      && assignment.lhsExpressions().get(0).expressions().get(0) instanceof SubscriptionExpression element
      && element.object() instanceof Name name && element.subscripts().expressions().size() == 1
        ? Optional.of(name)
        : Optional.empty();
  }

  private static Optional<String> element(Statement step, String kind) {
    if (step instanceof ExpressionStatement statement) {
      CallExpression call = (CallExpression) Trees.bare(statement.expressions().get(0));
      boolean fits = ((QualifiedExpression) call.callee()).name().name().equals(kind.equals("list") ? "append" : "add")
        && !kind.equals("dict");
      Expression added = ((RegularArgument) call.arguments().get(0)).expression();
      return fits && !(added instanceof AssignmentExpression) && !added.is(Tree.Kind.GENERATOR_EXPR)
        ? Optional.of(source(added))
        : Optional.empty();
    }
    AssignmentStatement assignment = (AssignmentStatement) step;
    SubscriptionExpression key = (SubscriptionExpression) assignment.lhsExpressions().get(0).expressions().get(0);
    return kind.equals("dict")
      && !(assignment.assignedValue() instanceof Tuple && !assignment.assignedValue().firstToken().value().equals("("))
        ? Optional.of(source(key.subscripts().expressions().get(0)) + ": " + source(assignment.assignedValue()))
        : Optional.empty();
  }

  /** The statement before the loop, in the same block, that makes the collection empty; nothing touches it in between. */
  private Optional<Statement> startOf(Name name, ForStatement loop) {
    for (Optional<Statement> before = before(loop); before.isPresent(); before = before(before.get())) {
      Statement statement = before.get();
      if (!kindOf(statement, name).isEmpty()) {
        return before;
      }
      if (Trees.within(statement, Name.class).stream().anyMatch(other -> isSame(other, name))) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The statement before it, or, where it is the first in a {@code with}, before that. */
  private static Optional<Statement> before(Statement statement) {
    Optional<Statement> previous = Trees.previous(statement);
    return previous.isEmpty() && Trees.parentOf(statement).parent() instanceof WithStatement block
      && block.withItems().stream().noneMatch(Collecting::mayEndEarly) ? Trees.previous(block) : previous;
  }

  /** {@code suppress(...)}, {@code timeout(5)}: what the list has by then counts. */
  private static boolean mayEndEarly(WithItem item) {
    return Trees.source(item.test()).matches("(?s).*(suppress|timeout|_after|log_catch)\\w*\\(.*");
  }

  private boolean isMentionedElsewhereIn(ForStatement loop, Name name) {
    return Trees.within(loop, Name.class).stream().filter(other -> isSame(other, name)).count() > 1;
  }

  /** A second loop or statement goes on filling it: then the first is not all that makes it. */
  private static boolean isFilledElsewhere(ForStatement loop, Name name) {
    return Variable.of(name).stream().flatMap(variable -> variable.reads().stream())
      .filter(read -> !Trees.isInside(read, loop) && Trees.endsBefore(loop, read))
      .anyMatch(read -> read.parent() instanceof QualifiedExpression method && method.qualifier() == read
        && FILLS.contains(method.name().name()) && method.parent() instanceof CallExpression);
  }

  private static boolean isSame(Name other, Name name) {
    return other.isVariable() && other.name().equals(name.name());
  }

  private String kindOf(Statement start) {
    Expression value = start instanceof AssignmentStatement assignment
      ? assignment.assignedValue()
      : ((AnnotatedAssignment) start).assignedValue();
    return kindOf(value);
  }

  private String kindOf(Statement start, Name name) {
    if (start instanceof AssignmentStatement assignment && assignment.lhsExpressions().size() == 1
      && assignment.lhsExpressions().get(0).expressions().size() == 1
      && assignment.lhsExpressions().get(0).expressions().get(0) instanceof Name target
      && target.name().equals(name.name())) {
      return kindOf(assignment.assignedValue());
    }
    return start instanceof AnnotatedAssignment annotated && annotated.assignedValue() != null
      && annotated.variable() instanceof Name target
      && target.name().equals(name.name()) ? kindOf(annotated.assignedValue()) : "";
  }

  private String kindOf(Expression value) {
    if (value instanceof ListLiteral list && list.elements().expressions().isEmpty()) {
      return "list";
    }
    if (value instanceof DictionaryLiteral dictionary && dictionary.elements().isEmpty()) {
      return "dict";
    }
    if (value instanceof CallExpression call && call.arguments().isEmpty()
      && file.names().valueOf(call.callee()) instanceof Value.Named named) {
      return Set.of("list", "set", "dict").contains(named.name()) ? named.name() : "";
    }
    return "";
  }
}
