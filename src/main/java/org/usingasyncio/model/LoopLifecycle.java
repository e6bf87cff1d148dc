package org.usingasyncio.model;

import java.util.List;
import java.util.Optional;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.syntax.Trees;

/**
 * An event loop that the code manages by hand: made, run, closed.
 *
 * @param file the file
 * @param maker the call that gives the loop: {@code new_event_loop}, {@code get_event_loop}
 * @param life what becomes of it
 */
public record LoopLifecycle(FileModel file, CallInfo maker, Life life) {

  /** True for {@code new_event_loop()}: whoever calls it owns the loop. */
  public boolean isOwned() {
    return maker.plays(Role.NEW_LOOP);
  }

  /** The calls on the loop, wherever its variable or attribute is used. */
  public List<CallInfo> calls() {
    List<CallInfo> all = new java.util.ArrayList<>(life.methodCalls());
    life.attributes().forEach(attribute -> all.addAll(attribute.methodCalls()));
    return all.stream().distinct().sorted((a, b) -> Trees.compare(a.tree().firstToken(), b.tree().firstToken())).toList();
  }

  private List<CallInfo> calls(String method) {
    return calls().stream().filter(call -> call.simpleName().equals(method)).toList();
  }

  /** {@code loop.close()} */
  public List<CallInfo> closings() {
    return calls("close");
  }

  /** {@code run_until_complete} and {@code run_forever} on the loop. */
  public List<CallInfo> runs() {
    return calls().stream().filter(call -> call.plays(Role.DRIVES_LOOP)).toList();
  }

  /** True when all tasks of the loop are looked up and cancelled somewhere in the file. */
  public boolean cancelsTasks() {
    boolean looksUp = file.calls().stream().anyMatch(call -> call.isTo("asyncio.all_tasks", "asyncio.Task.all_tasks") || call.simpleName().equals("all_tasks"));
    boolean cancels = file.calls().stream().anyMatch(call -> call.simpleName().equals("cancel"));
    boolean delegates = mentions("cancel_all_tasks") || mentions("_cancel_all_tasks") || mentions("cancel_tasks");
    return looksUp && cancels || delegates;
  }

  /** True when the file shuts down the asynchronous generators of a loop. */
  public boolean shutsDownGenerators() {
    return mentions("shutdown_asyncgens");
  }

  /** True when the file shuts down the default executor of a loop. */
  public boolean shutsDownExecutor() {
    return mentions("shutdown_default_executor");
  }

  private boolean mentions(String method) {
    return file.calls().stream().anyMatch(call -> call.simpleName().equals(method)
      || call.arguments().stream().anyMatch(argument -> Trees.written(argument).endsWith(method)));
  }

  /** A call that uses the default executor of the loop: {@code run_in_executor(None, …)}, {@code to_thread}. */
  public Optional<CallInfo> usesDefaultExecutor() {
    return file.calls().stream()
      .filter(call -> call.isTo("asyncio.to_thread") || call.simpleName().equals("run_in_executor")
        && call.argument(0, "executor").filter(org.usingasyncio.syntax.Literals::isNone).isPresent())
      .findFirst();
  }

  /** True when somebody else may close the loop: it is returned, passed on, or kept where the file does not follow it. */
  public boolean isHandedOn() {
    return life.escapes() && life.attributes().isEmpty() && life.globals().isEmpty() && !life.passedTo().stream().allMatch(LoopLifecycle::onlyUses)
      || !life.uses(Use.How.RETURNED, Use.How.YIELDED, Use.How.COLLECTED).isEmpty()
      || life.attributes().stream().anyMatch(attribute -> attribute.uses().stream().anyMatch(use -> use.is(Use.How.RETURNED, Use.How.YIELDED, Use.How.COLLECTED)))
      || life.passedTo().stream().anyMatch(call -> !onlyUses(call))
      || life.handsOverMethod();
  }

  /** {@code set_event_loop(loop)}, {@code run_coroutine_threadsafe(f(), loop)}, {@code gather(…, loop=loop)}: the loop stays the caller's. */
  private static boolean onlyUses(CallInfo call) {
    return call.name().filter(name -> name.startsWith("asyncio.")).isPresent() || call.fact().isPresent();
  }

  /** The closing that only the straight path reaches: not in a {@code finally}, with a run of the loop before it in the same function. */
  public Optional<CallInfo> unsafeClosing() {
    boolean isSafe = closings().stream().anyMatch(closing -> Trees.ancestorInScope(closing.tree(), node -> node.is(Tree.Kind.FINALLY_CLAUSE)).isPresent()
      || runs().stream().noneMatch(run -> run.function() == closing.function()));
    return isSafe ? Optional.empty() : closings().stream().findFirst()
      .filter(closing -> runs().stream().anyMatch(run -> run.function() == closing.function() && Trees.isBefore(run.tree(), closing.tree())));
  }

  /** A use of the loop after it was closed, in the same block. */
  public Optional<CallInfo> useAfterClosing() {
    for (CallInfo closing : closings()) {
      List<Statement> after = Trees.statementOf(closing.tree()).map(Trees::following).orElse(List.of());
      Optional<CallInfo> use = calls().stream()
        .filter(call -> !call.simpleName().equals("close") && !call.simpleName().equals("is_closed") && !call.simpleName().equals("is_running"))
        .filter(call -> Trees.isInsideAny(call.tree(), after) && call.function() == closing.function())
        .findFirst();
      if (use.isPresent() && !isMadeAnew(closing, use.get())) {
        return use;
      }
    }
    return Optional.empty();
  }

  private boolean isMadeAnew(CallInfo closing, CallInfo use) {
    return life.variables().stream().anyMatch(variable -> variable.writes().stream()
      .anyMatch(write -> Trees.isBefore(closing.tree(), write) && Trees.isBefore(write, use.tree())));
  }
}
