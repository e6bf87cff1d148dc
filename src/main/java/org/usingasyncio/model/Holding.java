package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.syntax.Trees;

/** A session or connection that one function opens for itself, with all that the function does with it. */
public final class Holding {

  private final CallInfo opening;
  private final FileModel file;
  private final List<Name> reads = new ArrayList<>();
  private final boolean escapes;

  private Holding(CallInfo opening) {
    this.opening = opening;
    this.file = opening.file();
    Life life = Life.of(file, opening.wholeExpression());
    boolean leaves = !life.attributes().isEmpty() || !life.globals().isEmpty();
    life.variables().forEach(variable -> reads.addAll(variable.reads()));
    for (Use use : life.uses()) {
      leaves |= use.is(Use.How.RETURNED, Use.How.YIELDED, Use.How.COLLECTED)
        || use.is(Use.How.ARGUMENT) && life.variables().isEmpty();
      if (use.is(Use.How.ENTERED) && use.site() instanceof WithItem item && item.expression() != null) {
        Optional<Variable> entered = Variable.of(item.expression());
        leaves |= entered.isEmpty();
        entered
          .ifPresent(variable -> variable.reads().stream().filter(read -> !reads.contains(read)).forEach(reads::add));
      }
    }
    // session = self.session or ClientSession(): one that is shared comes first
    leaves |= opening.wholeExpression().parent().is(Tree.Kind.OR, Tree.Kind.CONDITIONAL_EXPR)
      || life.variables().stream().anyMatch(variable -> variable.writes().size() > 1);
    this.escapes = leaves || reads.stream().map(Use::of).anyMatch(this::isKept);
  }

  public static Holding of(CallInfo opening) {
    return opening.file().facts(All.class, file -> new All()).byOpening.computeIfAbsent(opening, Holding::new);
  }

  /** Those of a file. */
  private static final class All {

    private final Map<CallInfo, Holding> byOpening = new IdentityHashMap<>();
  }

  private boolean isKept(Use use) {
    if (use.is(Use.How.RETURNED, Use.How.YIELDED, Use.How.COLLECTED)) {
      return true;
    }
    // self.session = session, app["session"] = session
    return use.is(Use.How.ASSIGNED) && use.site() instanceof AssignmentStatement assignment
      && assignment.lhsExpressions().stream().flatMap(list -> list.expressions().stream())
        .anyMatch(target -> !(target instanceof Name));
  }

  /** True when something outside the function may keep it. */
  public boolean escapes() {
    return escapes;
  }

  /** Everything that reads its variable. */
  public List<Name> reads() {
    return reads;
  }

  /** The methods that are called on it, those that close it left out. */
  public List<CallInfo> calls(List<String> closers) {
    return reads.stream()
      .map(read -> read.parent() instanceof QualifiedExpression method
        ? file.callOf(method.parent())
        : Optional.<CallInfo>empty())
      .flatMap(Optional::stream)
      .filter(call -> !closers.contains(call.simpleName()))
      .toList();
  }

  /** The calls that it is passed to. */
  public List<CallInfo> passedTo() {
    return reads.stream().map(Use::of).filter(use -> use.is(Use.How.ARGUMENT)).map(Use::site).map(file::callOf)
      .flatMap(Optional::stream).toList();
  }

  /**
   * True when it serves for several things: it is used in a loop that begins after it was opened, in a nested function,
   * or by others.
   */
  public boolean isShared() {
    return !passedTo().isEmpty()
      || reads.stream().anyMatch(read -> Trees.scopeOf(read) != Trees.scopeOf(opening.tree()) || isInInnerLoop(read));
  }

  private boolean isInInnerLoop(Name read) {
    List<Statement> outer = opening.loops();
    boolean inComprehension = Trees
      .ancestorInScope(read, node -> node instanceof ComprehensionExpression || node instanceof DictCompExpression)
      .isPresent();
    return inComprehension && opening.comprehension().isEmpty()
      || Flow.loopsAround(read).stream().anyMatch(loop -> !outer.contains(loop) && !isRetry(loop));
  }

  /** {@code for attempt in range(3)}: the same request again. */
  private static boolean isRetry(Statement loop) {
    return loop instanceof ForStatement head && head.testExpressions().stream()
      .anyMatch(iterable -> Trees.bare(iterable) instanceof CallExpression call
        && Trees.written(call.callee()).equals("range") && !Trees.source(call).contains("len("));
  }
}
