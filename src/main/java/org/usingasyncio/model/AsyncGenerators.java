package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.syntax.Trees;

/** The asynchronous generators of a file that have to clean up, and the places that leave one before its end. */
public final class AsyncGenerators {

  private static final Set<String> TASK_GROUPS = Set.of("asyncio.TaskGroup", "anyio.create_task_group",
    "trio.open_nursery", "asyncio.taskgroups.TaskGroup");
  private static final Set<String> CANCEL_SCOPES = Set.of("anyio.CancelScope", "anyio.move_on_after",
    "anyio.fail_after", "anyio.move_on_at", "anyio.fail_at",
    "asyncio.timeout", "asyncio.timeout_at", "async_timeout.timeout", "async_timeout.timeout_at");

  private final FileModel file;
  private final List<LeftEarly> leftEarly = new ArrayList<>();
  private final List<ScopedYield> scopedYields = new ArrayList<>();

  /** A generator, what leaves it before its end, and the cleanup that then waits for the garbage collector. */
  public record LeftEarly(CallInfo generator, Tree exit, Tree cleanup) {}

  /** A {@code yield} inside a task group or timeout. */
  public record ScopedYield(YieldExpression yield, CallInfo scope) {}

  private AsyncGenerators(FileModel file) {
    this.file = file;
    file.functions().stream()
      .filter(function -> function.isAsync() && function.isGenerator() && !function.isDecorated())
      .forEach(generator -> {
        cleanup(generator).ifPresent(cleanup -> file.calls().calling(generator)
          .forEach(call -> exit(call).ifPresent(exit -> leftEarly.add(new LeftEarly(call, exit, cleanup)))));
        addScopedYields(generator);
      });
  }

  public static AsyncGenerators of(FileModel file) {
    return file.facts(AsyncGenerators.class, AsyncGenerators::new);
  }

  public List<LeftEarly> leftEarly() {
    return leftEarly;
  }

  public List<ScopedYield> scopedYields() {
    return scopedYields;
  }

  /** The {@code finally} or {@code with} around a {@code yield}: what has to run when nobody asks for more. */
  private static Optional<Tree> cleanup(FunctionInfo generator) {
    return generator.nodes(YieldExpression.class, Tree.Kind.YIELD_EXPR).stream().map(AsyncGenerators::cleanupAround)
      .flatMap(Optional::stream).findFirst();
  }

  private static Optional<Tree> cleanupAround(YieldExpression yield) {
    for (Tree node = yield; node != null && !Trees.isScope(node); node = node.parent()) {
      if (node.parent() instanceof TryStatement attempt && attempt.finallyClause() != null
        && node != attempt.finallyClause()) {
        return Optional.of(attempt.finallyClause().finallyKeyword());
      }
      if (node.parent() instanceof WithStatement with && node == with.statements()) {
        return Optional.of(with.withKeyword());
      }
    }
    return Optional.empty();
  }

  private Optional<Tree> exit(CallInfo call) {
    Use use = call.use();
    if (isLoop(use)) {
      return earlyExit((ForStatement) use.site());
    }
    if (isStep(use)) {
      return Optional.of(use.site());
    }
    Life life = Life.of(file, call.tree());
    if (!life.isLocal() || life.uses().isEmpty()) {
      return Optional.empty();
    }
    if (life.uses().stream().allMatch(this::isStep)) {
      // In a loop, the steps most likely go on to the end.
      boolean isLooped = life.uses().stream().anyMatch(step -> !Flow.loopsAround(step.site()).isEmpty());
      return isLooped ? Optional.empty() : Optional.of(life.uses().get(0).site());
    }
    // rows = fetch(); async for row in rows: …
    return life.uses().stream().allMatch(AsyncGenerators::isLoop)
      ? life.uses().stream().map(only -> earlyExit((ForStatement) only.site())).flatMap(Optional::stream).findFirst()
      : Optional.empty();
  }

  private static boolean isLoop(Use use) {
    return use.is(Use.How.ITERATED) && use.site() instanceof ForStatement loop && loop.isAsync();
  }

  /** {@code anext(generator)}, {@code generator.__anext__()}, {@code generator.asend(x)} */
  private boolean isStep(Use use) {
    return use.is(Use.How.ARGUMENT) && file.callOf(use.site()).filter(call -> call.isTo("anext")).isPresent()
      || use.is(Use.How.CHAINED) && use.site() instanceof QualifiedExpression method
        && Set.of("__anext__", "asend").contains(method.name().name());
  }

  private Optional<Tree> earlyExit(ForStatement loop) {
    Set<Flow.Exit> exits = EnumSet.copyOf(Flow.exits(loop.body()));
    exits.retainAll(EnumSet.of(Flow.Exit.BREAK, Flow.Exit.RETURN, Flow.Exit.RAISE));
    if (exits.isEmpty()) {
      return Optional.empty();
    }
    return file.functionAround(loop)
      .nodes(Tree.class, Tree.Kind.BREAK_STMT, Tree.Kind.RETURN_STMT, Tree.Kind.RAISE_STMT).stream()
      .filter(exit -> Trees.isInside(exit, loop.body()))
      .filter(exit -> !exit.is(Tree.Kind.BREAK_STMT) || Flow.loopsAround(exit).get(0) == loop)
      .filter(exit -> !exit.is(Tree.Kind.RAISE_STMT) || !isCaughtIn(loop, exit))
      .findFirst();
  }

  private static boolean isCaughtIn(ForStatement loop, Tree raise) {
    return Trees.enclosingInScope(raise, TryStatement.class).stream().anyMatch(attempt -> Trees.isInside(attempt, loop)
      && Trees.isInside(raise, attempt.body()) && !attempt.exceptClauses().isEmpty());
  }

  private void addScopedYields(FunctionInfo generator) {
    for (YieldExpression yield : generator.nodes(YieldExpression.class, Tree.Kind.YIELD_EXPR)) {
      for (WithStatement with : Trees.enclosingInScope(yield, WithStatement.class)) {
        with.withItems().stream().map(item -> file.callOf(item.test())).flatMap(Optional::stream)
          .filter(AsyncGenerators::isCancelScope).findFirst()
          .ifPresent(scope -> scopedYields.add(new ScopedYield(yield, scope)));
      }
    }
  }

  private static boolean isCancelScope(CallInfo call) {
    return call.name().filter(name -> TASK_GROUPS.contains(name) || CANCEL_SCOPES.contains(name)).isPresent()
      || call.plays(Role.TIMEOUT_SCOPE) && call.fact().filter(fact -> !fact.isCoroutine()).isPresent();
  }
}
