package org.usingasyncio.project;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How often functions run, as far as their callers in all files show it. */
public final class Repetition {

  public enum Answer {
    /** Called in a loop or for each request, itself or through its callers. */
    AGAIN,
    /** Called only by what runs once. */
    ONCE,
    UNKNOWN
  }

  /**
   * @param way what shows it: from the call in a loop, or the handler's, down to the call of the function itself
   */
  public record Result(Answer answer, List<CallSummary> way, Optional<FunctionSummary> handler) {

    public static final Result UNKNOWN = new Result(Answer.UNKNOWN, List.of(), Optional.empty());
  }

  private final ProjectModel project;
  private final int depth;
  private final Map<FunctionSummary, HandoverSummary.Where> registered = new IdentityHashMap<>();

  public Repetition(ProjectModel project, int depth) {
    this.project = project;
    this.depth = depth;
    project.files().stream().filter(project::isMainCode).forEach(file -> file.handovers().stream()
      .filter(handover -> handover.where() == HandoverSummary.Where.HANDLER
        || handover.where() == HandoverSummary.Where.LIFESPAN)
      .forEach(handover -> project.function(file, handover.target())
        .ifPresent(function -> registered.put(function, handover.where()))));
  }

  private boolean isHandler(FunctionSummary function) {
    return function.is(FunctionSummary.Trait.HANDLER)
      || registered.get(function) == HandoverSummary.Where.HANDLER;
  }

  private boolean isOnce(FunctionSummary function) {
    return function.is(FunctionSummary.Trait.ONCE)
      || registered.get(function) == HandoverSummary.Where.LIFESPAN
      || function.name().isEmpty() || function.span().equals(new Span(1, 0, 1, 0));
  }

  private record Step(FunctionSummary function, List<CallSummary> way) {}

  /** How often the function runs. */
  public Result of(FunctionSummary function) {
    if (isHandler(function)) {
      return new Result(Answer.AGAIN, List.of(), Optional.of(function));
    }
    if (isOnce(function)) {
      return new Result(Answer.ONCE, List.of(), Optional.empty());
    }
    Map<FunctionSummary, Boolean> seen = new IdentityHashMap<>();
    Deque<Step> open = new ArrayDeque<>(List.of(new Step(function, List.of())));
    seen.put(function, true);
    boolean isOnce = true;
    while (!open.isEmpty()) {
      Step step = open.poll();
      List<CallSummary> calls = project.callers(step.function());
      isOnce &= !calls.isEmpty() && step.way().size() < depth;
      for (CallSummary call : calls) {
        FunctionSummary caller = project.functionOf(call);
        List<CallSummary> way = new ArrayList<>(List.of(call));
        way.addAll(step.way());
        if (call.is(CallSummary.Trait.PER_ITEM)) {
          return new Result(Answer.AGAIN, way, Optional.empty());
        }
        if (isHandler(caller)) {
          return new Result(Answer.AGAIN, way, Optional.of(caller));
        }
        if (call.is(CallSummary.Trait.REPEATED)) {
          isOnce = false;
        } else if (!isOnce(caller) && way.size() < depth && seen.put(caller, true) == null) {
          open.add(new Step(caller, way));
        }
      }
    }
    return new Result(isOnce ? Answer.ONCE : Answer.UNKNOWN, List.of(), Optional.empty());
  }
}
