package org.usingasyncio.project;

/**
 * A fact of a file that a rule needs for the whole program: an entry point, a handler for SIGTERM.
 *
 * @param kind what it is
 * @param text the name the user gave it
 * @param span where it stands
 */
public record Mark(Kind kind, String text, Span span) {

  public enum Kind {
    /** Starts the program and runs until somebody stops it. */
    ENDLESS_ENTRY_POINT,
    /** Starts an event loop, and nothing beside it switches debug mode on. */
    ENTRY_POINT,
    /** The file is run, not imported: it has a main guard, starts a loop or defines handlers. */
    PROGRAM,
    /** Handles SIGTERM, or runs a framework that does. */
    HANDLES_SIGNALS,
    /** Decides about the debug mode of asyncio. */
    DEBUG_MODE
  }
}
