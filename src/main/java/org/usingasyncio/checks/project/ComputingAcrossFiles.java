package org.usingasyncio.checks.project;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.usingasyncio.checks.Depth;
import org.usingasyncio.project.CallSummary;
import org.usingasyncio.project.Paths;
import org.usingasyncio.project.ProjectModel;

/** UA101: a coroutine calls a function that computes for long in another file. */
public final class ComputingAcrossFiles extends ReachAcrossFiles {

  public ComputingAcrossFiles() {
    super("UA101", CallSummary.Effect.COMPUTES);
  }

  /** What also blocks goes to a thread as a whole, and UA104 says so. */
  @Override
  Predicate<CallSummary> reportedByAnother(ProjectModel project, Map<String, String> parameters) {
    Paths blocking = project.waysTo(CallSummary.Effect.BLOCKS, Depth.of(parameters));
    return call -> blocking.from(call).filter(BlockingAcrossFiles::isMoreThanFirstUse).isPresent();
  }

  @Override
  String message(List<CallSummary> path) {
    return String.format("Run \"%s\" in an executor, it computes for long: %s.", subject(path), chain(path));
  }
}
