package org.usingasyncio.reach;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Functions and the calls their bodies make. The functions of a file are one such graph, those of a project another.
 *
 * @param <F> a function
 * @param <C> a call
 */
public interface CallGraph<F, C> {

  /** The calls that run when the function is called, in source order. */
  List<C> callsOf(F function);

  /** The function that a call runs before it returns; empty when it is unknown, or when the call only makes a coroutine. */
  Optional<F> runBy(C call);

  /** What has to be known of the parameters of the calling function for the call to be made, and what it passes on. */
  Passing passing(C call);

  /** The parameters of the function, in their order, with what their defaults are. */
  Map<String, Integer> parametersOf(F function);
}
