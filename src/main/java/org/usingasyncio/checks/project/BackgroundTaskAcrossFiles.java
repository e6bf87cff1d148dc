package org.usingasyncio.checks.project;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.usingasyncio.project.ClassSummary;
import org.usingasyncio.project.Endings;
import org.usingasyncio.project.FileSummary;
import org.usingasyncio.project.FunctionSummary;
import org.usingasyncio.project.ProjectFinding;
import org.usingasyncio.project.ProjectModel;
import org.usingasyncio.project.ProjectRule;
import org.usingasyncio.project.Suspicion;

/**
 * UA405: an endless task that no class of the owner's family cancels, and a subclass whose stop method replaces the one
 * that does.
 */
public final class BackgroundTaskAcrossFiles implements ProjectRule {

  @Override
  public String key() {
    return "UA405";
  }

  @Override
  public List<ProjectFinding> review(ProjectModel project, Map<String, String> parameters) {
    Endings endings = new Endings(project);
    List<ProjectFinding> findings = new ArrayList<>();
    for (FileSummary file : project.files()) {
      for (Suspicion task : file.suspicions(key())) {
        if (task.question() == Suspicion.Question.STOP_REPLACED) {
          project.resolveClass(file, task.subject()).ifPresent(owner -> project.below(owner).stream()
            .filter(type -> project.fileOf(type) != file)
            .forEach(type -> replacement(project, type, task)
              .ifPresent(stop -> findings.add(forgotten(project, stop, file, task)))));
        } else if (!endings.mayEndAttribute(file, task.subject(), task.details().get(0))) {
          findings.add(ProjectFinding.of(file, task));
        }
      }
    }
    return findings;
  }

  private static ProjectFinding forgotten(ProjectModel project, FunctionSummary stop, FileSummary starter,
    Suspicion task) {
    ProjectFinding finding = new ProjectFinding(project.fileOf(stop), stop.place(),
      String.format(task.message(), stop.simpleName()));
    task.evidence().forEach(note -> finding.because(starter, note.span(), note.text()));
    return finding;
  }

  /**
   * The stop method of the class itself that ends nothing, where none of the methods that cancel the task of its base is
   * left.
   */
  private static Optional<FunctionSummary> replacement(ProjectModel project, ClassSummary type, Suspicion task) {
    String attribute = task.details().get(0);
    List<String> stops = task.details().subList(1, task.details().size());
    boolean isLeft = stops.stream()
      .anyMatch(
        stop -> project.method(type, stop).filter(method -> !mayEnd(project, type, method, attribute)).isEmpty());
    boolean mayBeAbstract = !project.below(type).isEmpty();
    return isLeft || mayBeAbstract
      ? Optional.empty()
      : stops.stream().filter(type.methods()::contains).findFirst().flatMap(stop -> project.method(type, stop));
  }

  /** True when the method, or another one that it calls, may end the attribute; also when it calls what is not known. */
  private static boolean mayEnd(ProjectModel project, ClassSummary type, FunctionSummary start, String attribute) {
    Set<FunctionSummary> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<FunctionSummary> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      FunctionSummary method = open.poll();
      if (seen.add(method)) {
        if (method.is(FunctionSummary.Trait.CALLS_SUPER) || method.is(FunctionSummary.Trait.STUB)
          || project.ownerOf(method).filter(owner -> owner.mayEnd(attribute, method.simpleName())).isPresent()) {
          return true;
        }
        method.calls().forEach(call -> {
          if (call.written().startsWith("self.") && call.written().indexOf('.', 5) < 0) {
            project.method(type, call.written().substring(5)).ifPresent(open::add);
          } else {
            project.target(call).ifPresent(open::add);
          }
        });
      }
    }
    return false;
  }
}
