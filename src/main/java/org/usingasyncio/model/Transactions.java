package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.model.SqlStatements.Statement;
import org.usingasyncio.syntax.Trees;

/** Which writes belong together, and whether a transaction holds them. */
public final class Transactions {

  /**
   * Two writes on one connection with nothing around them.
   *
   * @param first the write that stays when the second fails
   * @param second the write that may fail
   */
  public record LooseWrites(Statement first, Statement second) {}

  private Transactions() {}

  /** The first two writes of each connection and function that both may run, outside of any transaction. */
  public static List<LooseWrites> loose(FileModel file) {
    Map<String, List<Statement>> writes = new LinkedHashMap<>();
    for (Statement statement : SqlStatements.of(file)) {
      if (statement.isWrite() && statement.autocommits()) {
        writes.computeIfAbsent(System.identityHashCode(statement.call().function()) + statement.channel(),
          key -> new ArrayList<>()).add(statement);
      }
    }
    List<LooseWrites> found = new ArrayList<>();
    for (List<Statement> group : writes.values()) {
      if (!isHeld(file, group.get(0))) {
        pair(file, group).ifPresent(found::add);
      }
    }
    return found;
  }

  private static Optional<LooseWrites> pair(FileModel file, List<Statement> group) {
    for (int i = 0; i < group.size(); i++) {
      for (int j = i + 1; j < group.size(); j++) {
        if (!isInTransaction(file, group.get(i)) && !isInTransaction(file, group.get(j))
          && mayFollow(group.get(i).call().tree(), group.get(j).call().tree())) {
          return Optional.of(new LooseWrites(group.get(i), group.get(j)));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * True when the connection comes from the caller, who may hold the transaction, or the function opens one in another
   * way.
   */
  private static boolean isHeld(FileModel file, Statement write) {
    // each call of a pool's method takes a connection of its own: no caller can hold a transaction on it
    if (write.call().receiverType().filter("asyncpg.Pool"::equals).isPresent()) {
      return false;
    }
    Expression receiver = Trees.bare(write.call().receiver().orElseThrow());
    FunctionInfo function = write.call().function();
    boolean isParameter = receiver instanceof Name name && function.parameterNames().contains(name.name());
    boolean isOuter = receiver instanceof Name name && Variable.of(name).filter(variable -> variable.writes().stream()
      .noneMatch(place -> Trees.isInside(place, function.tree()))).isPresent()
      && !file.functionAround(receiver).isModule() && isNestedIn(function);
    boolean byHand = function.calls().stream()
      .anyMatch(call -> call.plays(Role.BEGINS) || call.plays(Role.TRANSACTION) && !call.use().is(Use.How.ENTERED))
      || SqlStatements.of(file).stream()
        .anyMatch(statement -> statement.isBegin() && statement.call().function() == function);
    // a method whose class opens transactions on the same connection may run inside one
    boolean isKept = receiver instanceof QualifiedExpression attribute && AttributeInfo.of(file, attribute)
      .filter(known -> known.methodCalls().stream()
        .anyMatch(call -> call.simpleName().equals("transaction") && call.function() != function))
      .isPresent();
    boolean isDecorated = function.decorators().stream()
      .anyMatch(name -> name.toLowerCase(java.util.Locale.ROOT).matches(".*(transaction|atomic).*"));
    return isParameter || isOuter || byHand || isKept || isDecorated;
  }

  private static boolean isNestedIn(FunctionInfo function) {
    return function.parent() != null && function.parent().isFunction();
  }

  private static boolean isInTransaction(FileModel file, Statement statement) {
    return Trees.enclosingInScope(statement.call().tree(), WithStatement.class).stream()
      .flatMap(with -> with.withItems().stream())
      .anyMatch(item -> file.callOf(item.test()).filter(call -> call.plays(Role.TRANSACTION) || call.plays(Role.BEGINS)
        || call.simpleName().matches("transaction|begin|atomic|begin_nested|in_transaction")).isPresent()
        || Trees.source(item.test()).toLowerCase(java.util.Locale.ROOT)
          .matches(".*(transaction|\\btx\\b|\\btr\\b|atomic).*"));
  }

  /**
   * True when a run of the function can come from the first to the second: not in two branches, nor past a {@code
   * return}.
   */
  private static boolean mayFollow(Tree first, Tree second) {
    Tree child = first;
    for (Tree node = first.parent(); node != null && !Trees.isScope(node); child = node, node = node.parent()) {
      boolean holdsBoth = Trees.isInside(second, node);
      if (!holdsBoth && node instanceof StatementList block && leaves(block, child)) {
        return false;
      }
      if (holdsBoth) {
        return !(node instanceof IfStatement) && !(node instanceof TryStatement attempt && isHandlerOf(attempt, second))
          && !(node instanceof MatchStatement);
      }
    }
    return true;
  }

  private static boolean leaves(StatementList block, Tree child) {
    return !Flow.exits(block).contains(Flow.Exit.END) && Trees.isInside(child, block);
  }

  private static boolean isHandlerOf(TryStatement attempt, Tree tree) {
    return attempt.exceptClauses().stream().anyMatch(clause -> Trees.isInside(tree, clause));
  }

  /** The calls that start a transaction by hand and whose function rolls nothing back on an error. */
  public static List<CallInfo> startedByHand(FileModel file) {
    return file.calls().playing(Role.BEGINS).where(CallInfo::isAwaited).where(start -> !isRolledBack(start)).list();
  }

  /** True when its function, or who calls it, rolls back what it begins. */
  public static boolean isRolledBack(CallInfo start) {
    FunctionInfo function = start.function();
    boolean isEntered = start.finalUse().is(Use.How.ENTERED) || start.use().is(Use.How.ENTERED);
    boolean isElsewhere = function.owner().isPresent()
      && function.name().matches("__aenter__|begin|start|start_transaction|begin_transaction|.*_begin|connect");
    return isEntered || isElsewhere || function.calls().stream()
      .anyMatch(call -> call.plays(Role.ROLLS_BACK) || call.simpleName().equals("rollback"));
  }
}
