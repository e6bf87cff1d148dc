package org.usingasyncio.checks.libraries;

import java.util.Optional;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.ForStatement;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.TryStatement;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.Flow;
import org.usingasyncio.model.FunctionInfo;
import org.usingasyncio.model.PerCall;
import org.usingasyncio.model.SqlStatements;
import org.usingasyncio.model.Use;
import org.usingasyncio.syntax.Trees;

/**
 * Reports a statement that is sent once per element of a loop although the driver has {@code executemany} or prepared
 * statements, and SQL that is put together anew in each turn.
 * <p>
 * Silent: the result of each statement is used and the driver cannot prepare; the loop only tries again, or ends with the
 * first success; the error of a row is handled for that row; names of tables and columns in the text, which cannot be
 * parameters.
 */
@Rule(key = "UA610")
public final class StatementPerRowCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    for (SqlStatements.Statement statement : SqlStatements.of(file)) {
      loopOf(statement.call()).ifPresent(loop -> review(file, statement, loop, findings));
      if (sendsOneRow(statement)) {
        PerCall.of(file).callsOf(statement.call().function()).stream()
          .filter(call -> call.isAwaited() && isDropped(call))
          .forEach(call -> loopOf(call).filter(loop -> isPlain(call, loop))
            .ifPresent(loop -> report(statement, call, loop, findings)));
      }
    }
  }

  /** True for a helper that does nothing else: {@code async def add(self, row): await self.db.execute("INSERT …", row)}. */
  private static boolean sendsOneRow(SqlStatements.Statement statement) {
    CallInfo call = statement.call();
    FunctionInfo helper = call.function();
    boolean isAlone = helper.awaits().stream()
      .allMatch(await -> await == call.wholeExpression() || call.file().callOf(await.expression())
        .filter(other -> other.simpleName().equals("close") || other.simpleName().equals("commit")).isPresent());
    boolean isStraight = Trees
      .ancestorInScope(call.tree(), node -> node.is(Tree.Kind.IF_STMT, Tree.Kind.WHILE_STMT, Tree.Kind.FOR_STMT))
      .isEmpty();
    return statement.isWrite() && helper.isCoroutine() && isAlone && isStraight && call.arguments().size() > 1
      && !statement.sql().contains("{") && !call.plays(Role.EXECUTES_MANY) && !call.simpleName().startsWith("fetch")
      && !call.simpleName().equals("executemany") && !call.finalUse().is(Use.How.RETURNED)
      && !call.receiverType().filter(type -> type.startsWith("sqlalchemy.")).isPresent();
  }

  /** True when a turn awaits nothing but the statement: what else it waits for decides the speed. */
  private static boolean isPlain(CallInfo call, ForStatement loop) {
    return call.function().awaits().stream().filter(await -> Trees.isInside(await, loop.body())).count() == 1;
  }

  private static void report(SqlStatements.Statement statement, CallInfo call, ForStatement loop, Findings findings) {
    findings
      .at(call.callee(), "Send the rows of this loop with \"executemany\" instead of one \"%s\" each.",
        call.writtenName())
      .because(loop.forKeyword(), "one statement for each turn")
      .because(statement.call().callee(), "the statement is sent here");
  }

  private static void review(FileModel file, SqlStatements.Statement statement, ForStatement loop, Findings findings) {
    CallInfo call = statement.call();
    Optional<Tree> built = SqlStatements.builtFromValues(file, statement);
    if (built.isPresent()) {
      findings
        .at(built.get(), "Pass the values as parameters, so that the text of the statement is the same in each turn.")
        .because(loop.forKeyword(), "the text is put together in each turn");
    } else if (isSame(statement, loop) && !call.plays(Role.EXECUTES_MANY) && !call.simpleName().equals("executemany")) {
      instead(statement).ifPresent(instead -> findings
        .at(call.callee(), "Send the rows of this loop with %s instead of one statement each.", instead)
        .because(loop.forKeyword(), "one statement for each turn"));
    }
  }

  /** The innermost loop over data; one that tries again, waits, or may be left early is none. */
  private static Optional<ForStatement> loopOf(CallInfo call) {
    return call.loops().stream().findFirst().filter(ForStatement.class::isInstance).map(ForStatement.class::cast)
      .filter(loop -> !Flow.exits(loop.body()).contains(Flow.Exit.BREAK)
        && !Flow.exits(loop.body()).contains(Flow.Exit.RETURN))
      .filter(loop -> call.function().calls().stream()
        .noneMatch(other -> other.simpleName().equals("sleep") && isIn(other, loop)))
      // an error of one row is for that row alone
      .filter(loop -> Trees.enclosingInScope(call.tree(), TryStatement.class).stream()
        .noneMatch(attempt -> Trees.isInside(attempt, loop) && Trees.isInside(call.tree(), attempt.body())
          && !attempt.exceptClauses().isEmpty()
          && attempt.exceptClauses().stream()
            .noneMatch(clause -> Flow.exits(clause.body()).contains(Flow.Exit.RAISE))));
  }

  private static boolean isIn(CallInfo call, Statement loop) {
    return call.loops().contains(loop);
  }

  /** True when the text has no holes, and the connection is not made in the loop. */
  private static boolean isSame(SqlStatements.Statement statement, ForStatement loop) {
    boolean isPlain = statement.call().file().names().typeOf(statement.literal()).isPresent()
      || !statement.sql().contains("{");
    boolean opensConnection = statement.call().function().calls().stream().anyMatch(other -> isIn(other, loop)
      && (other.simpleName().equals("acquire") || other.simpleName().equals("connect")
        || other.simpleName().equals("transaction") || other.simpleName().equals("begin")));
    return isPlain && !statement.sql().contains("{") && !opensConnection && statement.call().arguments().size() > 1;
  }

  private static Optional<String> instead(SqlStatements.Statement statement) {
    CallInfo call = statement.call();
    String type = call.receiverType().orElse("");
    if (type.startsWith("sqlalchemy.")) {
      return statement.isWrite() && isDropped(call)
        ? Optional.of("one \"execute\" that is given a list of parameters")
        : Optional.empty();
    }
    if (statement.isWrite() && isDropped(call)) {
      boolean isDatabases = type.startsWith("databases.");
      return Optional.of(isDatabases ? "\"execute_many\"" : "\"executemany\"");
    }
    boolean prepares = type.equals("asyncpg.Connection");
    return prepares ? Optional.of("a statement that \"prepare\" made once, or in one query,") : Optional.empty();
  }

  private static boolean isDropped(CallInfo call) {
    return call.finalUse().is(Use.How.DROPPED);
  }
}
