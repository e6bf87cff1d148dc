package org.usingasyncio.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sonar.plugins.python.api.tree.Argument;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.UnpackingExpression;

/** The arguments of a call, by position and by name; {@code *args} and {@code **options} are never mistaken for one. */
public final class Calls {

  private Calls() {}

  /**
   * The argument at a position (counted from 0, negative for none) or with a keyword. Empty when it is not written
   * out: whether it may hide in an unpacking says {@link #mayHide}.
   */
  public static Optional<Expression> argument(CallExpression call, int position, String keyword) {
    Optional<Expression> named = keyword(call, keyword);
    if (named.isPresent() || position < 0) {
      return named;
    }
    List<Expression> positional = positional(call);
    return position < positional.size() ? Optional.of(positional.get(position)) : Optional.empty();
  }

  /** The argument passed with the keyword. */
  public static Optional<Expression> keyword(CallExpression call, String keyword) {
    for (Argument argument : call.arguments()) {
      if (argument instanceof RegularArgument regular) {
        Name name = regular.keywordArgument();
        if (name != null && name.name().equals(keyword)) {
          return Optional.of(regular.expression());
        }
      }
    }
    return Optional.empty();
  }

  /** The arguments without a keyword, up to the first unpacking. */
  public static List<Expression> positional(CallExpression call) {
    List<Expression> expressions = new ArrayList<>();
    for (Argument argument : call.arguments()) {
      if (argument instanceof UnpackingExpression) {
        break;
      }
      if (argument instanceof RegularArgument regular && regular.keywordArgument() == null) {
        expressions.add(regular.expression());
      }
    }
    return expressions;
  }

  /** All expressions that are passed, with or without keyword, unpacked ones included (without their stars). */
  public static List<Expression> values(CallExpression call) {
    List<Expression> expressions = new ArrayList<>();
    for (Argument argument : call.arguments()) {
      if (argument instanceof RegularArgument regular) {
        expressions.add(regular.expression());
      } else if (argument instanceof UnpackingExpression unpacking) {
        expressions.add(unpacking.expression());
      }
    }
    return expressions;
  }

  /** The expressions passed as {@code *expression}. */
  public static List<Expression> starred(CallExpression call) {
    List<Expression> expressions = new ArrayList<>();
    for (Argument argument : call.arguments()) {
      if (argument instanceof UnpackingExpression unpacking && "*".equals(unpacking.starToken().value())) {
        expressions.add(unpacking.expression());
      }
    }
    return expressions;
  }

  /** True when the call unpacks a dictionary: any keyword may be in it. */
  public static boolean unpacksKeywords(CallExpression call) {
    return call.arguments().stream()
      .anyMatch(
        argument -> argument instanceof UnpackingExpression unpacking && "**".equals(unpacking.starToken().value()));
  }

  /** True when the argument is not written out but may be in an unpacking ({@code *args}, {@code **options}). */
  public static boolean mayHide(CallExpression call, int position, String keyword) {
    return argument(call, position, keyword).isEmpty()
      && (unpacksKeywords(call) || (position >= 0 && !starred(call).isEmpty()));
  }

  /** True when the argument is neither written out nor hidden in an unpacking. */
  public static boolean lacks(CallExpression call, int position, String keyword) {
    return argument(call, position, keyword).isEmpty() && !mayHide(call, position, keyword);
  }
}
