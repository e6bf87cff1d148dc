package org.usingasyncio.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.LambdaExpression;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.names.Value;
import org.usingasyncio.reach.Execution;
import org.usingasyncio.syntax.Trees;

/** How callables are handed to threads and processes, and the three ways in which that goes wrong. */
public final class ExecutorCalls {

  private static final Set<String> DATA = Set.of(
    "NoneType", "str", "bytes", "bytearray", "int", "float", "bool", "list", "dict", "set", "tuple", "generator");

  private final FileModel file;
  private final List<Handover> handovers;
  private List<Handover> madeTooEarly;

  public ExecutorCalls(FileModel file) {
    this.file = file;
    this.handovers = file.handovers().stream().filter(handover -> handover.where() != Execution.LOOP).toList();
  }

  /** {@code run_in_executor(None, work())}: the call is made at once, where it stands, and its result is handed over. */
  public List<Handover> madeTooEarly() {
    if (madeTooEarly == null) {
      madeTooEarly = handovers.stream()
        .filter(handover -> argument(handover) instanceof CallExpression made && givesNoCallable(made)).toList();
    }
    return madeTooEarly;
  }

  private static Expression argument(Handover handover) {
    return handover.callable();
  }

  /** True when the result is known to be no function: data, or the result of work that the libraries' facts name. */
  private boolean givesNoCallable(CallExpression made) {
    Optional<CallInfo> call = file.callOf(made);
    if (call.isEmpty()) {
      return false;
    }
    if (call.get().blocking().isPresent() || call.get().cpu() != Fact.Cpu.NONE) {
      return true;
    }
    Value result = file.names().valueOf(made);
    return result.typeName().filter(DATA::contains).isPresent()
      || result instanceof Value.Awaitable && isOwnCoroutine(call.get())
      || !result.isKnown() && call.get().target().filter(ExecutorCalls::onlyWorks).isPresent();
  }

  private static boolean isOwnCoroutine(CallInfo call) {
    return call.target().filter(FunctionInfo::isCoroutine).isPresent();
  }

  /**
   * A function of the project that defines no function or lambda, and so has none to give, and that is called without
   * one.
   */
  private static boolean onlyWorks(FunctionInfo function) {
    return !function.isAsync() && function.isCalledAsWritten() && !function.isStub() && function.nested().isEmpty()
      && function.returned().typeName().isEmpty()
      && function.calls().stream().noneMatch(call -> call.isTo("functools.partial", "operator.methodcaller"));
  }

  /**
   * {@code run_in_executor(None, fetch)} with {@code async def fetch}: the thread only makes a coroutine, which never
   * runs.
   */
  public List<Handover> ofCoroutines() {
    return handovers.stream().filter(this::isCoroutine).toList();
  }

  private boolean isCoroutine(Handover handover) {
    Expression callable = argument(handover);
    if (callable instanceof LambdaExpression lambda) {
      return file.callOf(lambda.expression()).filter(ExecutorCalls::makesCoroutine).isPresent();
    }
    if (handover.function().isPresent()) {
      return handover.function().get().isCoroutine() && handover.function().get().isCalledAsWritten();
    }
    return file.names().valueOf(callable) instanceof Value.Named named && named.definition() == null
      && file.knowledge().fact(named.name()).filter(Fact::isCoroutine).isPresent();
  }

  private static boolean makesCoroutine(CallInfo call) {
    return call.fact().filter(Fact::isCoroutine).isPresent()
      || call.target().filter(target -> target.isCoroutine() && target.isCalledAsWritten()).isPresent();
  }

  /** {@code to_thread(work)} as a statement: nothing waits for the work, and nobody learns that it failed. */
  public List<CallInfo> dropped() {
    return file.callsOnLoop()
      .where(call -> call.name().filter(ExecutorCalls::givesAwaitable).isPresent())
      .where(call -> Life.of(file, call.tree()).isDropped())
      .list();
  }

  private static boolean givesAwaitable(String name) {
    return name.equals("asyncio.to_thread") || name.endsWith(".run_in_executor")
      || name.equals("anyio.to_thread.run_sync")
      || name.endsWith(".run_in_threadpool");
  }

  /** The callable as written, without the parentheses of a call that is made too early. */
  public static String written(Handover handover) {
    Expression callable = handover.callable() instanceof CallExpression made ? made.callee() : handover.callable();
    return callable instanceof LambdaExpression ? "lambda" : Trees.written(callable);
  }
}
