package org.usingasyncio.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.IfStatement;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.names.Binding;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Trees;

/** Waits for what has already ended when they are made: they return at once. */
final class AlreadyOver {

  private AlreadyOver() {}

  static boolean isOver(CallInfo call) {
    return call.isTo("concurrent.futures.Future.result", "concurrent.futures.Future.exception")
      && (comesCompleted(call) || isUnderDone(call) || hasSaidNone(call))
      || call.isTo("threading.Thread.join") && hasReported(call);
  }

  /** {@code for future in as_completed(futures): future.result()}, or one of the {@code done} that {@code wait} gives. */
  private static boolean comesCompleted(CallInfo call) {
    List<Binding> origins = bindings(call);
    return !origins.isEmpty() && origins.stream().allMatch(binding -> binding.kind() == Binding.Kind.LOOP
      && binding.value() != null && isCompleted(call.file(), binding.value()));
  }

  private static boolean isCompleted(FileModel file, Expression futures) {
    if (Trees.bare(futures) instanceof Name done) {
      List<Binding> origins = file.names().reaching(done);
      return !origins.isEmpty() && origins.stream().allMatch(binding -> binding.index() == 0
        && isCallTo(file, binding.value(), "concurrent.futures.wait"));
    }
    return isCallTo(file, futures, "concurrent.futures.as_completed");
  }

  private static boolean isCallTo(FileModel file, Expression expression, String name) {
    return expression != null && file.callOf(expression).filter(made -> made.isTo(name)).isPresent();
  }

  private static List<Binding> bindings(CallInfo call) {
    return call.receiver().map(call.file()::bindingsOf).orElse(List.of());
  }

  /** {@code if message is None: future.result()}, where None is the last that the future's own work sends. */
  private static boolean hasSaidNone(CallInfo call) {
    FileModel file = call.file();
    return Trees.enclosingInScope(call.tree(), IfStatement.class).stream()
      .anyMatch(choice -> Trees.source(choice.condition()).endsWith(" is None"))
      && call.receiver().map(file::valuesOf).orElse(List.of()).stream().map(file::callOf)
        .flatMap(Optional::stream).flatMap(start -> start.arguments().stream()).map(file.names()::valueOf)
        .flatMap(work -> work instanceof Value.Named named ? named.function().stream() : Stream.empty())
        .map(file::functionOf).flatMap(Optional::stream)
        .anyMatch(work -> LastWords.areHeard(work, call.function()));
  }

  /** {@code if future.done(): future.result()} */
  private static boolean isUnderDone(CallInfo call) {
    String asked = call.receiver().map(Trees::written).orElse("") + ".done()";
    return Trees.enclosingInScope(call.tree(), IfStatement.class).stream()
      .anyMatch(choice -> Trees.isInside(call.tree(), choice.body())
        && Trees.source(choice.condition()).contains(asked));
  }

  /**
   * {@code thread = Thread(target=work); thread.start(); await done; thread.join()}: the thread told the coroutine, through
   * the loop or an executor, that its work is done.
   */
  private static boolean hasReported(CallInfo join) {
    Optional<CallInfo> thread = bindings(join).stream().map(Binding::value)
      .flatMap(value -> value == null ? Optional.<CallInfo>empty().stream() : join.file().callOf(value).stream())
      .filter(made -> Threads.isThread(made) && made.function() == join.function()).findFirst();
    return thread.isPresent() && awaitsBetween(thread.get(), join)
      && (Threads.of(join.file()).mayBridge(thread.get()) || Threads.isWaitedForInExecutor(thread.get()));
  }

  private static boolean awaitsBetween(CallInfo thread, CallInfo join) {
    return join.function().awaits().stream().map(Tree.class::cast)
      .anyMatch(await -> Trees.isBefore(thread.tree(), await) && Trees.isBefore(await, join.tree()));
  }
}
