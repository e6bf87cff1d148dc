package org.usingasyncio.names;

import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * One place that gives a variable or attribute its value.
 *
 * @param kind how
 * @param site the node that binds: the assignment, parameter, import, definition, loop or with item
 * @param target the name or attribute that is bound
 * @param value the expression the value comes from (the iterable of a loop, the manager of a with item), or null
 * @param index the position in a tuple on the left side, or -1
 */
public record Binding(Kind kind, Tree site, Tree target, Expression value, int index) {

  public enum Kind {
    IMPORT, FUNCTION, CLASS, PARAMETER, ASSIGNMENT, ANNOTATION, LOOP, WITH, EXCEPTION, CHANGE, DECLARATION, OTHER
  }

  /** True for what cannot change what the variable is: {@code global x}, {@code x += 1}, {@code del x}. */
  boolean isNeutral() {
    return kind == Kind.DECLARATION || kind == Kind.CHANGE;
  }
}
