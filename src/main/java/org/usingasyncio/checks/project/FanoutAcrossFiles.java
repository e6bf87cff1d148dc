package org.usingasyncio.checks.project;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.usingasyncio.checks.Depth;
import org.usingasyncio.project.CallSummary;
import org.usingasyncio.project.FileSummary;
import org.usingasyncio.project.FunctionSummary;
import org.usingasyncio.project.ProjectFinding;
import org.usingasyncio.project.ProjectModel;
import org.usingasyncio.project.ProjectRule;
import org.usingasyncio.project.Suspicion;

/** UA705: a coroutine of another file that does I/O is started at once for every element of something. */
public final class FanoutAcrossFiles implements ProjectRule {

  @Override
  public String key() {
    return "UA705";
  }

  @Override
  public List<ProjectFinding> review(ProjectModel project, Map<String, String> parameters) {
    int depth = Depth.of(parameters);
    List<ProjectFinding> findings = new ArrayList<>();
    for (FileSummary file : project.files()) {
      for (Suspicion fanout : file.suspicions(key())) {
        List<FunctionSummary> started = project.implementations(file, fanout.subject());
        if (!started.isEmpty() && !(started.get(0).isCoroutine()
          && started.get(0).is(FunctionSummary.Trait.CALLED_AS_WRITTEN))) {
          continue;
        }
        List<String> elements = fanout.details();
        (started.size() == 1
          ? unlimitedIo(project, started.get(0), elements, depth)
          : elements.contains("self") ? Optional.<List<CallSummary>>empty() : ofEach(project, started, depth))
          .ifPresent(way -> findings.add(Hops.show(project, way, ProjectFinding.of(file, fanout))));
      }
    }
    return findings;
  }

  private record Step(FunctionSummary function, List<CallSummary> way) {}

  /**
   * The shortest way to a call that does I/O; empty when there is none, or something on any way limits how many run.
   *
   * @param elements the parameters with what is another in each turn: there are few classes, and few objects of each
   */
  private static Optional<List<CallSummary>> unlimitedIo(ProjectModel project, FunctionSummary start,
    List<String> elements, int depth) {
    Map<FunctionSummary, Boolean> seen = new IdentityHashMap<>(Map.of(start, true));
    Deque<Step> open = new ArrayDeque<>(List.of(new Step(start, List.of())));
    Optional<List<CallSummary>> found = Optional.empty();
    while (!open.isEmpty()) {
      Step step = open.poll();
      // one long-lived worker per element is a design, not a burst
      if (step.function().is(FunctionSummary.Trait.LIMITED) || step.function().is(FunctionSummary.Trait.ENDLESS)) {
        return Optional.empty();
      }
      for (CallSummary call : step.function().calls()) {
        List<CallSummary> way = new ArrayList<>(step.way());
        way.add(call);
        if (found.isEmpty() && call.has(CallSummary.Effect.IO)) {
          found = Optional.of(way);
        }
        if (way.size() < depth) {
          if (found.isEmpty()) {
            boolean isOfElement = step.function() == start
              && elements.contains(call.written().replaceFirst("\\..*", ""));
            found = isOfElement || project.target(call).isPresent()
              ? found
              : ofEach(project, project.implementations(call), depth - way.size())
                .map(rest -> Stream.concat(way.stream(), rest.stream()).toList());
          }
          project.target(call).filter(target -> seen.put(target, true) == null)
            .ifPresent(target -> open.add(new Step(target, way)));
        }
      }
    }
    return found;
  }

  /** A method that is only declared, where a class that has it does I/O, and none limits how many run. */
  private static Optional<List<CallSummary>> ofEach(ProjectModel project, List<FunctionSummary> methods, int depth) {
    return methods.stream().noneMatch(method -> method.is(FunctionSummary.Trait.STUB))
      || methods.stream().anyMatch(method -> method.is(FunctionSummary.Trait.LIMITED))
        ? Optional.empty()
        : methods.stream().flatMap(method -> unlimitedIo(project, method, List.of(), depth).stream()).findFirst();
  }
}
