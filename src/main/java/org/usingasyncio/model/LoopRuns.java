package org.usingasyncio.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Binding;
import org.usingasyncio.names.Value;
import org.usingasyncio.reach.Execution;
import org.usingasyncio.syntax.Trees;

/** Where a file starts an event loop from synchronous code: {@code asyncio.run}, {@code run_until_complete}. */
public final class LoopRuns {

  /**
   * A call that drives a loop made by hand.
   *
   * @param call the call of {@code run_until_complete} or {@code run_forever}
   * @param origin the call of {@code get_event_loop} or {@code new_event_loop} that gave the loop
   */
  public record ByHand(CallInfo call, CallInfo origin) {}

  private static final String ASYNC_TO_SYNC = "asgiref.sync.async_to_sync";
  private static final Set<String> ENTRY_NAMES = Set.of("main", "_main", "__main__", "run", "start", "cli",
    "entry_point", "entrypoint", "entry", "run_main",
    "start_bot", "run_bot", "run_server", "start_server", "main_sync", "sync_main", "serve", "launch",
    "execute_from_command_line", "handle");
  private static final Set<String> ASKS_FOR_LOOP = Set.of("is_running", "get_running_loop", "_get_running_loop",
    "current_task");

  private final FileModel file;
  private Set<FunctionInfo> calledByModule;
  private Boolean turnsCoroutines;
  private List<ByHand> ofEntries;

  private LoopRuns(FileModel file) {
    this.file = file;
  }

  public static LoopRuns of(FileModel file) {
    return file.facts(LoopRuns.class, LoopRuns::new);
  }

  /** True when the call runs a loop until something is done, and fails where one is running already. */
  public boolean runsLoop(CallInfo call) {
    if (call.isTo(ASYNC_TO_SYNC)) {
      // Makes a function; the loop runs when that is called.
      return false;
    }
    return call.plays(Role.RUNS_PROGRAM) && call.fact().filter(Fact::isCoroutine).isEmpty()
      || call.plays(Role.DRIVES_LOOP) || turnsCoroutines() && isAsyncToSync(call) || isRunOnUnseenLoop(call);
  }

  private boolean turnsCoroutines() {
    if (turnsCoroutines == null) {
      turnsCoroutines = !file.calls().to(ASYNC_TO_SYNC).list().isEmpty();
    }
    return turnsCoroutines;
  }

  /** {@code bot.loop.run_until_complete(…)}: nothing but an event loop has this method. */
  private static boolean isRunOnUnseenLoop(CallInfo call) {
    return call.simpleName().equals("run_until_complete") && call.fact().isEmpty() && call.receiver().isPresent()
      && !(call.calleeValue() instanceof Value.Named named && (named.definition() != null || named.symbol() != null));
  }

  /** {@code async_to_sync(f)()}, also in two steps. */
  private boolean isAsyncToSync(CallInfo call) {
    Expression callee = Trees.bare(call.callee());
    if (callee instanceof Name name) {
      List<Binding> bindings = file.names().reaching(name);
      callee = bindings.size() == 1 && bindings.get(0).value() != null ? Trees.bare(bindings.get(0).value()) : callee;
    }
    return callee instanceof CallExpression maker
      && file.callOf(maker).filter(made -> made.isTo(ASYNC_TO_SYNC)).isPresent();
  }

  /** True when the function finds out whether a loop runs before it starts one. */
  public boolean asksForLoop(FunctionInfo function) {
    return function.callsAny(ASKS_FOR_LOOP)
      || function.parent() != null && function.parent().isFunction() && asksForLoop(function.parent());
  }

  /** True when {@code nest_asyncio} makes nested loops work in this file. */
  public boolean allowsNesting() {
    return file.calls().hasNameFrom("nest_asyncio.");
  }

  // ---- loops made by hand -----------------------------------------------------------------------------------------

  /** The runs of a loop that the program's entry makes itself, the first one for each loop. */
  public List<ByHand> ofEntries() {
    if (ofEntries == null) {
      ofEntries = findEntries();
    }
    return ofEntries;
  }

