package org.usingasyncio.checks.project;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.usingasyncio.checks.Depth;
import org.usingasyncio.checks.NameList;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.knowledge.Knowledge;
import org.usingasyncio.model.BlockingPaths;
import org.usingasyncio.project.CallSummary;
import org.usingasyncio.project.Paths;
import org.usingasyncio.project.ProjectModel;

/** UA104: a coroutine calls a function that blocks in another file. */
public final class BlockingAcrossFiles extends ReachAcrossFiles {

  public BlockingAcrossFiles() {
    super("UA104", CallSummary.Effect.BLOCKS);
  }

  @Override
  Paths ways(ProjectModel project, Map<String, String> parameters) {
    NameList added = NameList.of(parameters.getOrDefault("blockingCalls", ""));
    return added.isEmpty()
      ? super.ways(project, parameters)
      : new Paths(project, call -> call.has(CallSummary.Effect.BLOCKS) || added.contains(call.target()),
        Depth.of(parameters));
  }

  /** What computes for long within the file of the call is reported there, by UA101. */
  @Override
  Predicate<CallSummary> reportedByAnother(ProjectModel project, Map<String, String> parameters) {
    return project.waysTo(CallSummary.Effect.COMPUTES, Depth.of(parameters))::staysInFile;
  }

  /** Silent for a file that is read when a singleton is made, and for what its constructor does far below. */
  @Override
  boolean isWorthAFinding(List<CallSummary> path) {
    return isMoreThanFirstUse(path);
  }

  static boolean isMoreThanFirstUse(List<CallSummary> path) {
    return !BlockingPaths.costsOnce(path, call -> call.is(CallSummary.Trait.FIRST_USE),
      Knowledge.shipped().fact(path.get(path.size() - 1).target()).flatMap(Fact::blocks));
  }

  @Override
  String message(List<CallSummary> path) {
    // what is awaited gives something of the loop, and cannot move to a thread as a whole
    return String.format(path.get(0).is(CallSummary.Trait.AWAITED)
      ? "Make \"%s\" await instead, it blocks the event loop: %s."
      : "Run \"%s\" in a thread, it blocks the event loop: %s.", subject(path), chain(path));
  }
}
