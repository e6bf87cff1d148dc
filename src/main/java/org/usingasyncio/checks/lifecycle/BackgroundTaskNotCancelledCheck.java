package org.usingasyncio.checks.lifecycle;

import static org.usingasyncio.project.Suspicion.Question.ENDED_BY_FAMILY;
import static org.usingasyncio.project.Suspicion.Question.STOP_REPLACED;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Finding;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Undecided;
import org.usingasyncio.model.AttributeInfo;
import org.usingasyncio.model.BackgroundTasks;
import org.usingasyncio.model.BackgroundTasks.BackgroundTask;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.FunctionInfo;
import org.usingasyncio.model.LoopLifecycle;
import org.usingasyncio.model.LoopLifecycles;
import org.usingasyncio.project.Suspicion;

/**
 * Reports tasks that are still running when their owner is gone: a loop closed without cancelling its tasks, a class whose
 * stop method forgets the task it keeps, which never ends or waits for others, or that has no such method for an
 * endless one.
 * <p>
 * Silent: the task ends by a flag that the class sets; it leaves the class; the worker only does its work and ends.
 */
@Rule(key = "UA405")
public final class BackgroundTaskNotCancelledCheck extends AsyncioCheck {

  private static final String CANCEL = "Cancel \"%s\" in \"%s\" and await it, its task %s.";
  private static final String STARTED = "the task is started here";
  private static final String FOR_EVER = "runs for ever";
  private static final String NEVER_ENDS = "this coroutine never ends by itself";

  @Override
  protected void review(FileModel file, Findings findings) {
    LoopLifecycles.closed(file).stream().filter(loop -> loop.mayLeaveTasks() && !loop.cancelsTasks())
      .forEach(loop -> reportLoop(loop, findings));
    BackgroundTasks.uncancelled(file).stream()
      .filter(task -> !Undecided.isDecidedLater(file) || !mayBeCancelledByFamily(task))
      .forEach(task -> reportTask(task, findings));
  }

  private static boolean mayBeCancelledByFamily(BackgroundTask task) {
    return task.attribute().owner().mayHaveForeignFamily();
  }

  /** The tasks that a base class or a subclass in another file may cancel, or forget. */
  public static List<Suspicion> undecided(FileModel file) {
    BackgroundTasks tasks = BackgroundTasks.of(file);
    List<Suspicion> found = new ArrayList<>();
    Stream.concat(BackgroundTasks.uncancelled(file).stream().filter(task -> mayBeCancelledByFamily(task)),
      tasks.ofUnknownBases().stream())
      .forEach(task -> found.add(Undecided.suspicion("UA405", ENDED_BY_FAMILY, ownerOf(task.attribute()), place(task),
        message(task), List.of(task.attribute().name()), evidence(task))));
    tasks.stopped().stream().filter(task -> task.attribute().owner().mayBeExtendedElsewhere())
      .forEach(task -> found.add(Undecided.suspicion("UA405", STOP_REPLACED, ownerOf(task.attribute()),
        task.start().callee(), String.format(CANCEL, "self." + task.attribute().name(), "%s", FOR_EVER),
        Stream.concat(Stream.of(task.attribute().name()), task.stops().stream().map(FunctionInfo::name)).toList(),
        Undecided.note(task.start().callee(), STARTED),
        Undecided.note(task.worker().asyncKeyword().orElseThrow(), NEVER_ENDS))));
    return found;
  }

  private static String ownerOf(AttributeInfo attribute) {
    return attribute.owner().qualifiedName();
  }

  private static Suspicion.Note[] evidence(BackgroundTask task) {
    List<Suspicion.Note> notes = new ArrayList<>();
    if (place(task) != task.start().callee()) {
      notes.add(Undecided.note(task.start().callee(), STARTED));
    }
    task.worker().ifPresent(worker -> notes.add(Undecided.note(worker, NEVER_ENDS)));
    return notes.toArray(Suspicion.Note[]::new);
  }

  private static void reportLoop(LoopLifecycle loop, Findings findings) {
    findings
      .at(loop.closings().get(0).callee(),
        "Cancel the tasks of \"asyncio.all_tasks\" and wait for them before the loop is closed.")
      .because(loop.maker().callee(), "the loop comes from here");
  }

  private static void reportTask(BackgroundTask task, Findings findings) {
    Finding finding = findings.at(place(task), "%s", message(task));
    if (place(task) != task.start().callee()) {
      finding.because(task.start().callee(), STARTED);
    }
    finding.because(task.worker().orElse(null), task.neverEnds() ? NEVER_ENDS : "this coroutine waits for others");
  }

  /** The last cancellation of another task, the stop method, or the start where there is none. */
  private static Tree place(BackgroundTask task) {
    return task.neighbor().<Tree>map(CallInfo::callee)
      .or(() -> task.stop().flatMap(FunctionInfo::definition).map(FunctionDef::name))
      .orElse(task.start().callee());
  }

  private static String message(BackgroundTask task) {
    String name = "self." + task.attribute().name();
    return place(task) == task.start().callee()
      ? String.format("Add a method that cancels \"%s\" and awaits it, its task runs for ever.", name)
      : String.format(CANCEL, name, task.stop().map(FunctionInfo::name).orElse(""),
        task.neverEnds() ? FOR_EVER : "may still be waiting");
  }
}
