package org.usingasyncio.model;

import java.util.List;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.syntax.Trees;

/** Classes that are nothing but an asynchronous context manager. */
public final class SmallContexts {

  private static final Set<String> WHOLE = Set.of("__init__", "__aenter__", "__aexit__");

  private final List<ClassInfo> all;

  private SmallContexts(FileModel file) {
    all = file.classes().stream().filter(SmallContexts::isSmall).filter(type -> isOnlyEntered(file, type)).toList();
  }

  public static List<ClassInfo> of(FileModel file) {
    return file.facts(SmallContexts.class, SmallContexts::new).all;
  }

  private static boolean isSmall(ClassInfo type) {
    Set<String> names = Set.copyOf(type.methods().stream().map(FunctionInfo::name).toList());
    boolean hasPlainBases = type.tree().args() == null || type.tree().args().arguments().isEmpty();
    boolean onlyMethods = type.tree().body().statements().stream()
      .allMatch(statement -> statement instanceof FunctionDef
        || statement instanceof ExpressionStatement || statement.is(Tree.Kind.PASS_STMT)
        || statement instanceof AnnotatedAssignment annotated && annotated.assignedValue() == null
        || statement instanceof AssignmentStatement assignment
          && Trees.written(assignment.lhsExpressions().get(0).expressions().get(0)).equals("__slots__"));
    return names.contains("__aenter__") && names.contains("__aexit__") && WHOLE.containsAll(names) && hasPlainBases
      && onlyMethods
      && type.tree().decorators().isEmpty() && type.subclasses().isEmpty()
      && type.methods().stream().filter(method -> method.name().startsWith("__a")).allMatch(FunctionInfo::isAsync);
  }

  /**
   * True when the file uses the class, and every use is the call in an {@code async with} item whose attributes nobody
   * reads.
   */
  private static boolean isOnlyEntered(FileModel file, ClassInfo type) {
    List<Name> mentions = Variable.of(type.tree().name()).map(Variable::reads).orElse(List.of());
    return !mentions.isEmpty() && mentions.stream().allMatch(mention -> isEntered(file, mention));
  }

  private static boolean isEntered(FileModel file, Name mention) {
    if (!(Trees.parentOf(mention) instanceof CallExpression call) || Trees.bare(call.callee()) != mention) {
      return false;
    }
    return file.callOf(call)
      .filter(made -> made.use().is(Use.How.ENTERED) && made.use().site() instanceof WithItem item && isPlainItem(item))
      .isPresent();
  }

  /** What is entered must not be looked into: a generator function cannot give an object with state. */
  private static boolean isPlainItem(WithItem item) {
    return item.parent() instanceof WithStatement statement && statement.isAsync()
      && (item.expression() == null
        || item.expression() instanceof Name name && Variable.of(name).filter(variable -> variable.reads().stream()
          .noneMatch(read -> Use.of(read).is(Use.How.CHAINED))).isPresent());
  }
}
