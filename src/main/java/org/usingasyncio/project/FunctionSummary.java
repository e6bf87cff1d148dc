package org.usingasyncio.project;

import java.util.List;
import java.util.Set;

/**
 * A function, method or module of a file.
 *
 * @param name the qualified name, with the module's: {@code shop.orders.Basket.total}; the module's own name for its code
 * @param span the name in the {@code def}, or the word {@code async}: the evidence for where the function runs
 * @param traits what it is
 * @param calls the calls of its body that matter across files, in source order
 */
public record FunctionSummary(String name, Span span, Set<Trait> traits, List<CallSummary> calls) {

  public enum Trait {
    /** Runs on the event loop: an {@code async def}, or a callback handed to the loop. */
    ON_LOOP,
    ASYNC,
    GENERATOR,
    /** No decorator may replace it by something else. */
    CALLED_AS_WRITTEN,
    /** Declared, not written: a stub, an abstract method. */
    STUB,
    /** Handed to a worker thread or a thread pool. */
    IN_THREAD,
    /** A coroutine function that runs until somebody stops it. */
    ENDLESS
  }

  public boolean is(Trait trait) {
    return traits.contains(trait);
  }

  /** True for an {@code async def} that must be awaited. */
  public boolean isCoroutine() {
    return is(Trait.ASYNC) && !is(Trait.GENERATOR);
  }
}
