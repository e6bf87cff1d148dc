package org.usingasyncio.model;

import java.util.Set;

/** When the body of a generator function runs: not at the call, but when the generator is consumed. */
final class Generators {

  private static final Set<String> CONSUMERS = Set.of(
    "list", "tuple", "set", "dict", "frozenset", "sorted", "sum", "any", "all", "min", "max", "next", "str.join",
    "enumerate");

  private Generators() {}

  /**
   * True when the code that calls the generator function also consumes what it gives: {@code for row in rows():},
   * {@code list(rows())}, {@code with locked_file() as f} for a context manager.
   */
  static boolean runs(CallInfo call, FunctionInfo target) {
    if (target.isDecorated()) {
      return call.use().is(Use.How.ENTERED)
        && target.decorators().stream().allMatch("contextlib.contextmanager"::equals);
    }
    return isConsumed(call);
  }

  /** True when the code takes all that the call gives: by a loop, a comprehension, {@code list(…)}. */
  static boolean isConsumed(CallInfo call) {
    return call.use().is(Use.How.ITERATED)
      || call.use().is(Use.How.ARGUMENT) && call.file().callOf(call.use().site())
        .filter(user -> user.name().filter(CONSUMERS::contains).isPresent()).isPresent();
  }
}
