package org.usingasyncio.checks.project;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.usingasyncio.checks.Depth;
import org.usingasyncio.project.FileSummary;
import org.usingasyncio.project.FunctionSummary;
import org.usingasyncio.project.ProjectFinding;
import org.usingasyncio.project.ProjectModel;
import org.usingasyncio.project.ProjectRule;
import org.usingasyncio.project.ThreadReach;
import org.usingasyncio.project.TouchSummary;

/** UA108: a thread that another file starts changes state that the event loop uses, outside a lock. */
public final class SharedStateAcrossFiles implements ProjectRule {

  private record Touch(FunctionSummary function, FileSummary file, TouchSummary touch) {}

  @Override
  public String key() {
    return "UA108";
  }

  @Override
  public List<ProjectFinding> review(ProjectModel project, Map<String, String> parameters) {
    ThreadReach reach = new ThreadReach(project, Depth.of(parameters));
    List<ProjectFinding> findings = new ArrayList<>();
    if (reach.starts().isEmpty()) {
      return findings;
    }
    Map<String, List<Touch>> onLoop = new HashMap<>();
    reach.onLoop().forEach(function -> touches(project, function)
      .forEach((state, touches) -> onLoop.computeIfAbsent(state, key -> new ArrayList<>()).addAll(touches)));
    Set<String> reported = new HashSet<>();
    for (ThreadReach.Start start : reach.starts()) {
      for (FunctionSummary worker : start.runs()) {
        touches(project, worker).forEach((state, writes) -> {
          // one object for the thread and another for the loop: who waits for the thread has made it for that
          boolean isKnownShared = !start.isAwaited() || !state.contains("@");
          if (isKnownShared && !reported.contains(state)) {
            writes.forEach(write -> conflict(write, onLoop.getOrDefault(state, List.of()))
              .filter(other -> reported.add(state))
              .ifPresent(other -> findings.add(finding(write, other, start))));
          }
        });
      }
    }
    return findings;
  }

  /** What the function does to state, by what it is: a variable of a module, or {@code class@attribute}. */
  private static Map<String, List<Touch>> touches(ProjectModel project, FunctionSummary function) {
    Map<String, List<Touch>> found = new java.util.LinkedHashMap<>();
    FileSummary file = project.fileOf(function);
    for (TouchSummary touch : function.touches()) {
      int mark = touch.state().indexOf('#');
      Optional<String> state = mark < 0
        ? project.variable(file, touch.state())
        : project.resolveClass(file, touch.state().substring(0, mark))
          .map(type -> project.fileOf(type).uri() + "@" + touch.state());
      state.ifPresent(
        name -> found.computeIfAbsent(name, key -> new ArrayList<>()).add(new Touch(function, file, touch)));
    }
    return found;
  }

  private static Optional<Touch> conflict(Touch write, List<Touch> others) {
    return others.stream()
      .filter(other -> conflicts(write.touch(), other.touch()))
      .filter(other -> !(write.touch().isGuarded() && other.touch().isGuarded()))
      .filter(other -> !isSeenInFile(write, other))
      .findFirst();
  }

  /** What one file shows is reported there. */
  private static boolean isSeenInFile(Touch write, Touch other) {
    return write.file() == other.file() && write.function().is(FunctionSummary.Trait.REACHED_IN_THREAD)
      && other.function().is(FunctionSummary.Trait.REACHED_ON_LOOP);
  }

  private static boolean conflicts(TouchSummary write, TouchSummary other) {
    return switch (write.kind()) {
      case MUTATE -> isChange(other) || other.kind() == TouchSummary.Kind.ITERATE;
      // a container only where the other file shows that it is one
      case MUTATE_UNKNOWN -> other.kind() == TouchSummary.Kind.MUTATE;
      case INCREMENT -> other.kind() == TouchSummary.Kind.INCREMENT || other.kind() == TouchSummary.Kind.REBIND;
      case ITERATE, REBIND -> false;
    };
  }

  private static boolean isChange(TouchSummary touch) {
    return touch.kind() == TouchSummary.Kind.MUTATE || touch.kind() == TouchSummary.Kind.MUTATE_UNKNOWN;
  }

  private static ProjectFinding finding(Touch write, Touch other, ThreadReach.Start start) {
    Touch place = write.touch().isGuarded() ? other : write;
    Touch user = place == write ? other : write;
    return new ProjectFinding(place.file(), place.touch().span(), String.format(
      "Hold a lock around \"%s\" here and in \"%s\", which uses it %s at the same time.", place.touch().written(),
      user.function().simpleName(), user == other ? "on the event loop" : "in another thread"))
      .because(user.file(), user.touch().span(), "used here at the same time")
      .because(start.file(), start.span(), "a thread of its own because of this");
  }
}
