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

  /** True when the code takes all that the call gives: by a loop, a comprehension, {@code list(…)}, at once or by a name. */
  static boolean isConsumed(CallInfo call) {
    return isConsumed(call.file(), call.use()) || call.use().is(Use.How.ASSIGNED)
      && Life.of(call.file(), call.tree()).uses().stream().anyMatch(use -> isConsumed(call.file(), use)
        && call.file().functionAround(use.site()) == call.function());
  }

  private static boolean isConsumed(FileModel file, Use use) {
    return use.is(Use.How.ITERATED) || use.is(Use.How.ARGUMENT) && file.callOf(use.site())
      .filter(user -> user.name().filter(CONSUMERS::contains).isPresent()).isPresent();
  }
}
