package org.usingasyncio.corpus;

import java.io.File;
import java.lang.reflect.Method;
import java.util.Optional;

/** What {@code AsyncioCheck} caught, so that no failing rule goes unnoticed here; the log has the stack. */
final class CaughtFailures {

  private CaughtFailures() {
  }

  /** The summary for the user, when a rule has failed since the last question. */
  static Optional<String> since(File workingDirectory) {
    try {
      Method take = Class.forName("org.usingasyncio.checks.Failures").getMethod("take", File.class);
      Optional<?> failures = (Optional<?>) take.invoke(null, workingDirectory);
      if (failures.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of((String) failures.get().getClass().getMethod("summary").invoke(failures.get()));
    } catch (ClassNotFoundException absent) {
      return Optional.empty();
    } catch (ReflectiveOperationException cause) {
      throw new IllegalStateException("The failures of the rules cannot be asked for", cause);
    }
  }
}
