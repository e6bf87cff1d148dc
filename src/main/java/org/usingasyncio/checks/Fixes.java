package org.usingasyncio.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sonar.plugins.python.api.quickfix.PythonQuickFix;
import org.sonar.plugins.python.api.quickfix.PythonTextEdit;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ExpressionStatement;
import org.sonar.plugins.python.api.tree.FileInput;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.Token;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.syntax.Trees;

/**
 * Builds quick fixes. A fix is offered only where the edit is mechanical: where a helper cannot tell, it gives nothing.
 */
public final class Fixes {

  private Fixes() {}

  /** A quick fix of several edits, which must not overlap. */
  public static PythonQuickFix of(String description, List<PythonTextEdit> edits) {
    return PythonQuickFix.newQuickFix(description, edits.toArray(PythonTextEdit[]::new));
  }

  /** A quick fix of one or more edits, which must not overlap. */
  public static PythonQuickFix of(String description, PythonTextEdit... edits) {
    return PythonQuickFix.newQuickFix(description, edits);
  }

  public static PythonTextEdit insertBefore(Tree tree, String text) {
    Token first = tree.firstToken();
    return insertAt(first.line(), first.column(), text);
  }

  public static PythonTextEdit insertAfter(Tree tree, String text) {
    End end = End.of(tree);
    return insertAt(end.line, end.column, text);
  }

  public static PythonTextEdit replace(Tree tree, String text) {
    return replace(tree, tree, text);
  }

  /** Replaces the text from the start of one tree to the end of another. */
  public static PythonTextEdit replace(Tree from, Tree to, String text) {
    Token first = from.firstToken();
    End end = End.of(to);
    return new PythonTextEdit(text, first.line(), first.column(), end.line, end.column);
  }

  public static PythonTextEdit remove(Tree tree) {
    return replace(tree, "");
  }

  /** Removes the text from the start of one tree to the end of another. */
  public static PythonTextEdit remove(Tree from, Tree to) {
    return replace(from, to, "");
  }

  /** {@code f(a)} to {@code f(a, text)}, {@code f()} to {@code f(text)}; a trailing comma stays one. */
  public static PythonTextEdit addArgument(CallExpression call, String text) {
    if (call.arguments().isEmpty()) {
      return insertAfter(call.leftPar(), text);
    }
    return insertAfter(call.arguments().get(call.arguments().size() - 1), ", " + text);
  }

  /**
   * The edit that imports a module, for example {@code asyncio}: before the first statement that is neither the
   * docstring nor an import from {@code __future__}. Nothing if the file imports the module under its own name, or uses
   * that name for something else.
   */
  public static Optional<PythonTextEdit> addImport(FileInput file, String module) {
    return ImportedNames.isBound(file, module)
      ? Optional.empty()
      : ImportedNames.firstOrdinaryStatement(file).map(statement -> importBefore(statement, module));
  }

  /**
   * Awaits another function with the same arguments: {@code time.sleep(1)} to {@code await asyncio.sleep(1)}, with the
   * import that this takes, in the words the file uses ({@code from asyncio import sleep}).
   * <p>
   * Nothing where {@code await} is not allowed or would change what the code around it is, or where the name means
   * something else.
   *
   * @param function qualified with its module, for example {@code asyncio.sleep}
   */
  public static Optional<PythonQuickFix> awaitInstead(CallExpression call, String function) {
    if (!AwaitableSpot.allowsAwait(call)) {
      return Optional.empty();
    }
    return ImportedNames.nameFor(function, call).map(name -> {
      List<PythonTextEdit> edits = new ArrayList<>();
      boolean parentheses = AwaitableSpot.needsParentheses(call);
      edits.add(replace(call.callee(), (parentheses ? "(await " : "await ") + name.text()));
      if (parentheses) {
        edits.add(insertAfter(call, ")"));
      }
      name.edit().ifPresent(edits::add);
      return of("Replace with \"await " + name.text() + "\"", edits);
    });
  }

  /**
   * Calls another function with the same arguments: {@code asyncio.ensure_future(f())} to {@code asyncio.create_task(f())},
   * with the import that this takes. Nothing where the name means something else.
   *
   * @param function qualified with its module, for example {@code asyncio.run}
   */
  public static Optional<PythonQuickFix> callInstead(CallExpression call, String function) {
    return ImportedNames.nameFor(function, call).map(name -> {
      List<PythonTextEdit> edits = new ArrayList<>(List.of(replace(call.callee(), name.text())));
      name.edit().ifPresent(edits::add);
      return of("Replace with \"" + name.text() + "\"", edits);
    });
  }

  /** Keeps the task that a statement starts and drops in a set, until it is done. Nothing where {@code task} is taken. */
  public static Optional<PythonQuickFix> keepIn(CallExpression call, String set) {
    FunctionDef function = Trees.enclosing(call, FunctionDef.class).orElse(null);
    boolean isTaken = function == null
      || function.localVariables().stream().anyMatch(symbol -> symbol.name().equals("task"));
    if (isTaken || !(call.parent() instanceof ExpressionStatement statement)
      || Trees.siblings(statement).size() > 1 && sharesLine(statement)) {
      return Optional.empty();
    }
    String indent = "\n" + " ".repeat(call.firstToken().column());
    return Optional.of(of("Keep the task in \"" + set + "\"",
      insertBefore(call, "task = "),
      insertAfter(call, indent + set + ".add(task)" + indent + "task.add_done_callback(" + set + ".discard)")));
  }

  private static boolean sharesLine(Statement statement) {
    return Trees.siblings(statement).stream()
      .anyMatch(other -> other != statement && (other.firstToken().line() == statement.firstToken().line()
        || other.firstToken().line() == statement.lastToken().line()));
  }

  /** Awaits the call: {@code f()} to {@code await f()}. Nothing where {@code await} is not allowed. */
  public static Optional<PythonQuickFix> await(CallExpression call) {
    if (!AwaitableSpot.allowsAwait(call)) {
      return Optional.empty();
    }
    return Optional.of(AwaitableSpot.needsParentheses(call)
      ? of("Add \"await\"", insertBefore(call, "(await "), insertAfter(call, ")"))
      : of("Add \"await\"", insertBefore(call, "await ")));
  }

  private static PythonTextEdit importBefore(Tree statement, String module) {
    Token first = statement.firstToken();
    // The statement may follow another one on its line: """doc"""; import os
    String separator = first.column() == 0 ? "\n" : "; ";
    return insertBefore(statement, "import " + module + separator);
  }

  private static PythonTextEdit insertAt(int line, int column, String text) {
    return new PythonTextEdit(text, line, column, line, column);
  }

  /** Where a tree ends. The last token may be a string of several lines. */
  private record End(int line, int column) {

    static End of(Tree tree) {
      Token last = tree.lastToken();
      String[] lines = last.value().split("\r\n|\n|\r", -1);
      String lastLine = lines[lines.length - 1];
      return lines.length == 1
        ? new End(last.line(), last.column() + lastLine.length())
        : new End(last.line() + lines.length - 1, lastLine.length());
    }
  }
}
