package org.usingasyncio.checks.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        boolean isClosed = leak.question() == Suspicion.Question.ENDED_ELSEWHERE
          // what imports a library may close its variables
          ? !isProgram || endings.mayEndVariable(file, leak.subject())
          : leak.details().stream().anyMatch(name -> endings.mayEndAttribute(file, leak.subject(), name));
        if (!isClosed) {
          findings.add(ProjectFinding.of(file, leak));
        }
      }
    }
    return findings;
  }
}
