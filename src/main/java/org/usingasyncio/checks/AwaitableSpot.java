package org.usingasyncio.checks;

import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.SliceExpression;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;

/** Where {@code await} may be written. */
final class AwaitableSpot {

  private AwaitableSpot() {}

  /** In the body of an {@code async def}, and in no scope inside it where {@code await} means something else. */
  static boolean allowsAwait(Tree expression) {
    Tree child = expression;
    for (Tree parent = expression.parent(); parent != null; child = parent, parent = parent.parent()) {
      if (parent instanceof FunctionDef function) {
        if (child == function.body()) {
          return function.asyncKeyword() != null;
        }
        // A decorator or a default argument: it runs where the function is defined, but nobody awaits there.
        return false;
      }
      if (parent.is(Tree.Kind.LAMBDA, Tree.Kind.CLASSDEF, Tree.Kind.GENERATOR_EXPR)) {
        // With an await, a generator expression becomes an asynchronous generator.
        return false;
      }
    }
    return false;
  }

  /** {@code await f().x} awaits {@code f().x}. */
  static boolean needsParentheses(CallExpression call) {
    Tree parent = call.parent();
    return (parent instanceof QualifiedExpression qualified && qualified.qualifier() == call)
      || (parent instanceof CallExpression outer && outer.callee() == call)
      || (parent instanceof SubscriptionExpression subscription && subscription.object() == call)
      || (parent instanceof SliceExpression slice && slice.object() == call);
  }
}
