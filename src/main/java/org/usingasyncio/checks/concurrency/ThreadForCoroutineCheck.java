package org.usingasyncio.checks.concurrency;

import java.util.List;
import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Evidence;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.Life;
import org.usingasyncio.model.Threads;
import org.usingasyncio.model.Use;
import org.usingasyncio.syntax.Trees;

/**
 * Reports threads where a coroutine would do: a {@code Thread} or {@code Timer} that code on the event loop starts, work
 * that is submitted to an executor without a way back to the loop, and a thread that runs a second event loop.
 * <p>
 * Silent: the thread hands its results to the loop ({@code call_soon_threadsafe}, {@code run_coroutine_threadsafe}), or the
 * code beside it awaits them in an executor; a future that is wrapped, kept or passed on. One thread for each turn of a
 * loop belongs to UA105.
 */
@Rule(key = "UA103")
public final class ThreadForCoroutineCheck extends AsyncioCheck {

  private static final String[] SUBMITS = {"concurrent.futures.ThreadPoolExecutor.submit",
    "concurrent.futures.Executor.submit", "concurrent.futures.ProcessPoolExecutor.submit"};

  @Override
  protected void review(FileModel file, Findings findings) {
    Threads threads = Threads.of(file);
    threads.startedOnLoop().stream()
      .filter(
        thread -> !threads.mayBridge(thread) && !Threads.isWaitedForInExecutor(thread) && thread.loops().isEmpty())
      .forEach(thread -> Evidence.onLoop(thread, findings.at(thread.callee(),
        "Run \"%s\" as a task, or in a thread with \"await asyncio.to_thread\".", subject(thread))));
    file.callsOnLoop().to("threading.Timer").where(timer -> !threads.mayBridge(timer))
      .forEach(timer -> Evidence.onLoop(timer, findings.at(timer.callee(),
        "Replace \"%s\" with \"loop.call_later\", which needs no thread.", timer.writtenName())));
    file.callsOnLoop().to(SUBMITS).where(ThreadForCoroutineCheck::isSubmit).where(ThreadForCoroutineCheck::isFirst)
      .forEach(submit -> Evidence.onLoop(submit,
        findings.at(submit.callee(),
          "Await \"loop.run_in_executor\" instead of calling \"%s\": nothing on the loop waits for this future.",
          submit.writtenName())));
    Threads.made(file.calls())
      .where(thread -> !thread.function().isOnLoop() && threads.runsLoop(thread) && !threads.mayBridge(thread))
      .forEach(thread -> threads.secondLoop(thread)
        .ifPresent(loop -> findings.at(thread.callee(),
          "Run \"%s\" as a task of the event loop that the program has, instead of in a second loop.", subject(thread))
          .because(loop.callee(), "the thread starts a loop of its own")));
  }

  /** Several that go to one executor are one oversight. */
  private static boolean isFirst(CallInfo submit) {
    return submit.function().calls().stream()
      .filter(call -> call.writtenName().equals(submit.writtenName()) && isSubmit(call)).findFirst()
      .filter(first -> first == submit).isPresent();
  }

  private static String subject(CallInfo thread) {
    return Threads.target(thread).map(target -> Trees.written(thread.file().withoutPartial(target)))
      .orElse(thread.writtenName());
  }

  /** {@code executor.submit(f)} whose future nobody wraps, keeps or passes on. */
  private static boolean isSubmit(CallInfo call) {
    if (!call.isTo(SUBMITS)) {
      return false;
    }
    Life life = Life.of(call.file(), call.tree());
    List<Use> uses = life.uses();
    return life.isDropped() && uses.stream().allMatch(use -> use.is(Use.How.DROPPED));
  }
}
