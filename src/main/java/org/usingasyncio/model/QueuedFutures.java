package org.usingasyncio.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.Tuple;
import org.usingasyncio.names.Binding;
import org.usingasyncio.syntax.Trees;

/**
 * Futures of asyncio that go through a {@code queue.Queue} to the thread that answers: {@code requests.put((future,
 * job))}.
 */
final class QueuedFutures {

  private static final Set<String> RESOLVERS = Set.of("set_result", "set_exception");
  private static final Set<String> TAKES = Set.of("get", "get_nowait");
  private static final Set<String> PUTS = Set.of("put", "put_nowait");

  private QueuedFutures() {}

  /**
   * True for {@code future.set_result(…)} where the future came out of a queue into which the file puts those of
   * asyncio.
   */
  static boolean resolves(CallInfo call) {
    return RESOLVERS.contains(call.simpleName()) && call.fact().isEmpty() && call.receiver().map(Trees::bare)
      .filter(Name.class::isInstance)
      .filter(future -> comesFromQueue(call.file(), call.file().names().reaching((Name) future))).isPresent();
  }

  private static boolean comesFromQueue(FileModel file, List<Binding> origins) {
    return !origins.isEmpty() && origins.stream().allMatch(origin -> origin.value() != null
      && file.callOf(origin.value()).filter(take -> TAKES.contains(take.simpleName()))
        .filter(take -> take.receiverType().filter(type -> type.startsWith("queue.")).isPresent())
        .filter(take -> getsFutures(take, origin.index())).isPresent());
  }

  private static boolean getsFutures(CallInfo take, int index) {
    Optional<String> queue = take.receiver().map(QueuedFutures::lastName);
    return take.file().calls().stream()
      .filter(put -> PUTS.contains(put.simpleName()) && put.receiver().map(QueuedFutures::lastName).equals(queue))
      .anyMatch(put -> put.argument(0, "item").filter(item -> isFuture(put.file(), item, index)).isPresent());
  }

  private static boolean isFuture(FileModel file, Expression item, int index) {
    Expression bare = Trees.bare(item);
    if (index >= 0) {
      return bare instanceof Tuple tuple && index < tuple.elements().size()
        && isFuture(file, tuple.elements().get(index), -1);
    }
    return file.names().typeOf(bare).filter("asyncio.Future"::equals).isPresent();
  }

  private static String lastName(Expression expression) {
    return Trees.bare(expression) instanceof QualifiedExpression attribute
      ? attribute.name().name()
      : Trees.written(expression);
  }
}
