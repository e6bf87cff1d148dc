package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.syntax.Trees;

/** The exception handlers of a file, in source order within each function. */
public final class Handlers {

  private static final Set<String> EVERYTHING = Set.of("Exception", "BaseException");

  private final List<Handler> handlers = new ArrayList<>();

  private Handlers(FileModel file) {
    for (TryStatement attempt : file.nodes(TryStatement.class, Tree.Kind.TRY_STMT)) {
      attempt.exceptClauses().forEach(clause -> handlers.add(Handler.of(file, attempt, clause)));
    }
    for (WithStatement with : file.nodes(WithStatement.class, Tree.Kind.WITH_STMT)) {
      with.withItems().forEach(item -> file.callOf(item.test()).filter(call -> call.plays(Role.SUPPRESSES))
        .ifPresent(suppress -> handlers.add(Handler.of(file, with, suppress))));
    }
  }

  public static Handlers of(FileModel file) {
    return file.facts(Handlers.class, Handlers::new);
  }

  public List<Handler> all() {
    return handlers;
  }

  /** Those in coroutines and asynchronous generators. */
  public List<Handler> inCoroutines() {
    return handlers.stream().filter(handler -> handler.function().isAsync()).toList();
  }

  /** The handlers around the node in its own function, the innermost first. */
  public List<Handler> around(Tree node) {
    List<Handler> found = new ArrayList<>();
    List<StatementList> blocks = Trees.enclosingInScope(node, StatementList.class);
    blocks.forEach(block -> handlers.stream().filter(handler -> handler.guarded() == block).forEach(found::add));
    return found;
  }

  /** True when an error of the node is handled in its own function: by {@code except Exception} or wider. */
  public boolean isErrorHandled(Tree node) {
    return around(node).stream().anyMatch(Handlers::handlesEveryError);
  }

  /**
   * True for a coroutine out of which no error comes: all its waits stand in a {@code try} that handles {@code Exception},
   * and nothing is raised outside.
   */
  public boolean keepsItsErrors(FunctionInfo coroutine) {
    return coroutine.isAsync() && coroutine.suspensions().stream().anyMatch(this::isErrorHandled)
      && coroutine.suspensions().stream().allMatch(place -> isErrorHandled(place) || isLock(place))
      && coroutine.nodes(RaiseStatement.class, Tree.Kind.RAISE_STMT).stream()
        .allMatch(raise -> isErrorHandled(raise) || isOfCancellation(raise));
  }

  /** {@code async with self.semaphore:} */
  private static boolean isLock(Tree place) {
    return place instanceof WithStatement with
      && with.withItems().stream().map(item -> Trees.source(item.test()).toLowerCase(Locale.ROOT))
        .allMatch(
          lock -> !lock.contains("(") && (lock.contains("sem") || lock.contains("lock") || lock.contains("limit")));
  }

  /** {@code except CancelledError: raise} */
  private boolean isOfCancellation(RaiseStatement raise) {
    List<ExceptClause> clauses = Trees.enclosingInScope(raise, ExceptClause.class);
    return !clauses.isEmpty() && handlers.stream().filter(handler -> handler.tree() == clauses.get(0))
      .anyMatch(handler -> !handler.caught().isEmpty()
        && handler.caught().stream().allMatch(caught -> caught.name().equals(Handler.CANCELLED)));
  }

  /** True for {@code except Exception} and wider. */
  public static boolean handlesEveryError(Handler handler) {
    return handler.isBare() || handler.caught().stream().anyMatch(caught -> EVERYTHING.contains(caught.name()));
  }

  /** True when a handler around the node fulfils the condition. */
  public boolean isAround(Tree node, Predicate<Handler> condition) {
    return around(node).stream().anyMatch(condition);
  }
}
