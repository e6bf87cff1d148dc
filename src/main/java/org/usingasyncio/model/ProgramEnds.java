package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Value;
import org.usingasyncio.reach.Execution;
import org.usingasyncio.syntax.Trees;

/** Where one task, callback or connection ends what is not its own: the program, or nothing at all. */
public final class ProgramEnds {

  /**
   * @param tree what ends the program
   * @param written how the author wrote it
   * @param evidence what shows that the code runs beside other tasks
   */
  public record End(Tree tree, String written, Tree evidence) {}

  /**
   * @param place the parameter, or the call that closes the writer on the straight path only
   * @param server the call that starts the server
   */
  public record UnsafeWriter(Tree place, String name, Tree server) {}

  private ProgramEnds() {}

  /** Each call that ends the process or loop, and each {@code raise SystemExit}, in code that is one of many. */
  public static List<End> of(FileModel file) {
    List<End> found = new ArrayList<>();
    for (FunctionInfo function : file.functions()) {
      if (function.isFunction() || function.isLambda()) {
        List<CallInfo> calls = endingCalls(function);
        List<Expression> raised = raisedExits(file, function);
        // Where the function runs is the dearer question.
        if (!calls.isEmpty() || !raised.isEmpty()) {
          besideOthers(file, function).ifPresent(evidence -> {
            calls.forEach(call -> found.add(new End(call.callee(), call.writtenName(), evidence)));
            raised.forEach(exit -> found.add(new End(exit, "SystemExit", evidence)));
          });
        }
      }
    }
    // loop.call_later(5, sys.exit)
    for (Handover handover : file.handovers()) {
      boolean ends = handover.where() == Execution.LOOP && isOwnCallback(handover)
        && !isForSignals(handover.call().function()) && file.names().nameOf(handover.callable())
          .filter(name -> file.knowledge().plays(name, Role.ENDS_PROGRAM) && !name.endsWith(".stop")).isPresent();
      if (ends) {
        found.add(new End(handover.callable(), Trees.source(handover.callable()), handover.call().callee()));
      }
    }
    return found;
  }

  private static boolean isOwnCallback(Handover handover) {
    return !handover.call().simpleName().equals("add_signal_handler")
      && !handover.call().simpleName().equals("call_soon_threadsafe");
  }

  private static List<CallInfo> endingCalls(FunctionInfo function) {
    return function.calls().stream()
      .filter(call -> call.plays(Role.ENDS_PROGRAM) && !(call.simpleName().equals("stop") && !function.isAsync()))
      .toList();
  }

  private static List<Expression> raisedExits(FileModel file, FunctionInfo function) {
    return function.nodes(RaiseStatement.class, Tree.Kind.RAISE_STMT).stream()
      .filter(raise -> !raise.expressions().isEmpty() && isSystemExit(file, raise.expressions().get(0)))
      .map(raise -> raise.expressions().get(0)).toList();
  }

  private static boolean isSystemExit(FileModel file, Expression raised) {
    Expression bare = Trees.bare(raised);
    Expression type = bare instanceof CallExpression call ? call.callee() : bare;
    return file.names().nameOf(type).filter("SystemExit"::equals).isPresent();
  }

  /** What shows that the function is a task, callback or connection handler that is not the program's main. */
  private static Optional<Tree> besideOthers(FileModel file, FunctionInfo function) {
    if (isForSignals(function) || PerCall.of(file).isOnce(function) && !isStartedInBackground(file, function)) {
      return Optional.empty();
    }
    Optional<Tree> task = Workers.of(file).startOf(function).filter(start -> !isWaitedForByMain(file, start))
      .map(CallInfo::callee);
    if (task.isPresent()) {
      return task;
    }
    Optional<Handover> callback = function.isAsync()
      ? Optional.empty()
      : function.handover(Execution.LOOP).filter(ProgramEnds::isOwnCallback);
    if (callback.isPresent()) {
      return callback.map(handover -> handover.call().callee());
    }
    return connectionServer(file, function).map(Tree.class::cast)
      .or(() -> PerCall.of(file).isHandler(function) && function.isAsync()
        ? function.definition().map(FunctionDef::name)
        : Optional.empty());
  }

