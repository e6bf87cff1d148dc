package org.usingasyncio.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.reach.Execution;

/** Which functions of a file a worker thread runs: those it is given, and what they call. */
public final class ThreadTargets {

  private static final Pattern WATCHER_METHOD = Pattern.compile("on_\\w+|dispatch");

  private final FileModel file;
  private final List<Target> targets = new ArrayList<>();
  private final Map<FunctionInfo, Target> reached = new LinkedHashMap<>();
  private final Set<FunctionInfo> onLoop = new LinkedHashSet<>();

  /**
   * A function that a thread begins with.
   *
   * @param function the function
   * @param evidence what hands it to the thread: the call, or the base class whose {@code run} it overrides
   * @param waiter the coroutine that waits for its end, for {@code await asyncio.to_thread(f)}
   */
  public record Target(FunctionInfo function, Tree evidence, Optional<FunctionInfo> waiter) {}

  private ThreadTargets(FileModel file) {
    this.file = file;
    file.handovers().stream().filter(handover -> handover.where() == Execution.THREAD)
      .forEach(handover -> handover.function().filter(function -> !function.isAsync())
        .ifPresent(function -> targets.add(new Target(function, handover.call().callee(), waiter(handover)))));
    file.classes().forEach(this::addThreadClass);
    targets.forEach(target -> reach(target.function(), function -> reached.putIfAbsent(function, target) == null));
    file.functions().stream().filter(FunctionInfo::isOnLoop).forEach(function -> reach(function, onLoop::add));
  }

  public static ThreadTargets of(FileModel file) {
    return file.facts(ThreadTargets.class, ThreadTargets::new);
  }

  private static Optional<FunctionInfo> waiter(Handover handover) {
    boolean givesAwaitable = handover.call().isTo("asyncio.to_thread")
      || handover.call().simpleName().equals("run_in_executor");
    return givesAwaitable && handover.call().function().isAsync()
      ? Optional.of(handover.call().function())
      : Optional.empty();
  }

  /**
   * {@code run} of a subclass of {@code Thread}; the {@code on_…} methods of a watchdog handler, which its observer
   * thread calls.
   */
  private void addThreadClass(ClassInfo type) {
    Set<String> ancestors = type.ancestorNames();
    boolean isThread = ancestors.stream()
      .anyMatch(name -> name.equals("threading.Thread") || name.endsWith(".QThread"));
    boolean isWatcher = ancestors.stream().anyMatch(name -> name.startsWith("watchdog.events."));
    Tree evidence = type.tree().args() == null ? type.tree().name() : type.tree().args();
    type.methods().stream()
      .filter(method -> isThread && method.name().equals("run")
        || isWatcher && WATCHER_METHOD.matcher(method.name()).matches())
      .filter(method -> !method.isAsync())
      .forEach(method -> targets.add(new Target(method, evidence, Optional.empty())));
  }

  private void reach(FunctionInfo start, java.util.function.Predicate<FunctionInfo> isNew) {
    Deque<FunctionInfo> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      FunctionInfo function = open.poll();
      if (isNew.test(function)) {
        function.calls().forEach(call -> file.callGraph().runBy(call).ifPresent(open::add));
      }
    }
  }

  /** The functions that threads begin with. */
  public List<Target> targets() {
    return targets;
  }

  /** The functions that a thread runs, each with the target through which it does. */
  public Map<FunctionInfo, Target> reached() {
    return reached;
  }

  /** The functions that run on the event loop, or that those call. */
  public Set<FunctionInfo> onLoop() {
    return onLoop;
  }

  /** True when the thread runs an event loop of its own: what it starts there belongs to that loop. */
  public boolean hasOwnLoop(Target target) {
    return reached.entrySet().stream().filter(entry -> entry.getValue() == target)
      .flatMap(entry -> entry.getKey().calls().stream())
      .anyMatch(ThreadTargets::givesLoop);
  }

  /** True for a call that gives its thread an event loop: makes, sets or runs one. */
  public static boolean givesLoop(CallInfo call) {
    return call.plays(Role.NEW_LOOP) || call.plays(Role.DRIVES_LOOP) || call.plays(Role.RUNS_PROGRAM)
      || call.isTo("asyncio.set_event_loop", "asyncio.Runner") || call.simpleName().equals("run_until_complete")
      || call.simpleName().equals("run_forever");
  }
}
