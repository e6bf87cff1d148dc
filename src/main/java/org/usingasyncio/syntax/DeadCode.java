package org.usingasyncio.syntax;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sonar.plugins.python.api.tree.*;

/**
 * What never runs on a Python that SonarPython supports, 3.8 and later: code after a {@code return} or {@code raise},
 * and what older versions run instead.
 */
public final class DeadCode {

  /** What asyncio has had since Python 3.7. */
  private static final String OLD = "(run|create_task|get_running_loop|current_task|all_tasks|ensure_future)";
  private static final Pattern HAS_OLD = Pattern.compile("hasattr\\(asyncio,[\"']" + OLD + "[\"']\\)");
  private static final Pattern USES_OLD = Pattern
    .compile("import asyncio|from asyncio import " + OLD + "|.*\\basyncio\\." + OLD + "\\b.*", Pattern.DOTALL);
  private static final Pattern LACK = Pattern.compile("\\(?((Attribute|Import|ModuleNotFound)Error[, )]*)+");
  private static final Pattern VERSION = Pattern.compile(
    "(?:sys\\.)?version_info(?:\\[0?:2]|\\[0]|\\.major)?([<>!=]=?)\\(?(\\d{1,3})(?:,(\\d{1,3}))?,?\\)?");

  private DeadCode() {}

  /** The children of the node that never run. */
  static Set<Tree> below(Tree node) {
    return switch (node.getKind()) {
      case STATEMENT_LIST -> afterEnd(((StatementList) node).statements());
      case IF_STMT -> untaken((IfStatement) node);
      case TRY_STMT -> fallbacks((TryStatement) node);
      case CONDITIONAL_EXPR -> untaken((ConditionalExpression) node);
      default -> Set.of();
    };
  }

  private static Set<Tree> untaken(ConditionalExpression choice) {
    Optional<Boolean> taken = decide(choice.condition());
    return taken.isEmpty() ? Set.of() : Set.of(taken.get() ? choice.falseExpression() : choice.trueExpression());
  }

  private static Set<Tree> afterEnd(List<Statement> statements) {
    for (int i = 0; i < statements.size() - 1; i++) {
      if (ends(statements.get(i))) {
        return new HashSet<>(statements.subList(i + 1, statements.size()));
      }
    }
    return Set.of();
  }

  private static boolean ends(Statement statement) {
    switch (statement.getKind()) {
      case RETURN_STMT, RAISE_STMT, BREAK_STMT, CONTINUE_STMT :
        return true;
      case IF_STMT :
        IfStatement choice = (IfStatement) statement;
        List<Statement> body = choice.body().statements();
        return decide(choice.condition()).orElse(false) && ends(body.get(body.size() - 1));
      default :
        return false;
    }
  }

  private static Set<Tree> untaken(IfStatement choice) {
    Set<Tree> dead = new HashSet<>();
    Optional<Boolean> decided = decide(choice.condition());
    if (decided.isPresent() && !decided.get()) {
      dead.add(choice.body());
    }
    boolean isTaken = decided.orElse(false);
    for (IfStatement next : choice.elifBranches()) {
      if (isTaken) {
        dead.add(next);
      }
      isTaken = isTaken || decide(next.condition()).orElse(false);
    }
    if (isTaken && choice.elseBranch() != null) {
      dead.add(choice.elseBranch());
    }
    return dead;
  }

  // ---- conditions -------------------------------------------------------------------------------------------------

  private static Optional<Boolean> decide(Expression condition) {
    return decide(condition, DeadCode::ofVersion);
  }

  /** What the condition is, when {@code known} tells it of its parts without {@code not}, {@code and}, {@code or}. */
  public static Optional<Boolean> decide(Expression condition, Function<Expression, Optional<Boolean>> known) {
    Expression bare = Trees.bare(condition);
    if (bare instanceof UnaryExpression negated && bare.is(Tree.Kind.NOT)) {
      return decide(negated.expression(), known).map(answer -> !answer);
    }
    if (bare instanceof BinaryExpression both && bare.is(Tree.Kind.AND, Tree.Kind.OR)) {
      boolean decisive = bare.is(Tree.Kind.OR);
      List<Optional<Boolean>> answers = List.of(decide(both.leftOperand(), known), decide(both.rightOperand(), known));
      if (answers.contains(Optional.of(decisive))) {
        return Optional.of(decisive);
      }
      return answers.contains(Optional.<Boolean>empty()) ? Optional.empty() : Optional.of(!decisive);
    }
    return known.apply(bare);
  }

  /** What is negated; any other expression itself. */
  public static Expression withoutNot(Expression condition) {
    Expression bare = Trees.bare(condition);
    return bare instanceof UnaryExpression negated && bare.is(Tree.Kind.NOT) ? withoutNot(negated.expression()) : bare;
  }

  private static Optional<Boolean> ofVersion(Expression test) {
    String first = test.firstToken().value();
    if (!first.equals("sys") && !first.equals("version_info") && !first.equals("hasattr")) {
      return Optional.empty();
    }
    String source = Trees.source(test).replace(" ", "");
    if (HAS_OLD.matcher(source).matches()) {
      return Optional.of(true);
    }
    Matcher version = VERSION.matcher(source);
    if (!version.matches()) {
      return Optional.empty();
    }
    String operator = version.group(1);
    int order = Integer.parseInt(version.group(2)) - 3;
    if (order == 0 && version.group(3) != null) {
      order = Integer.parseInt(version.group(3)) - 8;
    }
    boolean isDecided = order < 0 || order == 0 && (operator.equals(">=") || operator.equals("<"));
    return isDecided ? Optional.of(operator.startsWith(">") || operator.equals("!=")) : Optional.empty();
  }

  /** {@code except AttributeError} after one statement that needs nothing but what every asyncio has. */
  private static Set<Tree> fallbacks(TryStatement attempt) {
    Set<Tree> dead = new HashSet<>();
    List<Statement> body = attempt.body().statements();
    for (ExceptClause clause : attempt.exceptClauses()) {
      if (body.size() == 1 && clause.exception() != null && clause.exceptionInstance() == null
        && LACK.matcher(Trees.source(clause.exception())).matches()
        && USES_OLD.matcher(Trees.source(body.get(0))).matches()) {
        dead.add(clause);
      }
    }
    return dead;
  }
}
