package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Trees;

/** Programs of a file that run until somebody stops them, and what stops them. */
public final class EndlessPrograms {

  /** Methods that say in their name that they never return, for receivers of which no fact is known. */
  private static final Set<String> FOREVER = Set.of(
    "serve_forever", "run_forever", "sync_forever", "run_until_disconnected", "wait_forever", "loop_forever", "start_polling");

  private final FileModel file;
  private final List<Program> programs = new ArrayList<>();

  /**
   * A program.
   *
   * @param start where SIGTERM should be handled: the call that gives the loop, or the one that starts it
   * @param run the call that runs the loop
   * @param reason what shows that it never ends by itself
   */
  public record Program(CallInfo start, CallInfo run, Tree reason) {}

  private EndlessPrograms(FileModel file) {
    this.file = file;
    for (CallInfo run : file.calls()) {
      boolean isRun = run.plays(Role.RUNS_PROGRAM) || run.plays(Role.DRIVES_LOOP);
      if (isRun && Programs.isEntryPoint(run) && programs.stream().noneMatch(other -> other.run().function() == run.function())) {
        reason(run).ifPresent(reason -> programs.add(new Program(startOf(run), run, reason)));
      }
    }
  }

  public static EndlessPrograms of(FileModel file) {
    return file.facts(EndlessPrograms.class, EndlessPrograms::new);
  }

  public List<Program> programs() {
    return programs;
  }

  private CallInfo startOf(CallInfo run) {
    return file.calls().stream()
      .filter(call -> (call.plays(Role.GETS_LOOP) || call.plays(Role.NEW_LOOP)) && call.function() == run.function() && Trees.isBefore(call.tree(), run.tree()))
      .findFirst().orElse(run);
  }

  private Optional<Tree> reason(CallInfo run) {
    if (run.plays(Role.RUNS_FOREVER)) {
      return Optional.of(run.callee());
    }
    return run.arguments().stream().map(argument -> reason(argument, new HashSet<>())).flatMap(Optional::stream).findFirst();
  }

  /** What shows that awaiting the expression never ends. */
  private Optional<Tree> reason(Expression awaited, Set<FunctionInfo> seen) {
    Expression bare = Trees.bare(awaited);
    Optional<CallInfo> call = file.callOf(bare);
    if (call.isEmpty()) {
      return ofVariable(bare, seen);
    }
    if (call.get().plays(Role.RUNS_FOREVER) || call.get().name().isEmpty() && FOREVER.contains(call.get().simpleName()) || isUnsetEvent(call.get())
      || call.get().isTo("asyncio.Future")) {
      return Optional.of(call.get().callee());
    }
    Optional<FunctionInfo> target = call.get().target();
    if (target.isPresent()) {
      return target.get().isCoroutine() && seen.add(target.get()) ? reason(target.get(), seen) : Optional.empty();
    }
    boolean waitsForArguments = call.get().plays(Role.GATHERS) || call.get().plays(Role.WAITS) || call.get().plays(Role.SHIELDS)
      || call.get().plays(Role.CREATES_TASK);
    return waitsForArguments
      ? call.get().arguments().stream().map(argument -> reason(argument, seen)).flatMap(Optional::stream).findFirst()
      : Optional.empty();
  }

  private Optional<Tree> ofVariable(Expression expression, Set<FunctionInfo> seen) {
    return expression instanceof Name name
      ? file.names().reaching(name).stream().filter(binding -> binding.value() != null && binding.index() == -1 && !Trees.isInside(name, binding.value()))
        .map(binding -> binding.value() instanceof Name ? Optional.<Tree>empty() : reason(binding.value(), seen)).flatMap(Optional::stream).findFirst()
      : Optional.empty();
  }

  private Optional<Tree> reason(FunctionInfo coroutine, Set<FunctionInfo> seen) {
    Optional<WhileStatement> loop = coroutine.nodes(WhileStatement.class, Tree.Kind.WHILE_STMT).stream().filter(Flow::neverEnds).findFirst();
    if (loop.isPresent()) {
      return loop.map(WhileStatement::whileKeyword);
    }
    return coroutine.awaits().stream().map(await -> reason(await.expression(), seen)).flatMap(Optional::stream).findFirst();
  }

  /** {@code await stop.wait()} on an event that nothing in the file sets. */
  private boolean isUnsetEvent(CallInfo call) {
    if (!call.isTo("asyncio.Event.wait") || !call.tree().arguments().isEmpty()) {
      return false;
    }
    Expression event = Trees.bare(call.receiver().orElseThrow());
    if (event instanceof CallExpression) {
      return true;
    }
    return event instanceof Name name && Variable.of(name).filter(variable -> isLocalEvent(variable) && variable.reads().stream().map(Use::of)
      .allMatch(use -> use.is(Use.How.CHAINED) && use.site() instanceof QualifiedExpression method && !method.name().name().equals("set"))).isPresent();
  }

  private boolean isLocalEvent(Variable variable) {
    return variable.writes().stream().allMatch(write -> file.names().valueOf(write) instanceof Value.Instance || !Trees.functionOf(write).isEmpty())
      && variable.writes().stream().noneMatch(write -> write.parent() instanceof Parameter);
  }

  // ---- what stops them --------------------------------------------------------------------------------------------

  /** True when the file handles SIGTERM, or runs something that does. */
  public boolean handlesSignals() {
    return file.calls().stream().anyMatch(call -> call.plays(Role.HANDLES_SIGNALS) || call.simpleName().equals("add_signal_handler")
      || call.isTo("signal.signal") && call.argument(0, "signalnum").filter(EndlessPrograms::isTermination).isPresent());
  }

  /** SIGTERM itself, or a variable: a loop over several signals. */
  private static boolean isTermination(Expression signal) {
    String written = Trees.written(signal);
    return written.endsWith("SIGTERM") || !written.contains("SIG");
  }

  /** Handlers that {@code signal.signal} installs although an event loop runs: they interrupt it between two bytecodes. */
  public List<CallInfo> handlersBesideLoop() {
    boolean isAsyncioProgram = file.calls().stream().anyMatch(call -> call.plays(Role.RUNS_PROGRAM) || call.plays(Role.DRIVES_LOOP));
    return file.calls().to("signal.signal").stream()
      .filter(call -> isAsyncioProgram || call.function().isOnLoop())
      .filter(call -> call.argument(0, "signalnum").filter(signal -> Trees.written(signal).matches(".*SIG(TERM|INT|HUP|QUIT)")).isPresent())
      .filter(call -> call.argument(1, "handler").filter(this::touchesLoop).isPresent())
      .filter(call -> !isForWindows(call))
      .toList();
  }

  /** A handler of this file that works on the loop's objects and does not go through {@code call_soon_threadsafe}. */
  private boolean touchesLoop(Expression handler) {
    Optional<FunctionInfo> function = file.names().valueOf(handler) instanceof Value.Named named ? named.function().flatMap(file::functionOf) : Optional.empty();
    return function.filter(code -> code.calls().stream().noneMatch(call -> call.simpleName().endsWith("_threadsafe"))
      && code.calls().stream().anyMatch(call -> call.name().filter(name -> name.startsWith("asyncio.")).isPresent())).isPresent();
  }

  /** {@code loop.add_signal_handler} does not exist on Windows (Python 3.12 documentation, Platform Support). */
  private static boolean isForWindows(CallInfo call) {
    return Trees.ancestorInScope(call.tree(), node -> node instanceof ExceptClause
      || node instanceof IfStatement choice && Trees.source(choice.condition()).matches(".*(platform|win32|nt|os\\.name|Windows).*")).isPresent();
  }
}
