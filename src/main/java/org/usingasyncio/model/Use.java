package org.usingasyncio.model;

import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.syntax.Trees;

/**
 * What becomes of the value of an expression.
 *
 * @param how the kind of use
 * @param site the node that uses the value: the statement, call, with item, …
 */
public record Use(How how, Tree site) {

  public enum How {
    /** {@code await x} */
    AWAITED,
    /** A statement of its own: the value is lost. */
    DROPPED,
    /** {@code a = x}, {@code a: T = x}, {@code (a := x)}; the site is the assignment. */
    ASSIGNED,
    /** {@code with x}, {@code async with x} */
    ENTERED,
    RETURNED,
    YIELDED,
    /** An argument of a call, starred or not; the site is the call. */
    ARGUMENT,
    /** {@code x.attribute}, {@code x[...]}, {@code x(...)} */
    CHAINED,
    /** {@code for … in x}, {@code async for … in x}, in a loop or comprehension. */
    ITERATED,
    /** A condition, a comparison, an operand of {@code not}. */
    TESTED,
    /** An element of a display or the result of a comprehension; the site is the display. */
    COLLECTED,
    OTHER
  }

  /** The use of the expression; parentheses, {@code a if c else b} and {@code a or b} are looked through. */
  public static Use of(Expression expression) {
    Tree child = expression;
    Tree parent = child.parent();
    while (parent != null) {
      boolean transparent = parent instanceof ParenthesizedExpression
        || parent instanceof ConditionalExpression choice && child != choice.condition()
        || parent.is(Tree.Kind.OR, Tree.Kind.AND) && !isTest(parent);
      if (!transparent) {
        return new Use(how(child, parent), siteOf(parent));
      }
      child = parent;
      parent = child.parent();
    }
    return new Use(How.OTHER, expression);
  }

  private static boolean isTest(Tree operator) {
    Tree parent = Trees.parentOf(operator);
    return parent.is(Tree.Kind.IF_STMT, Tree.Kind.WHILE_STMT, Tree.Kind.NOT, Tree.Kind.ASSERT_STMT);
  }

  private static Tree siteOf(Tree parent) {
    if (parent instanceof RegularArgument || parent instanceof UnpackingExpression) {
      return Trees.enclosing(parent, CallExpression.class).filter(call -> call.argumentList() == parent.parent())
        .map(Tree.class::cast).orElse(parent);
    }
    return parent;
  }

  private static How how(Tree child, Tree parent) {
    return switch (parent.getKind()) {
      case AWAIT -> How.AWAITED;
      case EXPRESSION_STMT -> How.DROPPED;
      case ASSIGNMENT_STMT, ANNOTATED_ASSIGNMENT, ASSIGNMENT_EXPRESSION -> How.ASSIGNED;
      case WITH_ITEM -> How.ENTERED;
      case RETURN_STMT -> How.RETURNED;
      case YIELD_EXPR, YIELD_STMT -> How.YIELDED;
      case REGULAR_ARGUMENT, UNPACKING_EXPR -> How.ARGUMENT;
      case QUALIFIED_EXPR -> How.CHAINED;
      case CALL_EXPR, SUBSCRIPTION, SLICE_EXPR -> child == firstOf(parent) ? How.CHAINED : How.OTHER;
      case FOR_STMT, COMP_FOR -> How.ITERATED;
      case IF_STMT, WHILE_STMT, NOT, ASSERT_STMT, COMPARISON, IS, IN, CONDITIONAL_EXPR, COMP_IF, OR, AND -> How.TESTED;
      case LIST_LITERAL, SET_LITERAL, TUPLE, DICTIONARY_LITERAL, KEY_VALUE_PAIR, LIST_COMPREHENSION, SET_COMPREHENSION,
        GENERATOR_EXPR,
        DICT_COMPREHENSION -> How.COLLECTED;
      case EXPRESSION_LIST -> parent.parent().is(Tree.Kind.LIST_LITERAL) ? How.COLLECTED : How.OTHER;
      default -> How.OTHER;
    };
  }

  private static Tree firstOf(Tree parent) {
    return parent.children().get(0);
  }

  public boolean is(How... kinds) {
    for (How kind : kinds) {
      if (how == kind) {
        return true;
      }
    }
    return false;
  }
}