  /** A function whose name says so, and what is defined in it, runs because somebody asked the program to end. */
  private static boolean isForSignals(FunctionInfo function) {
    for (FunctionInfo outer = function; outer != null; outer = outer.parent()) {
      if (outer.isFunction() && outer.name().matches(".*(signal|sigterm|sigint|shutdown|terminate|exit|interrupt).*")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isStartedInBackground(FileModel file, FunctionInfo function) {
    return Workers.of(file).startOf(function).isPresent() && !Programs.of(file).isMain(function);
  }

  /** {@code task = create_task(main()); loop.run_until_complete(task)}: it is the main coroutine. */
  private static boolean isWaitedForByMain(FileModel file, CallInfo start) {
    FunctionInfo entry = start.function();
    boolean isPassed = Life.of(file, start.tree()).passedTo().stream()
      .anyMatch(call -> call.plays(Role.DRIVES_LOOP) || call.plays(Role.RUNS_PROGRAM));
    // main_task = loop.create_task(main()); loop.run_forever()
    boolean isOnlyTask = Tasks.of(file).startedBy(entry).size() == 1
      && entry.calls().stream().anyMatch(call -> call.plays(Role.DRIVES_LOOP) && call.simpleName().startsWith("run_"));
    // loop = new_event_loop(); Thread(target=loop.run_forever); run_coroutine_threadsafe(main(), loop)
    boolean isOfOwnThread = start.simpleName().equals("run_coroutine_threadsafe")
      && entry.calls().stream().anyMatch(call -> call.plays(Role.NEW_LOOP));
    return entry.isModule() || !entry.isAsync() && (isPassed || isOnlyTask || isOfOwnThread);
  }

  /** The call of {@code start_server} that the function handles the connections of. */
  private static Optional<Tree> connectionServer(FileModel file, FunctionInfo function) {
    return file.calls().playing(Role.CONNECTION_HANDLER).stream()
      .filter(server -> server.arguments().stream().findFirst().map(file::withoutPartial).map(file.names()::valueOf)
        .filter(value -> value instanceof Value.Named named && named.definition() == function.tree()).isPresent())
      .map(server -> (Tree) server.callee()).findFirst();
  }

  // ---- writers ----------------------------------------------------------------------------------------------------

  /** The writers that a handler of {@code asyncio.start_server} does not close on every path. */
  public static List<UnsafeWriter> unsafeWriters(FileModel file) {
    List<UnsafeWriter> found = new ArrayList<>();
    for (FunctionInfo function : file.coroutines()) {
      connectionServer(file, function).filter(server -> isStreamServer(file, server))
        .ifPresent(server -> writerOf(function)
          .ifPresent(parameter -> unsafe(file, function, parameter, server).ifPresent(found::add)));
    }
    return found;
  }

  private static boolean isStreamServer(FileModel file, Tree callee) {
    return file.callOf(callee.parent()).filter(call -> call.isTo("asyncio.start_server", "asyncio.start_unix_server"))
      .isPresent();
  }

  private static Optional<Name> writerOf(FunctionInfo function) {
    List<Parameter> parameters = ((FunctionLike) function.tree()).parameters() == null
      ? List.of()
      : ((FunctionLike) function.tree()).parameters().nonTuple();
    return parameters.size() < 2 ? Optional.empty() : Optional.ofNullable(parameters.get(parameters.size() - 1).name());
  }

  private static Optional<UnsafeWriter> unsafe(FileModel file, FunctionInfo function, Name parameter, Tree server) {
    Optional<Variable> writer = Variable.of(parameter);
    if (writer.isEmpty() || writer.get().reads().stream().anyMatch(read -> Trees.scopeOf(read) != function.tree())) {
      return Optional.empty();
    }
    List<Name> reads = writer.get().reads();
    boolean isHandedOn = reads.stream().map(Use::of).anyMatch(use -> !use.is(Use.How.CHAINED));
    List<CallInfo> closings = reads.stream()
      .map(read -> read.parent() instanceof QualifiedExpression method && method.name().name().equals("close")
        ? file.callOf(method.parent())
        : Optional.<CallInfo>empty())
      .flatMap(Optional::stream).toList();
    boolean isSafe = closings.stream()
      .anyMatch(closing -> Trees
        .ancestorInScope(closing.tree(), node -> node instanceof FinallyClause || node instanceof ExceptClause)
        .isPresent()
        || !mayFailBefore(function, closing));
    if (isHandedOn || isSafe || function.suspensions().isEmpty()) {
      return Optional.empty();
    }
    return closings.isEmpty()
      ? Optional.of(new UnsafeWriter(parameter, parameter.name(), server))
      : Optional.of(new UnsafeWriter(closings.get(closings.size() - 1).callee(), parameter.name(), server));
  }

  /** True when an await before the closing may raise past it. */
  private static boolean mayFailBefore(FunctionInfo function, CallInfo closing) {
    return function.suspensions().stream().filter(place -> Trees.endsBefore(place, closing.tree()))
      .anyMatch(place -> Trees.enclosingInScope(place, TryStatement.class).stream()
        .noneMatch(attempt -> !Trees.isInside(closing.tree(), attempt.body()) && Trees.isInside(place, attempt.body())
          && attempt.exceptClauses().stream().anyMatch(clause -> clause.exception() == null
            || Trees.source(clause.exception()).matches(".*\\b(Base)?Exception\\b.*"))));
  }
}
