package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.syntax.Trees;

/** Coroutines that work in the background for as long as the program does: started as tasks, looping without an end. */
public final class Workers {

  private final Map<FunctionInfo, CallInfo> startedBy = new LinkedHashMap<>();

  private Workers(FileModel file) {
    for (CallInfo start : file.calls().where(Workers::startsTask)) {
      start.arguments().stream().map(file::callOf).flatMap(Optional::stream)
        .map(CallInfo::target).flatMap(Optional::stream)
        .filter(FunctionInfo::isCoroutine)
        .forEach(coroutine -> startedBy.putIfAbsent(coroutine, start));
    }
  }

  public static Workers of(FileModel file) {
    return file.facts(Workers.class, Workers::new);
  }

  /** {@code create_task(f())}, in any of its forms, also {@code self.loop.create_task} and the like whose receiver is unknown. */
  private static boolean startsTask(CallInfo call) {
    return call.plays(Role.CREATES_TASK) || call.plays(Role.CREATES_OWNED_TASK) || call.plays(Role.BRIDGES_TO_LOOP)
      || call.name().isEmpty() && (call.simpleName().equals("create_task") || call.simpleName().equals("ensure_future")
        || call.simpleName().equals("create_background_task") || call.simpleName().equals("async_create_task"));
  }

  /** The call that starts the coroutine function as a task in this file. */
  public Optional<CallInfo> startOf(FunctionInfo function) {
    return Optional.ofNullable(startedBy.get(function));
  }

  /** The coroutine functions that this file starts as tasks. */
  public List<FunctionInfo> started() {
    return new ArrayList<>(startedBy.keySet());
  }

  /** True for a coroutine function with a loop that it never leaves but by an exception. */
  public static boolean neverEnds(FunctionInfo function) {
    return function.isCoroutine() && endlessLoop(function).isPresent();
  }

  /**
   * The loop that a worker never leaves but by an exception: {@code while True} without {@code break} or {@code return}, or a
   * loop for as long as a flag says so ({@code while self.running}, {@code while not stop.is_set()}).
   */
  public static Optional<WhileStatement> endlessLoop(FunctionInfo function) {
    return function.nodes(WhileStatement.class, Tree.Kind.WHILE_STMT).stream()
      .filter(loop -> Flow.neverEnds(loop) || isByFlag(loop) && leavesOnlyByFlag(loop))
      .filter(loop -> Trees.enclosingInScope(loop, WhileStatement.class).isEmpty())
      .findFirst();
  }

  private static boolean leavesOnlyByFlag(WhileStatement loop) {
    var exits = Flow.exits(loop.body());
    return !exits.contains(Flow.Exit.BREAK) && !exits.contains(Flow.Exit.RETURN);
  }

  /** {@code self.running}, {@code not self.closed}, {@code not self.stop_event.is_set()} */
  private static boolean isByFlag(WhileStatement loop) {
    Expression condition = Trees.bare(loop.condition());
    if (condition instanceof UnaryExpression not && not.is(Tree.Kind.NOT)) {
      condition = Trees.bare(not.expression());
    }
    if (condition instanceof CallExpression call && call.arguments().isEmpty() && call.callee() instanceof QualifiedExpression method) {
      return List.of("is_set", "is_closed", "is_running", "is_closing", "is_connected").contains(method.name().name());
    }
    return condition instanceof QualifiedExpression flag && flag.name().name().toLowerCase(java.util.Locale.ROOT)
      .matches("_*(is_)?(running|active|alive|closed|closing|stopped|stopping|stop|shutdown|started|exit|done|quit|enabled|run|keep_running|terminated|connected|should_exit).*");
  }
}
