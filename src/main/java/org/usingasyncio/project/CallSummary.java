package org.usingasyncio.project;

import java.util.Set;
import org.usingasyncio.reach.Passing;

/**
 * One call that matters across files: to a function of the project, or to a library function with an effect.
 *
 * @param target the qualified name of what is called
 * @param written the callee as the user wrote it
 * @param span the callee
 * @param effects what the call itself does
 * @param traits how it is made
 * @param passing which arguments lead to it, and what it passes on
 */
public record CallSummary(String target, String written, Span span, Set<Effect> effects, Set<Trait> traits,
  Passing passing) {

  public enum Effect {
    /** Blocks the thread: sleep, HTTP, file, database, legacy. */
    BLOCKS,
    /** Computes for long. */
    COMPUTES,
    /** Runs an event loop: {@code asyncio.run}, {@code run_until_complete}. */
    RUNS_LOOP,
    /** Gives its thread an event loop: runs, makes or sets one. */
    HAS_LOOP,
    /** Belongs to the thread of the loop: {@code call_soon}, {@code Event.set}. */
    LOOP_THREAD_ONLY,
    /** Starts a task. */
    STARTS_TASK,
    /** Network, database or file I/O. */
    IO
  }

  public enum Trait {
    AWAITED,
    /** A statement of its own: the result is lost. */
    DROPPED,
    /** The coroutine that {@code asyncio.run} and the like run as the program. */
    PROGRAM,
    /** In a loop or comprehension. */
    REPEATED,
    /** In a loop over something, or a comprehension: not in one that only goes on for ever. */
    PER_ITEM,
    /** The file itself shows what is called: its own definition, or SonarPython's symbol of it. */
    KNOWN_IN_FILE,
    /** The author hands the same to a thread nearby: made here on purpose. */
    ON_PURPOSE,
    /** Made once, when the program first needs what it gives. */
    FIRST_USE,
    /** In a branch that only some arguments lead to, or that ends the program. */
    DEPENDS_ON_ARGUMENT,
    /** Makes the coroutine of a task that nobody waits for, and whose code another file may have. */
    LEFT_ALONE
  }

  public boolean has(Effect effect) {
    return effects.contains(effect);
  }

  public boolean is(Trait trait) {
    return traits.contains(trait);
  }
}
