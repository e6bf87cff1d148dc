package org.usingasyncio.reach;

/** Where a function's body runs. One function may run in several places. */
public enum Execution {
  /** On the event loop: the body of an {@code async def}, or a callback handed to the loop. */
  LOOP,
  /** In a worker thread: the target of a {@code Thread}, or a function handed to a thread pool. */
  THREAD,
  /** In another process. */
  PROCESS
}
