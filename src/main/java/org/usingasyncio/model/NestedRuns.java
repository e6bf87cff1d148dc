package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Binding;
import org.usingasyncio.syntax.Trees;

/** Where a file starts an event loop although one is running. */
public final class NestedRuns {

  private final FileModel file;
  private final LoopRuns runs;
  private final List<CallInfo> direct = new ArrayList<>();
  private final List<CallInfo> onRunningLoop = new ArrayList<>();
  private final List<List<CallInfo>> paths = new ArrayList<>();

  private NestedRuns(FileModel file) {
    this.file = file;
    this.runs = LoopRuns.of(file);
    if (file.calls().stream().anyMatch(runs::runsLoop) && !runs.allowsNesting()) {
      file.calls().forEach(this::collect);
    }
  }

  public static NestedRuns of(FileModel file) {
    return file.facts(NestedRuns.class, NestedRuns::new);
  }

  private void collect(CallInfo call) {
    if (runs.runsLoop(call)) {
      if (runningLoop(call).isPresent()) {
        onRunningLoop.add(call);
      } else if (call.function().isOnLoop() && !call.isAwaited() && !asksForState(call)) {
        direct.add(call);
      }
    } else if (call.function().isOnLoop()) {
      file.pathTo(call, reached -> runs.runsLoop(reached) && !runs.asksForLoop(reached.function()))
        .ifPresent(paths::add);
    }
  }

  /** {@code if not loop.is_running(): loop.run_until_complete(…)} */
  private static boolean asksForState(CallInfo call) {
    return call.function().calls().stream().anyMatch(other -> other.simpleName().equals("is_running"));
  }

  /** The runs that a coroutine or a callback of the loop makes itself. */
  public List<CallInfo> direct() {
    return direct;
  }

  /** The runs of the loop that {@code get_running_loop} gave, wherever they stand. */
  public List<CallInfo> onRunningLoop() {
    return onRunningLoop;
  }

  /** The calls of coroutines that reach a run through functions of this file, each with the path. */
  public List<List<CallInfo>> paths() {
    return paths;
  }

  /** The call of {@code get_running_loop} that gives the loop on which {@code run} is called. */
  public Optional<CallInfo> runningLoop(CallInfo run) {
    return run.receiver().flatMap(this::origin).filter(maker -> maker.plays(Role.RUNNING_LOOP));
  }

  private Optional<CallInfo> origin(Expression loop) {
    Expression bare = Trees.bare(loop);
    if (bare instanceof Name name) {
      List<Binding> bindings = file.names().reaching(name);
      return bindings.size() == 1 && bindings.get(0).value() != null
        ? file.callOf(bindings.get(0).value())
        : Optional.empty();
    }
    return file.callOf(bare);
  }
}
