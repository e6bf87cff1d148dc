package org.usingasyncio.reach;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
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
   * cycles end. The call {@code first} itself is not tested.
   */
  public Optional<List<C>> path(C first, Predicate<C> searched, int depth) {
    Optional<F> start = graph.runBy(first);
    if (start.isEmpty()) {
      return Optional.empty();
    }
    Map<F, Step<F, C>> reached = new HashMap<>();
    Set<F> seen = new HashSet<>(Set.of(start.get()));
    Deque<F> open = new ArrayDeque<>(List.of(start.get()));
    reached.put(start.get(), new Step<>(null, first, 1));
    while (!open.isEmpty()) {
      F function = open.poll();
      Step<F, C> step = reached.get(function);
      for (C call : graph.callsOf(function)) {
        if (searched.test(call)) {
          return Optional.of(wayTo(function, call, reached));
        }
      }
      if (step.depth() < depth) {
        for (C call : graph.callsOf(function)) {
          graph.runBy(call).filter(seen::add).ifPresent(callee -> {
            reached.put(callee, new Step<>(function, call, step.depth() + 1));
            open.add(callee);
          });
        }
      }
    }
    return Optional.empty();
  }

  private List<C> wayTo(F function, C last, Map<F, Step<F, C>> reached) {
    List<C> way = new ArrayList<>(List.of(last));
    for (F current = function; current != null; current = reached.get(current).from()) {
      way.add(reached.get(current).call());
    }
    Collections.reverse(way);
    return way;
  }

  private record Step<F, C>(F from, C call, int depth) {}
}
