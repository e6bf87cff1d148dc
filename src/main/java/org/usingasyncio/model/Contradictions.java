package org.usingasyncio.model;

import java.util.List;
import java.util.Optional;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.WithItem;
import org.sonar.plugins.python.api.tree.WithStatement;
import org.usingasyncio.names.Binding;
import org.usingasyncio.syntax.Trees;

/**
 * Annotations that the code contradicts: an object that it uses as an asynchronous one throughout is one, whatever they
 * say.
 */
final class Contradictions {

  private static final int STEPS = 4;

  private Contradictions() {}

  /**
   * True for a method of an object that {@code async with} gave, or whose class is only declared while other methods of it
   * are awaited, too: {@code self.api: ccxt.Exchange}, where {@code ccxt.pro.Exchange} was meant.
   */
  static boolean isOfAsyncObject(CallInfo awaited) {
    Optional<Expression> object = awaited.receiver().map(Trees::bare);
    return object.filter(receiver -> receiver instanceof Name name && comesFromAsyncWith(awaited.file(), name))
      .isPresent()
      || object.filter(receiver -> isDeclaredOnly(awaited.file(), receiver, STEPS)).isPresent()
        && isAwaitedOtherwise(awaited);
  }

  private static boolean comesFromAsyncWith(FileModel file, Name name) {
    List<Binding> bindings = file.names().reaching(name);
    return !bindings.isEmpty() && bindings.stream().allMatch(binding -> binding.kind() == Binding.Kind.WITH
      && Trees.enclosing(binding.target(), WithItem.class).map(WithItem::parent)
        .filter(with -> with instanceof WithStatement statement && statement.isAsync()).isPresent());
  }

  private static boolean isAwaitedOtherwise(CallInfo awaited) {
    Expression object = Trees.bare(awaited.receiver().orElseThrow());
    String written = Trees.written(object);
    return awaited.file().calls().stream().anyMatch(other -> other.isAwaited()
      && !other.simpleName().equals(awaited.simpleName())
      && other.receiver().map(Trees::written).filter(written::equals).isPresent()
      && (object instanceof Name
        ? other.function() == awaited.function()
        : other.function().enclosingClass().equals(awaited.function().enclosingClass())));
  }

  /** True when no expression of the file makes the object, and only annotations name its class. */
  private static boolean isDeclaredOnly(FileModel file, Expression object, int steps) {
    Expression bare = Trees.bare(object);
    if (steps == 0) {
      return false;
    }
    if (bare instanceof CallExpression) {
      return file.callOf(bare).filter(call -> call.target().filter(target -> !target.isAsync()).isPresent())
        .isPresent();
    }
    return (bare instanceof Name || bare instanceof QualifiedExpression)
      && file.valuesOf(bare).stream()
        .allMatch(value -> isDeclaredOnly(file, value, steps - 1));
  }
}
