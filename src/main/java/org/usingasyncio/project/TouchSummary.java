package org.usingasyncio.project;

/**
 * A use of state that outlives the function: an attribute of its object, or a variable of a module.
 *
 * @param state the class and the attribute ({@code shop.Store#orders}), or the variable with its module
 * @param kind what is done to it
 * @param written the state as the user wrote it
 * @param span the place
 * @param isGuarded true under a lock
 */
public record TouchSummary(String state, Kind kind, String written, Span span, boolean isGuarded) {

  public enum Kind {
    /** The elements of a container are gone through. */
    ITERATE,
    /** A list, dictionary or set is changed. */
    MUTATE,
    /** The same to what may be something else: only the file that makes it knows. */
    MUTATE_UNKNOWN,
    REBIND,
    /** {@code count += 1} */
    INCREMENT
  }
}
