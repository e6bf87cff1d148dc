package org.usingasyncio.checks.resilience;

import static org.usingasyncio.project.Suspicion.Question.LEFT_ALONE;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Undecided;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.FunctionInfo;
import org.usingasyncio.model.Workers;
import org.usingasyncio.project.Suspicion;

/**
 * Reports a coroutine that loops for ever in a background task with an await outside any {@code try}: the first error ends
 * the loop, and nobody notices.
 * <p>
 * Silent: a {@code try} around the await or around the loop; awaits that cannot fail, such as a sleep or {@code queue.get};
 * a task that something waits for while it works, or that belongs to a task group.
 */
@Rule(key = "UA701")
public final class WorkerEndsAtFirstErrorCheck extends AsyncioCheck {

  private static final String LOOP = "the loop goes on for as long as the task lives";

  private record Unguarded(Tree place, String message) {}

  @Override
  protected void review(FileModel file, Findings findings) {
    Workers workers = Workers.of(file);
    for (FunctionInfo worker : workers.started()) {
      if (workers.isSupervised(worker)) {
        // Whoever awaits the task, and a task group, hears of its error.
        continue;
      }
      unguarded(workers, worker).ifPresent(found -> findings.at(found.place(), "%s", found.message())
        .because(Workers.workLoop(worker).orElseThrow().firstToken(), LOOP)
        .because(workers.startOf(worker).orElseThrow().callee(), "the task is started here"));
    }
  }

  /** The workers that this file starts nowhere: another one does, perhaps. */
  public static List<Suspicion> undecided(FileModel file) {
    Workers workers = Workers.of(file);
    List<Suspicion> found = new ArrayList<>();
    for (FunctionInfo worker : file.coroutines()) {
      if (workers.startOf(worker).isEmpty() && worker.isCalledAsWritten()) {
        unguarded(workers, worker).ifPresent(place -> found.add(Undecided.suspicion("UA701", LEFT_ALONE,
          worker.qualifiedName(), place.place(), place.message(), List.of(),
          Undecided.note(Workers.workLoop(worker).orElseThrow().firstToken(), LOOP))));
      }
    }
    return found;
  }

  private static Optional<Unguarded> unguarded(Workers workers, FunctionInfo worker) {
    return workers.unguardedAwait(worker)
      .map(await -> new Unguarded(await, String.format(
        "Handle the errors of this await inside the loop: the first one ends the background task \"%s\".",
        worker.name())))
      .or(() -> workers.unguardedCall(worker).map(call -> new Unguarded(call.callee(), String.format(
        "Handle the errors of \"%s\" inside the loop: the first one ends the background task \"%s\".",
        call.writtenName(), worker.name()))));
  }
}
