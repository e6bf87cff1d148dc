package org.usingasyncio.project;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A function, method or module of a file.
 *
 * @param name the qualified name, with the module's: {@code shop.orders.Basket.total}; the module's own name for its code
 * @param place the name in the {@code def}
 * @param span what shows where the function runs: the word {@code async}, or the name
 * @param traits what it is
 * @param parameters its parameters in their order, with what their defaults are: see {@link org.usingasyncio.reach.Passing}
 * @param calls the calls of its body that matter across files, in source order
 * @param touches the state that outlives it and that it changes or goes through
 */
public record FunctionSummary(String name, Span place, Span span, Set<Trait> traits,
  Map<String, Integer> parameters, List<CallSummary> calls, List<TouchSummary> touches) {

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
    /** The same, and a coroutine waits for its end. */
    IN_AWAITED_THREAD,
    /** The file shows that a thread runs it. */
    REACHED_IN_THREAD,
    /** The file shows that the loop runs it, directly or through calls. */
    REACHED_ON_LOOP,
    /** Asks in which thread it runs, or hands work to the thread of the loop. */
    KNOWS_THREADS,
    /** Asks whether it runs on the loop, or in which thread. */
    ASKS_FOR_LOOP,
    /** A coroutine function that runs until somebody stops it. */
    ENDLESS,
    /** Called by a framework, for each request or event. */
    HANDLER,
    /** Called once in the life of a program. */
    ONCE,
    /** Waits for its turn: a semaphore, a limiter, a lock. */
    LIMITED,
    /** Calls a method of its base class. */
    CALLS_SUPER,
    /** Starts a task and returns it, without keeping it. */
    GIVES_TASK
  }

  public boolean is(Trait trait) {
    return traits.contains(trait);
  }

  /** True for an {@code async def} that must be awaited. */
  public boolean isCoroutine() {
    return is(Trait.ASYNC) && !is(Trait.GENERATOR);
  }

  /** The last part of the name. */
  public String simpleName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
