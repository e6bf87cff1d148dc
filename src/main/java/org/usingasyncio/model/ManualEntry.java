package org.usingasyncio.model;

import java.util.List;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.syntax.Trees;

/** {@code await x.__aenter__()} by hand, where no {@code __aexit__} is sure to follow. */
public final class ManualEntry {

  private final List<CallInfo> all;

  private ManualEntry(FileModel file) {
    all = file.calls().written("__aenter__").stream()
      .filter(call -> call.isAwaited() && !isDelegation(call)
        && !isLeftSafely(call))
      .toList();
  }

  public static List<CallInfo> of(FileModel file) {
    return file.facts(ManualEntry.class, ManualEntry::new).all;
  }

  /** A context manager that wraps another one has to enter it by hand. */
  private static boolean isDelegation(CallInfo call) {
    return Set.of("__aenter__", "__enter__").contains(call.function().name())
      || call.receiver().filter(receiver -> Trees.written(receiver).startsWith("super")).isPresent();
  }

  /**
   * The exit of the same object stands in another function, or in a {@code finally} or {@code except} of this one, or
   * somebody else has it.
   */
  private static boolean isLeftSafely(CallInfo call) {
    Life entered = Life.of(call.file(), call.wholeExpression());
    boolean isEndedOtherwise = !entered.uses(Use.How.RETURNED, Use.How.YIELDED).isEmpty()
      || entered.methodCalls().stream()
        .anyMatch(method -> Set.of("close", "aclose", "release", "stop", "disconnect").contains(method.simpleName()));
    if (isEndedOtherwise) {
      return true;
    }
    Expression receiver = Trees.bare(call.receiver().get());
    if (receiver instanceof Name name && Variable.of(name).filter(variable -> variable.reads().stream().map(Use::of)
      .anyMatch(use -> !use.is(Use.How.CHAINED, Use.How.TESTED))).isPresent()) {
      return true;
    }
    return call.file().nodes(QualifiedExpression.class, Tree.Kind.QUALIFIED_EXPR).stream()
      .filter(mention -> mention.name().name().equals("__aexit__")
        && Trees.source(mention.qualifier()).equals(Trees.source(receiver)))
      .filter(mention -> !(receiver instanceof Name name) || Variable.of(name).filter(
        variable -> variable.is(Trees.bare(mention.qualifier()))).isPresent())
      .anyMatch(mention -> call.file().functionAround(mention) != call.function() || StraightPath.isOnErrorPath(mention)
        || call.file().callOf(mention.parent()).isEmpty());
  }
}
