package org.usingasyncio.checks.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.usingasyncio.project.ClassSummary;
import org.usingasyncio.project.Endings;
import org.usingasyncio.project.FileSummary;
import org.usingasyncio.project.Mark;
import org.usingasyncio.project.ProjectFinding;
import org.usingasyncio.project.ProjectModel;
import org.usingasyncio.project.ProjectRule;
import org.usingasyncio.project.Suspicion;

/** UA410: what a class or a module keeps, and no base class, subclass or other module closes. */
public final class LeaksAcrossFiles implements ProjectRule {

  @Override
  public String key() {
    return "UA410";
  }

  @Override
  public List<ProjectFinding> review(ProjectModel project, Map<String, String> parameters) {
    Endings endings = new Endings(project);
    boolean isProgram = project.files().stream().anyMatch(file -> file.has(Mark.Kind.PROGRAM));
    List<ProjectFinding> findings = new ArrayList<>();
    for (FileSummary file : project.files()) {
      for (Suspicion leak : file.suspicions(key())) {
        if (leak.question() == Suspicion.Question.OWNS_RESOURCE) {
          ofOwner(project, endings, file, leak).ifPresent(findings::add);
          continue;
        }
        boolean isClosed = leak.question() == Suspicion.Question.ENDED_ELSEWHERE
          // what imports a library may close its variables
          ? !isProgram || endings.mayEndVariable(file, leak.subject())
          : endings.mayEndAttribute(file, leak.subject(), leak.details().get(0));
        if (!isClosed) {
          findings.add(ProjectFinding.of(file, leak));
        }
      }
    }
    return findings;
  }

  /** The attribute keeps an instance of a class that opens something, and neither a relative nor another file closes it. */
  private static Optional<ProjectFinding> ofOwner(ProjectModel project, Endings endings, FileSummary file,
    Suspicion leak) {
    List<String> details = leak.details();
    Optional<ClassSummary> kept = project.resolveClass(file, leak.subject());
    if (kept.isEmpty() || endings.mayEndAttribute(file, details.get(1), details.get(0))) {
      return Optional.empty();
    }
    FileSummary home = project.fileOf(kept.get());
    return home.marks(Mark.Kind.OWNER_CLASS).stream()
      .filter(owner -> owner.text().equals(kept.get().name() + " __init__")
        || details.subList(2, details.size()).stream()
          .anyMatch(method -> owner.text().equals(kept.get().name() + " " + method)))
      .findFirst()
      .map(owner -> ProjectFinding.of(file, leak).because(home, owner.span(), "what has to be closed is opened here"));
  }
}