  private List<ByHand> findEntries() {
    List<ByHand> found = new ArrayList<>();
    Set<CallInfo> origins = new HashSet<>();
    for (CallInfo call : file.calls().playing(Role.DRIVES_LOOP)) {
      if (isEntry(call.function()) && !hasAlternative(call.function())) {
        call.receiver().filter(loop -> !isRunElsewhere(loop)).flatMap(this::origin).filter(origins::add)
          .ifPresent(origin -> found.add(new ByHand(call, origin)));
      }
    }
    return found;
  }

  /** True when a thread is to run the loop ({@code Thread(target=loop.run_forever)}), or it is resumed in a loop. */
  private boolean isRunElsewhere(Expression loop) {
    List<Use> uses = Trees.bare(loop) instanceof QualifiedExpression attribute
      ? AttributeInfo.of(file, attribute).map(AttributeInfo::uses).orElse(List.of())
      : Variable.of(Trees.bare(loop)).map(variable -> variable.reads().stream().map(Use::of).toList())
        .orElse(List.of());
    return uses.stream().map(Use::site).filter(QualifiedExpression.class::isInstance)
      .map(QualifiedExpression.class::cast).filter(member -> member.name().name().equals("run_forever"))
      .anyMatch(member -> !(member.parent() instanceof CallExpression call && call.callee() == member)
        || !Flow.loopsAround(member).isEmpty());
  }

  /** The call that gives the loop, when all that may have given it are such calls. */
  private Optional<CallInfo> origin(Expression loop) {
    Expression bare = Trees.bare(loop);
    if (bare instanceof CallExpression) {
      return file.callOf(bare).filter(LoopRuns::givesLoop);
    }
    Optional<CallInfo> first = Optional.empty();
    for (Binding binding : file.bindingsOf(bare)) {
      Optional<CallInfo> maker = binding.value() == null || binding.index() != -1
        ? Optional.empty()
        : file.callOf(binding.value()).filter(LoopRuns::givesLoop);
      if (maker.isEmpty()) {
        return Optional.empty();
      }
      first = first.isPresent() ? first : maker;
    }
    return first;
  }

  private static boolean givesLoop(CallInfo call) {
    return call.isTo("asyncio.get_event_loop", "asyncio.new_event_loop", "uvloop.new_event_loop");
  }

  /** Code for old Pythons beside {@code asyncio.run}, or a bridge that looks for a running loop: the author knows. */
  private boolean hasAlternative(FunctionInfo function) {
    return asksForLoop(function) || function.calls().stream().anyMatch(call -> call.plays(Role.RUNS_PROGRAM));
  }

  // ---- entries of the program -------------------------------------------------------------------------------------

  /** True for module code and for a synchronous function with which a program begins. */
  public boolean isEntry(FunctionInfo function) {
    if (function.isModule()) {
      return true;
    }
    if (!function.isFunction() || function.isLambda() || function.isAsync()
      || function.executions().contains(Execution.THREAD)
      || function.executions().contains(Execution.PROCESS) || isThread(function)) {
      return false;
    }
    if (function.decorators().stream().anyMatch(name -> name.endsWith("fixture"))) {
      return false;
    }
    return ENTRY_NAMES.contains(function.name()) || isCommand(function) || calledByModule().contains(function);
  }

  /** The method that a thread, or the worker of a server such as Gunicorn's, runs by its own rules. */
  private static boolean isThread(FunctionInfo function) {
    return function.enclosingClass()
      .filter(
        type -> type.ancestorNames().stream().anyMatch(name -> name.endsWith("Thread") || name.endsWith("Process")
          || name.endsWith("Worker")))
      .isPresent();
  }

  private static boolean isCommand(FunctionInfo function) {
    return function.decorators().stream()
      .anyMatch(name -> name.endsWith(".command") || name.endsWith("click.group") || name.endsWith(".callback"));
  }

  private Set<FunctionInfo> calledByModule() {
    if (calledByModule == null) {
      calledByModule = new HashSet<>();
      Deque<FunctionInfo> open = new ArrayDeque<>(List.of(file.module()));
      while (!open.isEmpty()) {
        for (CallInfo call : open.poll().calls()) {
          file.callGraph().runBy(call).filter(calledByModule::add).ifPresent(open::add);
        }
      }
    }
    return calledByModule;
  }
}
