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

  /** Library calls that fail for input that comes from outside; most others do not fail in practice. */
  private static final Set<String> PARSERS = Set.of("json.loads", "json.load", "int", "float", "struct.unpack",
    "pickle.loads", "yaml.safe_load",
    "xml.etree.ElementTree.fromstring", "base64.b64decode");

  private StraightPath() {}

  /** True in a {@code finally} or {@code except} clause of its function. */
  static boolean isOnErrorPath(Tree node) {
    return Trees.ancestorInScope(node, outer -> outer.is(Tree.Kind.FINALLY_CLAUSE) || outer instanceof ExceptClause)
      .isPresent();
  }

  /** The first await, exit or call between the two that may keep the second from being made. */
  static Optional<Tree> firstRisk(CallInfo from, CallInfo to, Predicate<CallInfo> isHarmless) {
    Tree start = Trees.statementOf(from.tree()).map(Tree.class::cast).orElse(from.tree());
    Tree end = Trees.statementOf(to.tree()).map(Tree.class::cast).orElse(to.tree());
    FunctionInfo function = from.function();
    List<Tree> risks = new ArrayList<>(function.suspensions());
    risks.addAll(function.nodes(Tree.class, Tree.Kind.RETURN_STMT, Tree.Kind.RAISE_STMT, Tree.Kind.YIELD_EXPR));
    function.calls().stream()
      .filter(call -> !isHarmless.test(call) && mayRaise(call))
      .forEach(call -> risks.add(call.tree()));
    return risks.stream()
      .filter(node -> Trees.endsBefore(start, head(node)) && Trees.endsBefore(head(node), end))
      .filter(
        node -> !excludes(node, to.tree()) && !isAfterFailureOf(from.tree(), node) && !isHandledBefore(node, to.tree()))
      .min((a, b) -> Trees.compare(a.firstToken(), b.firstToken()));
  }

  /** The part of a statement with a block at which it suspends. */
  private static Tree head(Tree node) {
    return node instanceof ForStatement || node instanceof WithStatement ? node.firstToken() : node;
  }

  /** True for a function of the project, and for one that parses. */
  private static boolean mayRaise(CallInfo call) {
    return call.target().filter(target -> !target.isAsync() && !target.isStub()).isPresent()
      || call.name().filter(PARSERS::contains).isPresent();
  }

  /** True in an {@code except} clause of a {@code try} whose body has the opening: it is the opening that failed. */
  private static boolean isAfterFailureOf(Tree opening, Tree node) {
    return Trees.ancestorInScope(node,
      outer -> outer instanceof ExceptClause clause && clause.parent() instanceof TryStatement attempt
        && Trees.isInside(opening, attempt.body()))
      .isPresent();
  }

  /** True when the two stand in different branches of one statement, so that only one of them runs. */
  private static boolean excludes(Tree node, Tree other) {
    return Trees.ancestorInScope(node, outer -> outer instanceof IfStatement choice && Trees.isInside(other, choice)
      && Trees.isInside(node, choice.body()) != Trees.isInside(other, choice.body())).isPresent();
  }

  /** True when the node stands in a {@code try} that handles every error and then goes on to the other. */
  private static boolean isHandledBefore(Tree node, Tree other) {
    return Trees
      .ancestorInScope(node, outer -> outer instanceof TryStatement attempt && Trees.isInside(node, attempt.body())
        && !Trees.isInside(other, attempt) && goesOn(attempt))
      .isPresent();
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
