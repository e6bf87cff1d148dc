package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Trees;

/** The tasks that a file starts, and those that it gathers, shields or sends to a loop in another thread. */
public final class Tasks {

  /** What real programs call an event loop whose class cannot be seen: {@code bot.loop}, {@code self._loop}. */
  private static final Set<String> LOOP_NAMES = Set.of("loop", "_loop", "event_loop", "_event_loop", "eventloop",
    "ioloop", "io_loop", "aioloop", "main_loop");

  private final FileModel file;
  private final List<Task> all = new ArrayList<>();
  private final Map<Tree, Task> byCall = new IdentityHashMap<>();
  private final Map<FunctionInfo, List<Task>> byStarter = new IdentityHashMap<>();

  private Tasks(FileModel file) {
    this.file = file;
    for (CallInfo call : file.calls().ofLibraries().or(file.calls().written("create_task"))) {
      makerOf(call).ifPresent(maker -> {
        Task task = new Task(call, maker);
        all.add(task);
        byCall.put(call.tree(), task);
        byStarter.computeIfAbsent(call.function(), key -> new ArrayList<>()).add(task);
      });
    }
  }

  public static Tasks of(FileModel file) {
    return file.facts(Tasks.class, Tasks::new);
  }

  /** All of them, in source order within each function. */
  public List<Task> all() {
    return all;
  }

  /** Those that one of the given ways makes. */
  public List<Task> madeBy(Task.Maker... makers) {
    return all.stream().filter(task -> task.isMadeBy(makers)).toList();
  }

  /** The tasks that the body of the function starts. */
  public List<Task> startedBy(FunctionInfo function) {
    return byStarter.getOrDefault(function, List.of());
  }

  /** The task that the call makes. */
  public Optional<Task> of(CallInfo call) {
    return Optional.ofNullable(byCall.get(call.tree()));
  }

  /** The task that is the value of the expression: the call that makes it, or a variable that only this call assigns. */
  public Optional<Task> behind(Expression expression) {
    Expression bare = Trees.bare(expression);
    if (bare instanceof CallExpression) {
      return Optional.ofNullable(byCall.get(bare));
    }
    if (bare instanceof Name name) {
      var bindings = file.names().reaching(name);
      return bindings.size() == 1 && bindings.get(0).index() == -1 && bindings.get(0).value() != null
        ? behind(bindings.get(0).value())
        : Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<Task.Maker> makerOf(CallInfo call) {
    if (call.plays(Role.CREATES_OWNED_TASK)) {
      return Optional.of(Task.Maker.GROUP);
    }
    if (call.plays(Role.CREATES_TASK)) {
      return Optional.of(call.simpleName().equals("ensure_future") || call.isTo("asyncio.ensure_future")
        ? Task.Maker.ENSURE_FUTURE
        : Task.Maker.CREATE_TASK);
    }
    if (call.plays(Role.GATHERS)) {
      return Optional.of(Task.Maker.GATHER);
    }
    if (call.plays(Role.SHIELDS)) {
      return Optional.of(Task.Maker.SHIELD);
    }
    if (call.plays(Role.BRIDGES_TO_LOOP) && call.fact().filter(fact -> !fact.returns().isEmpty()).isPresent()) {
      return Optional.of(Task.Maker.BRIDGE);
    }
    return isUnseenLoop(call) ? Optional.of(Task.Maker.CREATE_TASK) : Optional.empty();
  }

  /**
   * True for {@code bot.loop.create_task(poll())}: the class of {@code bot} stands in another file or library, but what is
   * named like a loop, has {@code create_task} and is given a call is one.
   */
  private static boolean isUnseenLoop(CallInfo call) {
    if (!call.simpleName().equals("create_task") || call.fact().isPresent() || call.arguments().isEmpty()) {
      return false;
    }
    boolean isDefinedHere = call.calleeValue() instanceof Value.Named named
      && (named.definition() != null || named.symbol() != null);
    return !isDefinedHere && call.receiver().filter(Tasks::isNamedLikeLoop).isPresent()
      && call.argument(0, "coro").map(Trees::bare).filter(CallExpression.class::isInstance).isPresent()
      && !comesFromUnknownMaker(call);
  }

  /** {@code loop = server.get_event_loop()}: what a program's own function gives may be a wrapper that keeps its tasks. */
  private static boolean comesFromUnknownMaker(CallInfo call) {
    return call.file().valuesOf(call.receiver().orElseThrow()).stream()
      .anyMatch(value -> Trees.bare(value) instanceof CallExpression maker
        && Trees.lastName(maker.callee()).contains("loop"));
  }

  /** True for {@code bot.loop} and {@code self._loop}: what real programs call an event loop. */
  static boolean isNamedLikeLoop(Expression receiver) {
    return LOOP_NAMES.contains(Trees.lastName(receiver));
  }
}
