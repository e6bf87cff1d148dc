package org.usingasyncio.project;

import java.util.EnumSet;
import java.util.Set;

/**
 * One call that matters across files: to a function of the project, or to a library function with an effect.
 *
 * @param target the qualified name of what is called
 * @param written the callee as the user wrote it
 * @param span the callee
 * @param effects what the call itself does
 * @param traits how it is made
 * @param instead what to write instead of a call with an effect; empty for any other
 */
public record CallSummary(String target, String written, Span span, Set<Effect> effects, Set<Trait> traits,
  String instead) {

  public enum Effect {
    /** Blocks the thread: sleep, HTTP, file, database, legacy. */
    BLOCKS,
    /** Computes for long. */
    COMPUTES,
    /** Runs an event loop: {@code asyncio.run}, {@code run_until_complete}. */
    RUNS_LOOP
  }

  public enum Trait {
    AWAITED,
    /** A statement of its own: the result is lost. */
    DROPPED,
    /** The coroutine that {@code asyncio.run} and the like run as the program. */
    PROGRAM,
    /** In a loop or comprehension. */
    REPEATED,
    /** Made once, when the program first needs what it gives. */
    FIRST_USE,
    /** The file itself shows what is called: its own definition, or SonarPython's symbol of it. */
    KNOWN_IN_FILE
  }

  public boolean has(Effect effect) {
    return effects.contains(effect);
  }

  public boolean is(Trait trait) {
    return traits.contains(trait);
  }

  static Set<Effect> noEffects() {
    return EnumSet.noneOf(Effect.class);
  }

  static Set<Trait> noTraits() {
    return EnumSet.noneOf(Trait.class);
  }
}
