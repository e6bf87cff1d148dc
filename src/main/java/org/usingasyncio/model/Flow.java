package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/** How control may leave a block: asked of statements, answered without following values. */
public final class Flow {

  /** A way out of a block. */
  public enum Exit {
    /** Past its last statement. */
    END,
    RETURN, RAISE, BREAK, CONTINUE
  }

  private Flow() {}

  /** All ways out of the statements that are written out; an exception that a call may raise does not count. */
  public static Set<Exit> exits(StatementList block) {
    return block == null ? EnumSet.of(Exit.END) : exits(block.statements(), Walk.EVERYWHERE);
  }

  /**
   * All ways out of the block on which no statement fulfils the condition: a path ends, without an exit, at a statement
   * that does.
   */
  public static Set<Exit> exitsAvoiding(StatementList block, Predicate<Statement> met) {
    return exitsAvoiding(block, met, condition -> Optional.empty());
  }

  /** The same where what is {@code decided} of a condition leaves only one branch of its {@code if}. */
  public static Set<Exit> exitsAvoiding(StatementList block, Predicate<Statement> met,
    Function<Expression, Optional<Boolean>> decided) {
    return block == null ? EnumSet.of(Exit.END) : exits(block.statements(), new Walk(met, decided));
  }

  private record Walk(Predicate<Statement> met, Function<Expression, Optional<Boolean>> decided) {

    static final Walk EVERYWHERE = new Walk(statement -> false, condition -> Optional.empty());
  }

  private static Set<Exit> exits(List<Statement> statements, Walk walk) {
    Set<Exit> found = EnumSet.noneOf(Exit.class);
    for (Statement statement : statements) {
      Set<Exit> here = exits(statement, walk);
      boolean goesOn = here.remove(Exit.END);
      found.addAll(here);
      if (!goesOn) {
        return found;
      }
    }
    found.add(Exit.END);
    return found;
  }

  private static Set<Exit> exits(Statement statement, Walk walk) {
    if (walk.met().test(statement)) {
      return EnumSet.noneOf(Exit.class);
    }
    return switch (statement.getKind()) {
      case RETURN_STMT -> EnumSet.of(Exit.RETURN);
      case RAISE_STMT -> EnumSet.of(Exit.RAISE);
      case BREAK_STMT -> EnumSet.of(Exit.BREAK);
      case CONTINUE_STMT -> EnumSet.of(Exit.CONTINUE);
      case IF_STMT -> ofIf((IfStatement) statement, walk);
      case WHILE_STMT -> ofWhile((WhileStatement) statement, walk);
      case FOR_STMT -> ofLoop(((ForStatement) statement).body(), ((ForStatement) statement).elseClause(), walk);
      case WITH_STMT -> exits(((WithStatement) statement).statements().statements(), walk);
      case TRY_STMT -> ofTry((TryStatement) statement, walk);
      case MATCH_STMT -> ofMatch((MatchStatement) statement, walk);
      default -> EnumSet.of(Exit.END);
    };
  }

  private static Set<Exit> ofIf(IfStatement choice, Walk walk) {
    List<IfStatement> branches = new ArrayList<>(List.of(choice));
    branches.addAll(choice.elifBranches());
    Set<Exit> found = EnumSet.noneOf(Exit.class);
    for (IfStatement branch : branches) {
      Optional<Boolean> decided = walk.decided().apply(branch.condition());
      if (decided.orElse(true)) {
        found.addAll(exits(branch.body().statements(), walk));
      }
      if (decided.orElse(false)) {
        return found;
      }
    }
    if (choice.elseBranch() == null) {
      found.add(Exit.END);
    } else {
      found.addAll(exits(choice.elseBranch().body().statements(), walk));
    }
    return found;
  }

  private static Set<Exit> ofWhile(WhileStatement loop, Walk walk) {
    if (!isEndless(loop)) {
      return ofLoop(loop.body(), loop.elseClause(), walk);
    }
    Set<Exit> found = exits(loop.body().statements(), walk);
    boolean ends = found.remove(Exit.BREAK);
    found.remove(Exit.END);
    found.remove(Exit.CONTINUE);
    if (ends) {
      found.add(Exit.END);
    }
    return found;
  }

  /** True for {@code while True} and {@code while 1}. */
  public static boolean isEndless(WhileStatement loop) {
    return Literals.isTrue(loop.condition());
  }

  private static Set<Exit> ofLoop(StatementList body, ElseClause otherwise, Walk walk) {
    Set<Exit> found = exits(body.statements(), walk);
    found.remove(Exit.BREAK);
    found.remove(Exit.CONTINUE);
    found.add(Exit.END);
    if (otherwise != null) {
      found.addAll(exits(otherwise.body().statements(), walk));
    }
    return found;
  }

  private static Set<Exit> ofTry(TryStatement attempt, Walk walk) {
    if (attempt.finallyClause() != null) {
      Set<Exit> last = exits(attempt.finallyClause().body().statements(), walk);
      if (!last.contains(Exit.END)) {
        return last;
      }
    }
    Set<Exit> found = exits(attempt.body().statements(), walk);
    if (found.contains(Exit.END) && attempt.elseClause() != null) {
      found.remove(Exit.END);
      found.addAll(exits(attempt.elseClause().body().statements(), walk));
    }
    attempt.exceptClauses().forEach(clause -> found.addAll(exits(clause.body().statements(), walk)));
    return found;
  }

  private static Set<Exit> ofMatch(MatchStatement match, Walk walk) {
    Set<Exit> found = EnumSet.of(Exit.END);
    match.caseBlocks().forEach(block -> found.addAll(exits(block.body().statements(), walk)));
    return found;
  }

  /** True when no path leads past the end of the loop's body except back to its head, or out by an exception. */
  public static boolean neverEnds(WhileStatement loop) {
    Set<Exit> exits = exits(loop.body());
    return isEndless(loop) && !exits.contains(Exit.BREAK) && !exits.contains(Exit.RETURN);
  }

  /** The loops around the node in its own scope, the innermost first. The head of a {@code for} is outside its loop. */
  public static List<Statement> loopsAround(Tree tree) {
    return Trees.enclosingInScope(tree, Statement.class).stream()
      .filter(statement -> statement instanceof ForStatement loop && Trees.isInside(tree, loop.body())
        || statement instanceof WhileStatement head
          && (Trees.isInside(tree, head.body()) || Trees.isInside(tree, head.condition())))
      .toList();
  }
}
