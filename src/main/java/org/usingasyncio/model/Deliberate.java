package org.usingasyncio.model;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.StatementList;
import org.sonar.plugins.python.api.tree.Token;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/** Blocking calls of which the author says in the code that they are meant to block. */
final class Deliberate {

  private static final Pattern SAID_SO = Pattern.compile(
    "\\b(non-?async|not async|intentional|intentionally|deliberate|deliberately|on purpose)\\b",
    Pattern.CASE_INSENSITIVE);

  /** Of a docstring: {@code Deliberately blocks the event loop}, {@code Blocks the loop on purpose}. */
  private static final Pattern BLOCKS_ON_PURPOSE = Pattern.compile(
    "\\b(deliberate|intentional)(ly)?\\b[^.]{0,40}\\bblock|\\bblock[^.]{0,60}\\b(deliberately|intentionally|on purpose)\\b",
    Pattern.CASE_INSENSITIVE);

  private Deliberate() {}

  /**
   * True where the comment above the statement says so, the docstring of the function, the name that the file gave to
   * {@code time.sleep}, or a comment for another linter of asynchronous code: {@code # noqa: ASYNC230}.
   */
  static boolean isMeant(CallInfo call) {
    return isNamedBlocking(call) || hasComment(call) || isDocumented(call.function())
      || call.file().facts(Accepted.class, Accepted::of).lines().contains(Trees.lineOf(call.tree()));
  }

  /**
   * The lines on which the author turned off the rules of flake8-async on blocking calls: ASYNC210 to ASYNC251, in older
   * code ASYNC100 to ASYNC102; some write {@code type: ignore[ASYNC101]}.
   */
  private record Accepted(Set<Integer> lines) {

    private static final Pattern NOQA = Pattern
      .compile("#\\s*(noqa:|type:\\s*ignore\\[)[^#]*\\bASYNC(2\\d\\d|10[0-2])\\b");

    static Accepted of(FileModel file) {
      Set<Integer> found = new HashSet<>();
      String[] lines = file.context().pythonFile().content().split("\\R", -1);
      for (int i = 0; i < lines.length; i++) {
        if (lines[i].contains("ASYNC") && NOQA.matcher(lines[i]).find()) {
          found.add(i + 1);
        }
      }
      return new Accepted(found);
    }
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

  private static boolean isDocumented(FunctionInfo function) {
    return function.definition().map(FunctionDef::docstring).flatMap(Literals::text)
      .filter(text -> BLOCKS_ON_PURPOSE.matcher(text).find()).isPresent();
  }

  /** The comments above a statement; those above the first one of a block hang on the tokens that open the block. */
  static String commentsAbove(Tree statement) {
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
