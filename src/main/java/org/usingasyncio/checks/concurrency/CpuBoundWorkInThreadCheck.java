package org.usingasyncio.checks.concurrency;

import java.util.List;
import java.util.Optional;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Parameters;
import org.usingasyncio.model.BlockingPaths;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.FunctionInfo;
import org.usingasyncio.model.Handover;
import org.usingasyncio.model.LongLoops;
import org.usingasyncio.model.Threads;
import org.usingasyncio.reach.Execution;
import org.usingasyncio.syntax.Trees;

/**
 * Reports a function of the project that computes for long and is sent to a thread: it holds the interpreter's lock, so
 * that the event loop gets only a share of the time.
 * <p>
 * Silent: a process pool; calls that release the lock ({@code hashlib}, {@code zlib}, {@code bcrypt}, NumPy); functions
 * that also wait for I/O, for which a thread is right.
 */
@Rule(key = "UA106")
public final class CpuBoundWorkInThreadCheck extends AsyncioCheck {

  private static final String ITERATIONS = "100000";

  @RuleProperty(key = "iterations", description = "Number of turns, nested loops multiplied, from which a loop counts as a long computation.", type = "INTEGER", defaultValue = ITERATIONS)
  public String iterations = ITERATIONS;

  @Override
  protected void review(FileModel file, Findings findings) {
    for (Handover handover : file.handovers()) {
      if (handover.where() == Execution.THREAD && !Threads.isThread(handover.call())) {
        handover.function().filter(function -> !function.isAsync() && !waits(file, function))
          .flatMap(function -> work(file, function))
          .ifPresent(work -> findings
            .at(handover.callable(),
              "Run \"%s\" in a \"ProcessPoolExecutor\": in a thread it keeps the interpreter from the event loop.",
              Trees.written(handover.callable()))
            .because(work, "this computes for long"));
      }
    }
  }

  private static boolean waits(FileModel file, FunctionInfo function) {
    return function.calls().stream()
      .anyMatch(call -> BlockingPaths.waits(call) || call.blocking().isPresent() || call.io().isPresent()
        || file.pathTo(call, BlockingPaths::waits).isPresent());
  }

  /** The loop or call of the function, or of one that it calls, that computes for long. */
  private Optional<Tree> work(FileModel file, FunctionInfo function) {
    LongLoops loops = file.facts(LongLoops.class, LongLoops::new);
    Optional<Tree> loop = loops.of(function, turns()).stream().findFirst().map(LongLoops.LongLoop::range);
    return loop.or(() -> function.calls().stream().flatMap(call -> workBehind(file, call, loops).stream()).findFirst());
  }

  private Optional<Tree> workBehind(FileModel file, CallInfo call, LongLoops loops) {
    if (Threads.holdsInterpreter(call)) {
      return Optional.of(call.callee());
    }
    Optional<List<CallInfo>> path = file.pathTo(call, inner -> Threads.holdsInterpreter(inner)
      || file.callGraph().runBy(inner).filter(target -> !loops.of(target, turns()).isEmpty()).isPresent());
    boolean isOwnLoop = file.callGraph().runBy(call).filter(target -> !loops.of(target, turns()).isEmpty())
      .isPresent();
    return isOwnLoop || path.isPresent() ? Optional.of(call.callee()) : Optional.empty();
  }

  private long turns() {
    return Parameters.number(iterations, ITERATIONS);
  }
}
