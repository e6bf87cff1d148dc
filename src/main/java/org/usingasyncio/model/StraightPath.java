package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.syntax.Trees;

/** What may prevent code from getting from one call to a later one of the same function. */
final class StraightPath {

  /** Calls that do not fail in practice, by the last part of their names. */
  private static final Set<String> HARMLESS = Set.of("dict", "list", "set", "tuple", "int", "float", "time", "monotonic", "perf_counter", "debug",
    "info", "warning", "error", "exception", "log", "append", "add", "lower", "upper", "strip", "join", "get", "items", "keys", "values",
    "encode", "get_event_loop", "get_running_loop", "now", "utcnow", "min", "max", "range", "sum", "sorted", "enumerate", "zip");

  private StraightPath() {}

  /** True in a {@code finally} or {@code except} clause of its function. */
  static boolean isOnErrorPath(Tree node) {
    return Trees.ancestorInScope(node, outer -> outer.is(Tree.Kind.FINALLY_CLAUSE) || outer instanceof ExceptClause).isPresent();
  }

  /** The first await, exit or call between the two that may keep the second from being made. */
  static Optional<Tree> firstRisk(CallInfo from, CallInfo to, Predicate<CallInfo> isHarmless) {
    Tree start = Trees.statementOf(from.tree()).map(Tree.class::cast).orElse(from.tree());
    Tree end = Trees.statementOf(to.tree()).map(Tree.class::cast).orElse(to.tree());
    FunctionInfo function = from.function();
    List<Tree> risks = new ArrayList<>(function.suspensions());
    risks.addAll(function.nodes(Tree.class, Tree.Kind.RETURN_STMT, Tree.Kind.RAISE_STMT, Tree.Kind.YIELD_EXPR));
    function.calls().stream()
      .filter(call -> !isHarmless.test(call) && !HARMLESS.contains(call.simpleName()))
      .forEach(call -> risks.add(call.tree()));
    return risks.stream()
      .filter(node -> Trees.endsBefore(start, head(node)) && Trees.endsBefore(head(node), end))
      .filter(node -> !excludes(node, to.tree()) && !isHandledBefore(node, to.tree()))
      .min((a, b) -> Trees.compare(a.firstToken(), b.firstToken()));
  }

  /** The part of a statement with a block at which it suspends. */
  private static Tree head(Tree node) {
    return node instanceof ForStatement || node instanceof WithStatement ? node.firstToken() : node;
  }

  /** True when the two stand in different branches of one statement, so that only one of them runs. */
  private static boolean excludes(Tree node, Tree other) {
    return Trees.ancestorInScope(node, outer -> outer instanceof IfStatement choice && Trees.isInside(other, choice)
      && Trees.isInside(node, choice.body()) != Trees.isInside(other, choice.body())).isPresent();
  }

  /** True when the node stands in a {@code try} that handles every error and then goes on to the other. */
  private static boolean isHandledBefore(Tree node, Tree other) {
    return Trees.ancestorInScope(node, outer -> outer instanceof TryStatement attempt && Trees.isInside(node, attempt.body())
      && !Trees.isInside(other, attempt) && goesOn(attempt)).isPresent();
  }

  private static boolean goesOn(TryStatement attempt) {
    return attempt.exceptClauses().stream().anyMatch(StraightPath::isBroad)
      && attempt.exceptClauses().stream().allMatch(clause -> Flow.exits(clause.body()).equals(Set.of(Flow.Exit.END)));
  }

  private static boolean isBroad(ExceptClause clause) {
    return clause.exception() == null || Trees.within(clause.exception(), Name.class).stream()
      .anyMatch(name -> name.name().equals("Exception") || name.name().equals("BaseException"));
  }
}
