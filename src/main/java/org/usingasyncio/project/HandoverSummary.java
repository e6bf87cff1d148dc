package org.usingasyncio.project;

/**
 * A function of another file that this file hands over to be called later.
 *
 * @param target its qualified name, as seen from this file
 * @param span the call that takes it
 * @param where what will call it
 */
public record HandoverSummary(String target, Span span, Where where) {

  public enum Where {
    THREAD,
    /** A thread for whose end a coroutine waits. */
    AWAITED_THREAD,
    /** A framework, for each request or event. */
    HANDLER,
    /** A framework, once: at start or stop. */
    LIFESPAN
  }
}
