package org.usingasyncio.project;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** What runs in worker threads, and what on the event loop, over all files. */
public final class ThreadReach {

  /**
   * Where a thread begins.
   *
   * @param file the file that shows it
   * @param span the place that shows it: the call that hands the function over, or the function
   * @param isAwaited true when a coroutine waits for its end
   * @param runs the functions that the thread runs, the one that it begins with first
   */
  public record Start(FileSummary file, Span span, boolean isAwaited, List<FunctionSummary> runs) {

    /** True when the thread has an event loop of its own: what it starts there belongs to that loop. */
    public boolean hasOwnLoop() {
      return runs.stream()
        .anyMatch(function -> function.calls().stream().anyMatch(call -> call.has(CallSummary.Effect.HAS_LOOP)));
    }
  }

  private final ProjectModel project;
  private final int depth;
  private final List<Start> starts = new ArrayList<>();

  public ThreadReach(ProjectModel project, int depth) {
    this.project = project;
    this.depth = depth;
    project.files().stream().filter(project::isMainCode).forEach(this::addStarts);
  }

  private void addStarts(FileSummary file) {
    for (HandoverSummary handover : file.handovers()) {
      boolean isAwaited = handover.where() == HandoverSummary.Where.AWAITED_THREAD;
      if (isAwaited || handover.where() == HandoverSummary.Where.THREAD) {
        project.function(file, handover.target()).filter(function -> !function.is(FunctionSummary.Trait.ASYNC))
          .ifPresent(function -> starts
            .add(new Start(file, handover.span(), isAwaited, reach(List.of(function)))));
      }
    }
    for (FunctionSummary function : file.functions()) {
      boolean isFree = function.is(FunctionSummary.Trait.IN_THREAD);
      if (isFree || function.is(FunctionSummary.Trait.IN_AWAITED_THREAD)) {
        starts.add(new Start(file, function.place(), !isFree, reach(List.of(function))));
      }
    }
  }

  /** The functions that run where the given ones do, in the order in which they are reached. */
  private List<FunctionSummary> reach(List<FunctionSummary> first) {
    Map<FunctionSummary, Integer> found = new IdentityHashMap<>();
    List<FunctionSummary> inOrder = new ArrayList<>();
    Deque<FunctionSummary> open = new ArrayDeque<>(first);
    first.forEach(function -> found.put(function, 1));
    while (!open.isEmpty()) {
      FunctionSummary function = open.poll();
      inOrder.add(function);
      int next = found.get(function) + 1;
      if (next <= depth) {
        function.calls().forEach(call -> project.runBy(call)
          .filter(target -> found.putIfAbsent(target, next) == null).ifPresent(open::add));
      }
    }
    return inOrder;
  }

  /** The places where threads begin, in the order of the files. */
  public List<Start> starts() {
    return starts;
  }

  /** The functions of main code that run on the event loop, or that those call. */
  public List<FunctionSummary> onLoop() {
    return reach(project.files().stream().filter(project::isMainCode).flatMap(file -> file.functions().stream())
      .filter(function -> function.is(FunctionSummary.Trait.ON_LOOP)).toList());
  }
}
