package org.usingasyncio.checks;

import java.util.Optional;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.PythonCheck;
import org.sonar.plugins.python.api.PythonInputFileContext;
import org.sonar.plugins.python.api.PythonVisitorContext;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.project.Summaries;

/**
 * What all rules have in common: a rule asks the {@link FileModel} of a file its question and reports the answers.
 * <p>
 * An exception that leaves a check costs the user every issue of the file, those of other rules included. So this is
 * the one place that catches: a rule that fails on a file reports nothing there, and {@link Failures} tells the user.
 * <p>
 * One instance serves all files of an analysis: a check holds no state but its parameters.
 */
public abstract class AsyncioCheck implements PythonCheck {

  @Override
  public final void scanFile(PythonVisitorContext context) {
    if (context.rootTree() == null) {
      // The file does not parse; SonarPython has said so.
      return;
    }
    noteMainCode(context);
    modelOf(context).filter(FileModel::speaksOfCoroutines).ifPresent(file -> reviewSafely(file, context));
  }

  /**
   * A file that did not change since the last analysis needs no review, but other files may need to know of it: its
   * summary is in the analysis cache.
   */
  @Override
  public final boolean scanWithoutParsing(PythonInputFileContext context) {
    noteMainCode(context);
    return Summaries.restore(context);
  }

  /** Asks the file this rule's question and reports the answers. */
  protected abstract void review(FileModel file, Findings findings);

  private void noteMainCode(PythonInputFileContext context) {
    if (scope() == CheckScope.MAIN) {
      Summaries.isMainCode(context);
    }
  }

  /** The key of this rule, for example {@code UA501}. */
  public final String ruleKey() {
    return getClass().getAnnotation(Rule.class).key();
  }

  private static Optional<FileModel> modelOf(PythonVisitorContext context) {
    if (Failures.hasModelFailed(context.rootTree())) {
      // Every rule asks for the model: the first one has reported that there is none.
      return Optional.empty();
    }
    try {
      FileModel file = FileModel.of(context);
      Summaries.leave(file, Undecided::of);
      return Optional.of(file);
    } catch (RuntimeException | StackOverflowError cause) {
      Failures.modelFailed(context, cause);
      return Optional.empty();
    }
  }

  private void reviewSafely(FileModel file, PythonVisitorContext context) {
    try {
      Findings findings = new Findings();
      review(file, findings);
      findings.inSourceOrder().forEach(finding -> context.addIssue(finding.asIssueOf(this)));
    } catch (RuntimeException | StackOverflowError cause) {
      Failures.ruleFailed(ruleKey(), context, cause);
    }
  }
}
