package org.usingasyncio.syntax;

import java.util.Optional;
import java.util.OptionalLong;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.NoneExpression;
import org.sonar.plugins.python.api.tree.NumericLiteral;
import org.sonar.plugins.python.api.tree.StringElement;
import org.sonar.plugins.python.api.tree.StringLiteral;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.UnaryExpression;

/** What a literal says; empty or false for everything that is not a literal. */
public final class Literals {

  private Literals() {}

  public static boolean isNone(Expression expression) {
    return Trees.bare(expression) instanceof NoneExpression;
  }

  public static boolean isTrue(Expression expression) {
    return isNamed(expression, "True") || integer(expression).orElse(0) != 0;
  }

  public static boolean isFalse(Expression expression) {
    return isNamed(expression, "False") || integer(expression).orElse(1) == 0;
  }

  private static boolean isNamed(Expression expression, String constant) {
    return Trees.bare(expression) instanceof Name name && name.name().equals(constant);
  }

  /** The text of a string literal, its parts joined; an f-string with a placeholder has none. */
  public static Optional<String> text(Expression expression) {
    if (!(Trees.bare(expression) instanceof StringLiteral literal) || isInterpolated(literal)) {
      return Optional.empty();
    }
    return Optional.of(literal.trimmedQuotesValue());
  }

  /** True for an f-string that has a placeholder. */
  public static boolean isInterpolated(StringLiteral literal) {
    return literal.stringElements().stream()
      .anyMatch(element -> element.isInterpolated() && !element.formattedExpressions().isEmpty());
  }

  /** The text of a string literal with its placeholders as written: enough to see how the text begins. */
  public static Optional<String> rawText(Expression expression) {
    if (!(Trees.bare(expression) instanceof StringLiteral literal)) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    for (StringElement element : literal.stringElements()) {
      text.append(element.trimmedQuotesValue());
    }
    return Optional.of(text.toString());
  }

  /** The value of an integer literal, also with a sign, underscores, or written like {@code 1e6} with a whole value. */
  public static OptionalLong integer(Expression expression) {
    Expression bare = Trees.bare(expression);
    if (bare instanceof UnaryExpression unary && unary.is(Tree.Kind.UNARY_MINUS)) {
      OptionalLong value = integer(unary.expression());
      return value.isPresent() ? OptionalLong.of(-value.getAsLong()) : value;
    }
    if (!(bare instanceof NumericLiteral)) {
      return OptionalLong.empty();
    }
    double value = number(bare).orElse(Double.NaN);
    return value == Math.rint(value) && Math.abs(value) < 1e18 ? OptionalLong.of((long) value) : OptionalLong.empty();
  }

  /** The value of a numeric literal; empty for complex numbers. */
  public static Optional<Double> number(Expression expression) {
    if (!(Trees.bare(expression) instanceof NumericLiteral literal)) {
      return Optional.empty();
    }
    String digits = literal.valueAsString().replace("_", "").toLowerCase(java.util.Locale.ROOT);
    try {
      if (digits.startsWith("0x")) {
        return Optional.of((double) Long.parseLong(digits.substring(2), 16));
      }
      if (digits.startsWith("0o")) {
        return Optional.of((double) Long.parseLong(digits.substring(2), 8));
      }
      if (digits.startsWith("0b")) {
        return Optional.of((double) Long.parseLong(digits.substring(2), 2));
      }
      return Optional.of(Double.parseDouble(digits));
    } catch (NumberFormatException complexOrHuge) {
      return Optional.empty();
    }
  }
}
