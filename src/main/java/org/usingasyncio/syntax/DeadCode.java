package org.usingasyncio.syntax;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.tree.*;

/**
 * What never runs on a Python that SonarPython supports, 3.8 and later: code after a {@code return} or {@code raise},
 * and what older versions run instead.
 */
public final class DeadCode {

  private static final List<Long> OLDEST = List.of(3L, 8L);
  private static final Pattern VERSION = Pattern.compile("(sys\\.)?version_info(\\[(0?:2|0)\\]|\\.major)?");
  /** What older versions of asyncio lacked. */
  private static final Set<String> ALWAYS_THERE = Set.of("asyncio", "run", "create_task", "get_running_loop",
    "current_task", "all_tasks", "ensure_future");
  private static final Set<String> LACKS = Set.of("AttributeError", "ImportError", "ModuleNotFoundError");

  private DeadCode() {}

  /** The children of the node that never run. */
  static Set<Tree> below(Tree node) {
    List<? extends Tree> dead = switch (node.getKind()) {
      case STATEMENT_LIST -> afterEnd(((StatementList) node).statements());
      case IF_STMT -> untaken((IfStatement) node);
      case CONDITIONAL_EXPR -> untaken((ConditionalExpression) node);
      case TRY_STMT -> fallbacks((TryStatement) node);
      default -> List.of();
    };
    return dead.isEmpty() ? Set.of() : new HashSet<>(dead);
  }

  private static List<Statement> afterEnd(List<Statement> statements) {
    for (int i = 0; i < statements.size() - 1; i++) {
      if (ends(statements.get(i))) {
        return statements.subList(i + 1, statements.size());
      }
    }
    return List.of();
  }

  private static boolean ends(Statement statement) {
    if (statement instanceof IfStatement choice && decide(choice.condition()).orElse(false)) {
      List<Statement> body = choice.body().statements();
      return ends(body.get(body.size() - 1));
    }
    return statement.is(Tree.Kind.RETURN_STMT, Tree.Kind.RAISE_STMT, Tree.Kind.BREAK_STMT, Tree.Kind.CONTINUE_STMT);
  }

  private static List<Tree> untaken(IfStatement choice) {
    List<Tree> dead = new ArrayList<>();
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

  private static List<Expression> untaken(ConditionalExpression choice) {
    return decide(choice.condition()).map(taken -> taken ? choice.falseExpression() : choice.trueExpression())
      .stream().toList();
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
    if (test instanceof CallExpression call) {
      List<Expression> asked = Calls.positional(call);
      return Trees.written(call.callee()).equals("hasattr") && asked.size() == 2
        && Trees.written(asked.get(0)).equals("asyncio")
        && Literals.text(asked.get(1)).filter(ALWAYS_THERE::contains).isPresent()
          ? Optional.of(true)
          : Optional.empty();
    }
    if (!(test instanceof BinaryExpression comparison)) {
      return Optional.empty();
    }
    Expression right = Trees.bare(comparison.rightOperand());
    Stream<Expression> parts = right instanceof Tuple tuple ? tuple.elements().stream() : Stream.of(right);
    List<Long> bound = parts.map(Literals::integer).filter(OptionalLong::isPresent).map(OptionalLong::getAsLong)
      .toList();
    if (bound.isEmpty() || bound.size() > 2
      || !VERSION.matcher(Trees.source(comparison.leftOperand()).replace(" ", "")).matches()) {
      return Optional.empty();
    }
    int order = bound.get(0).equals(OLDEST.get(0)) && bound.size() == 2
      ? bound.get(1).compareTo(OLDEST.get(1))
      : bound.get(0).compareTo(OLDEST.get(0));
    return switch (comparison.operator().value()) {
      case ">=" -> order <= 0 ? Optional.of(true) : Optional.empty();
      case "<" -> order <= 0 ? Optional.of(false) : Optional.empty();
      case ">", "!=" -> order < 0 ? Optional.of(true) : Optional.empty();
      case "<=", "==" -> order < 0 ? Optional.of(false) : Optional.empty();
      default -> Optional.empty();
    };
  }

  // ---- try: asyncio.create_task / except AttributeError ------------------------------------------------------------

  private static boolean catchesLack(ExceptClause clause) {
    Expression type = clause.exception() == null || clause.exceptionInstance() != null
      ? null
      : Trees.bare(clause.exception());
    Stream<Expression> types = type instanceof Tuple tuple ? tuple.elements().stream() : Stream.ofNullable(type);
    return type != null && types.map(Trees::written).allMatch(LACKS::contains);
  }

  private static List<ExceptClause> fallbacks(TryStatement attempt) {
    return triesOnlyAsyncio(attempt)
      ? attempt.exceptClauses().stream().filter(DeadCode::catchesLack).toList()
      : List.of();
  }

  /** One statement that needs nothing but what every asyncio has. */
  private static boolean triesOnlyAsyncio(TryStatement attempt) {
    List<Statement> body = attempt.body().statements();
    if (body.size() != 1 || attempt.exceptClauses().stream().noneMatch(DeadCode::catchesLack)) {
      return false;
    }
    if (body.get(0) instanceof ImportFrom from) {
      return from.module() != null && Trees.source(from.module()).equals("asyncio")
        && from.importedNames().stream().allMatch(name -> ALWAYS_THERE.contains(Trees.source(name.dottedName())));
    }
    List<QualifiedExpression> members = Trees.within(body.get(0), QualifiedExpression.class);
    return body.get(0) instanceof ImportName
      ? ALWAYS_THERE.contains(Trees.source(body.get(0)).replace("import ", ""))
      : members.stream().anyMatch(member -> Trees.written(member.qualifier()).equals("asyncio")
        && ALWAYS_THERE.contains(member.name().name()));
  }
}
