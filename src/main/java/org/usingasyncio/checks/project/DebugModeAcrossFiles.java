package org.usingasyncio.checks.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.usingasyncio.project.FileSummary;
import org.usingasyncio.project.Mark;
import org.usingasyncio.project.ProjectFinding;
import org.usingasyncio.project.ProjectModel;
import org.usingasyncio.project.ProjectRule;

/** UA506: a program starts an event loop, and no file of the project decides about the debug mode of asyncio. */
public final class DebugModeAcrossFiles implements ProjectRule {

  @Override
  public String key() {
    return "UA506";
  }

  @Override
  public List<ProjectFinding> review(ProjectModel project, Map<String, String> parameters) {
    List<ProjectFinding> findings = new ArrayList<>();
    if (project.files().stream().noneMatch(file -> file.has(Mark.Kind.DEBUG_MODE))) {
      for (FileSummary file : project.files()) {
        file.marks(Mark.Kind.ENTRY_POINT).forEach(start -> findings.add(new ProjectFinding(file, start.span(),
          String.format("Offer a way to pass \"debug=True\" to \"%s\", so that slow callbacks are found.",
            start.text()))));
      }
    }
    return findings;
  }
}
