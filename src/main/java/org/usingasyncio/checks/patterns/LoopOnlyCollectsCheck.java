package org.usingasyncio.checks.patterns;

import java.util.Optional;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.quickfix.PythonQuickFix;
import org.sonar.plugins.python.api.tree.AnnotatedAssignment;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.ForStatement;
import org.sonar.plugins.python.api.tree.Token;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Fixes;
import org.usingasyncio.model.Collecting;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.syntax.Trees;

/**
 * Reports an {@code async for} that only fills a list, set or dictionary that was empty before: an asynchronous
 * comprehension
 * says the same in one expression.
 * <p>
 * Silent: loops that do anything else, collections that are filled or read in between, generators.
 */
@Rule(key = "UA306")
public final class LoopOnlyCollectsCheck extends AsyncioCheck {

  private static final int LONGEST_LINE = 110;

  @Override
  protected void review(FileModel file, Findings findings) {
    Collecting.of(file).forEach(loop -> findings
      .at(loop.loop().asyncKeyword(), loop.loop().forKeyword(), "Fill \"%s\" with an asynchronous comprehension.",
        loop.name().name())
      .because(loop.collection(), "Empty before the loop.")
      .fix(fix(loop)));
  }

  /** Only where the empty collection stands right above the loop, no comment is lost, and the result fits on a line. */
  private static Optional<PythonQuickFix> fix(Collecting.Loop found) {
    Expression empty = found.collection() instanceof AssignmentStatement assignment
      ? assignment.assignedValue()
      : ((AnnotatedAssignment) found.collection()).assignedValue();
    boolean isSafe = found.adjacent() && empty.firstToken().column() + found.comprehension().length() < LONGEST_LINE
      && !hasComment(found.loop()) && !found.comprehension().contains("\n");
    return isSafe
      ? Optional.of(Fixes.of("Replace with an asynchronous comprehension",
        Fixes.replace(empty, Trees.lastCodeToken(found.loop()), found.comprehension())))
      : Optional.empty();
  }

  /** A comment after the last statement of the loop stays where it is. */
  private static boolean hasComment(ForStatement loop) {
    return hasComment(loop, Trees.lastCodeToken(loop).line());
  }

  private static boolean hasComment(Tree tree, int lastLine) {
    return tree instanceof Token token
      ? token.trivia().stream().anyMatch(comment -> comment.token().line() <= lastLine)
      : tree.children().stream().anyMatch(child -> hasComment(child, lastLine));
  }
}
