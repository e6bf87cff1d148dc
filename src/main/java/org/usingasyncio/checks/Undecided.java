package org.usingasyncio.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.checks.lifecycle.BackgroundTaskNotCancelledCheck;
import org.usingasyncio.checks.lifecycle.OwnedResourceNeverClosedCheck;
import org.usingasyncio.checks.libraries.ConnectionPerCallCheck;
import org.usingasyncio.checks.libraries.SessionPerRequestCheck;
import org.usingasyncio.checks.resilience.UnboundedFanoutCheck;
import org.usingasyncio.checks.resilience.WorkerEndsAtFirstErrorCheck;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.project.Span;
import org.usingasyncio.project.Summaries;
import org.usingasyncio.project.Suspicion;

/**
 * What rules leave to the project phase, because another file may know better. Where there is no such phase, in an IDE,
 * they report what the file shows.
 */
public final class Undecided {

  private static final Logger LOG = LoggerFactory.getLogger(Undecided.class);

  private static final List<Function<FileModel, List<Suspicion>>> RULES = List.of(
    BackgroundTaskNotCancelledCheck::undecided,
    OwnedResourceNeverClosedCheck::undecided,
    SessionPerRequestCheck::undecided,
    ConnectionPerCallCheck::undecided,
    WorkerEndsAtFirstErrorCheck::undecided,
    UnboundedFanoutCheck::undecided);

  private Undecided() {}

  /** The issues of all rules that the file alone cannot decide. */
  public static List<Suspicion> of(FileModel file) {
    List<Suspicion> found = new ArrayList<>();
    if (!file.speaksOfCoroutines()) {
      return found;
    }
    for (Function<FileModel, List<Suspicion>> rule : RULES) {
      try {
        found.addAll(rule.apply(file));
      } catch (RuntimeException | StackOverflowError cause) {
        // The rule itself will fail on the same, and say so; other files need the rest of the summary.
        LOG.debug("No question to other files from {}", file.context().pythonFile(), cause);
      }
    }
    return found;
  }

  /** An undecided issue at a place of the file. */
  public static Suspicion suspicion(String rule, Suspicion.Question question, String subject, Tree place,
    String message, List<String> details, Suspicion.Note... evidence) {
    return new Suspicion(rule, question, subject, Span.of(place), message, List.of(evidence), details);
  }

  /** Evidence for it. */
  public static Suspicion.Note note(Tree place, String text) {
    return new Suspicion.Note(Span.of(place), text);
  }

  /** True when a project phase follows, so that a rule can leave what it cannot decide. */
  public static boolean isDecidedLater(FileModel file) {
    return Summaries.areCollected(file.context());
  }
}
