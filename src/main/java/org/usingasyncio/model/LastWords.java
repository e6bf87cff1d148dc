package org.usingasyncio.model;

import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.syntax.Trees;

/** What a coroutine sets or sends as its last step: whoever waits for that waits for its end. */
final class LastWords {

  private static final Set<String> SAYING = Set.of("set", "set_result", "send", "put", "put_nowait", "send_nowait");
  private static final Set<String> HEARING = Set.of("wait", "receive", "get");

  private LastWords() {}

  /**
   * True when the listener waits for what the coroutine sets or sends as its last step: {@code await
   * self._exited.wait()}.
   */
  static boolean areHeard(FunctionInfo coroutine, FunctionInfo listener) {
    return coroutine.calls().stream()
      .filter(word -> SAYING.contains(word.simpleName()) && word.receiver().isPresent() && isLast(word))
      .map(word -> Trees.source(word.receiver().get()))
      .anyMatch(told -> listener.awaits().stream()
        .anyMatch(await -> isFor(await.expression(), told) || coroutine.file().callOf(await.expression()).stream()
          .flatMap(call -> call.arguments().stream()).anyMatch(part -> isFor(part, told))));
  }

  private static boolean isFor(Expression awaited, String told) {
    Expression bare = Trees.bare(awaited);
    return Trees.source(bare).equals(told)
      || bare instanceof CallExpression call && call.callee() instanceof QualifiedExpression method
        && HEARING.contains(method.name().name()) && Trees.source(method.qualifier()).equals(told);
  }

  /**
   * The last statement of the body, or of the {@code finally} that is; {@code if not done.done():
   * done.set_result(None)}, too.
   */
  private static boolean isLast(CallInfo word) {
    Optional<Statement> statement = Trees.statementOf(word.tree());
    while (statement.isPresent() && Trees.following(statement.get()).isEmpty()) {
      Tree block = statement.get().parent().parent();
      if (block == word.function().tree()) {
        return true;
      }
      statement = block instanceof FinallyClause clause
        ? Optional.of((Statement) clause.parent())
        : block instanceof IfStatement choice
          && Trees.source(choice.condition()).contains(Trees.source(word.receiver().orElseThrow()))
            ? Optional.of(choice)
            : Optional.empty();
    }
    return false;
  }
}
