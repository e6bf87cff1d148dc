package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.names.Binding;
import org.usingasyncio.syntax.Trees;

/** Endless tasks that objects keep in an attribute, and what their owners do with them when they stop. */
public final class BackgroundTasks {

  private static final Set<String> STOPS = Set.of(
    "close", "stop", "shutdown", "aclose", "disconnect", "__aexit__", "__exit__", "async_close", "async_stop", "async_shutdown", "terminate", "cog_unload",
    "unload", "teardown", "cleanup", "aexit", "on_shutdown", "on_cleanup", "shut_down", "async_will_remove_from_hass", "finish", "quit", "exit");

  private final List<BackgroundTask> uncancelled = new ArrayList<>();

  /**
   * A task that its owner never cancels.
   *
   * @param start the call that starts it
   * @param attribute where it is kept
   * @param worker the coroutine function that it runs
   * @param stop the method that ends the owner's life; empty when the class has none
   */
  public record BackgroundTask(CallInfo start, AttributeInfo attribute, FunctionInfo worker, Optional<FunctionInfo> stop) {}

  private BackgroundTasks(FileModel file) {
    for (FunctionInfo worker : Workers.of(file).started()) {
      CallInfo start = Workers.of(file).startOf(worker).orElseThrow();
      if (Workers.neverEnds(worker)) {
        Life.of(file, start.tree()).attributes().stream().findFirst()
          .filter(attribute -> !mayBeCancelled(file, attribute))
          .filter(attribute -> !isEndedByFlag(worker, attribute.owner()))
          .ifPresent(attribute -> uncancelled.add(new BackgroundTask(start, attribute, worker, stopOf(attribute.owner()))));
      }
    }
  }

  /** The endless tasks in attributes that nothing cancels. */
  public static List<BackgroundTask> uncancelled(FileModel file) {
    return file.facts(BackgroundTasks.class, BackgroundTasks::new).uncancelled;
  }

  /** True when the class cancels it, hands it to something that may, or when another object of the file does. */
  private static boolean mayBeCancelled(FileModel file, AttributeInfo attribute) {
    boolean bySomebody = file.nodes(QualifiedExpression.class, Tree.Kind.QUALIFIED_EXPR).stream()
      .anyMatch(expression -> expression.name().name().equals("cancel") && Trees.bare(expression.qualifier()) instanceof QualifiedExpression task
        && task.name().name().equals(attribute.name()));
    return bySomebody || attribute.escapes() || attribute.methodCalls().stream().anyMatch(call -> call.simpleName().equals("cancel"))
      || attribute.uses().stream().anyMatch(use -> use.is(Use.How.AWAITED, Use.How.ITERATED)) || mayInheritStop(attribute.owner());
  }

  /** A base class of another file may cancel what it finds. */
  private static boolean mayInheritStop(ClassInfo owner) {
    return !owner.hasKnownBases() && stopOf(owner).isEmpty();
  }

  private static Optional<FunctionInfo> stopOf(ClassInfo owner) {
    return owner.allMethods().stream().filter(method -> isStop(method.name()) && !method.isStub()).findFirst();
  }

  private static boolean isStop(String name) {
    String plain = name.startsWith("__") ? name : name.replaceFirst("^_+", "");
    return STOPS.contains(plain) || plain.startsWith("stop_") || plain.startsWith("close_") || plain.startsWith("shutdown_");
  }

  /** {@code while self.running} in the worker, {@code self.running = False} in a method: the loop ends without a cancellation. */
  private static boolean isEndedByFlag(FunctionInfo worker, ClassInfo owner) {
    Optional<WhileStatement> loop = Workers.endlessLoop(worker);
    if (loop.isEmpty() || Flow.isEndless(loop.get())) {
      return false;
    }
    return Trees.within(loop.get().condition(), QualifiedExpression.class).stream().anyMatch(flag -> {
      AttributeInfo attribute = AttributeInfo.of(owner, flag.name().name());
      boolean isAssigned = attribute.assignments().stream().map(Binding::site).anyMatch(site -> owner.allMethods().stream()
        .anyMatch(method -> !method.name().equals("__init__") && method != worker && Trees.isInside(site, method.tree())));
      return isAssigned || attribute.methodCalls().stream().anyMatch(call -> call.simpleName().equals("set") || call.simpleName().equals("clear"));
    });
  }
}
