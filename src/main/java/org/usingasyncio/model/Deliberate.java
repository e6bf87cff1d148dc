package org.usingasyncio.model;

import java.util.Locale;
import java.util.regex.Pattern;
import org.sonar.plugins.python.api.tree.StatementList;
import org.sonar.plugins.python.api.tree.Token;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.syntax.Trees;

/** Blocking calls of which the author says in the code that they are meant to block. */
final class Deliberate {

  private static final Pattern SAID_SO = Pattern.compile(
    "\\b(non-?async|not async|intentional|intentionally|deliberate|deliberately|on purpose)\\b",
    Pattern.CASE_INSENSITIVE);

  private Deliberate() {}

  /** True where the comment above the statement says so, or the name that the file gave to {@code time.sleep}. */
  static boolean isMeant(CallInfo call) {
    return isNamedBlocking(call) || hasComment(call);
  }

  /** {@code from time import sleep as sync_sleep}: the file knows the other one, too. */
  private static boolean isNamedBlocking(CallInfo call) {
    String name = call.simpleName().toLowerCase(Locale.ROOT);
    return call.isTo("time.sleep") && (name.contains("block") || name.contains("sync") && !name.contains("async"));
  }

  private static boolean hasComment(CallInfo call) {
    return Trees.statementOf(call.tree()).filter(statement -> SAID_SO.matcher(commentsAbove(statement)).find())
      .isPresent();
  }

  /** The comments above a statement; those above the first one of a block hang on the tokens that open the block. */
  private static String commentsAbove(Tree statement) {
    StringBuilder text = new StringBuilder();
    append(statement.firstToken(), text);
    Tree block = statement.parent();
    if (block instanceof StatementList list && list.statements().get(0) == statement && block.parent() != null) {
      block.parent().children().stream().filter(Token.class::isInstance).filter(token -> Trees.isBefore(token, block))
        .forEach(token -> append((Token) token, text));
    }
    return text.toString();
  }

  private static void append(Token token, StringBuilder text) {
    token.trivia().forEach(comment -> text.append(comment.value()).append(' '));
  }
}
