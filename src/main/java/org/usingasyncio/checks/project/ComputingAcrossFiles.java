package org.usingasyncio.checks.project;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.usingasyncio.project.CallSummary;

/** UA101: a coroutine calls a function that computes for long in another file. */
public final class ComputingAcrossFiles extends ReachAcrossFiles {

  public ComputingAcrossFiles() {
    super("UA101");
  }

  @Override
  Predicate<CallSummary> offending(Map<String, String> parameters) {
    return call -> call.has(CallSummary.Effect.COMPUTES);
  }

  @Override
  String message(List<CallSummary> path) {
    return String.format("Run \"%s\" in an executor, it computes for long: %s.", subject(path), chain(path));
  }
}
