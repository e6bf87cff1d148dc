package org.usingasyncio.reach;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Searches a {@link CallGraph} for a call that a function makes, itself or through the functions it calls. */
public final class Reach<F, C> {

  private final CallGraph<F, C> graph;

  public Reach(CallGraph<F, C> graph) {
    this.graph = graph;
  }

  /**
   * The shortest way from {@code first} to a call that fulfils the condition: {@code first}, one call for each function
   * on the way, and the call that was searched. Empty when there is none within {@code depth} functions. Recursion and
   * cycles end, and so does a way on which the arguments lead to another branch. The call {@code first} itself is not
   * tested.
   */
  public Optional<List<C>> path(C first, Predicate<C> searched, int depth) {
    Map<F, Set<Map<String, Integer>>> seen = new IdentityHashMap<>();
    Deque<Step<F, C>> open = new ArrayDeque<>();
    step(null, first, Map.of()).ifPresent(open::add);
    while (!open.isEmpty()) {
      Step<F, C> step = open.poll();
      if (!seen.computeIfAbsent(step.function(), function -> new HashSet<>()).add(step.known())) {
        continue;
      }
      for (C call : graph.callsOf(step.function())) {
        if (searched.test(call) && graph.passing(call).where(step.known()).isPresent()) {
          return Optional.of(wayTo(step, call));
        }
      }
      if (step.depth() < depth) {
        graph.callsOf(step.function()).forEach(call -> step(step, call, step.known()).ifPresent(open::add));
      }
    }
    return Optional.empty();
  }

  /** True when the arguments lead from each call of the way to the next. */
  public boolean isPossible(List<C> way) {
    Map<String, Integer> known = Map.of();
    for (C call : way) {
      Optional<Map<String, Integer>> here = graph.passing(call).where(known);
      if (here.isEmpty()) {
        return false;
      }
      known = graph.runBy(call).map(function -> inside(function, call, here.get())).orElse(Map.of());
    }
    return true;
  }

  private Optional<Step<F, C>> step(Step<F, C> from, C call, Map<String, Integer> known) {
    return graph.runBy(call).flatMap(function -> graph.passing(call).where(known)
      .map(
        here -> new Step<>(from, call, function, inside(function, call, here), from == null ? 1 : from.depth() + 1)));
  }

  private Map<String, Integer> inside(F function, C call, Map<String, Integer> here) {
    return graph.passing(call).inside(here, graph.parametersOf(function));
  }

  private static <F, C> List<C> wayTo(Step<F, C> from, C last) {
    List<C> way = new ArrayList<>(List.of(last));
    for (Step<F, C> step = from; step != null; step = step.from()) {
      way.add(step.call());
    }
    Collections.reverse(way);
    return way;
  }

  private record Step<F, C>(Step<F, C> from, C call, F function, Map<String, Integer> known, int depth) {}
}
