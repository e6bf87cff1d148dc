package org.usingasyncio.checks.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.usingasyncio.checks.Depth;
import org.usingasyncio.project.CallSummary;
import org.usingasyncio.project.FileSummary;
import org.usingasyncio.project.FunctionSummary;
import org.usingasyncio.project.ProjectFinding;
import org.usingasyncio.project.ProjectModel;
import org.usingasyncio.project.ProjectRule;
import org.usingasyncio.project.Repetition;
import org.usingasyncio.project.Suspicion;

/** UA601, UA607: a session or connection for one call of a function that is called again and again from other files. */
public final class PerCallAcrossFiles implements ProjectRule {

  private final String key;

  /**
   * @param key the key of the rule
   */
  public PerCallAcrossFiles(String key) {
    this.key = key;
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public List<ProjectFinding> review(ProjectModel project, Map<String, String> parameters) {
    Repetition repetition = new Repetition(project, Depth.of(parameters));
    List<ProjectFinding> findings = new ArrayList<>();
    for (FileSummary file : project.files()) {
      for (Suspicion opening : file.suspicions(key)) {
        Optional<FunctionSummary> function = project.function(file, opening.subject());
        boolean isGuess = opening.question() == Suspicion.Question.CALLED_AGAIN_PERHAPS;
        Repetition.Result result = function.map(repetition::of).orElse(Repetition.Result.UNKNOWN);
        if (result.answer() == Repetition.Answer.AGAIN) {
          findings.add(again(project, file, opening, result));
        } else if (isGuess && result.answer() == Repetition.Answer.UNKNOWN) {
          findings.add(ProjectFinding.of(file, opening));
        }
      }
    }
    return findings;
  }

  private static ProjectFinding again(ProjectModel project, FileSummary file, Suspicion opening,
    Repetition.Result result) {
    ProjectFinding finding = new ProjectFinding(file, opening.span(), opening.message());
    result.handler().ifPresent(handler -> finding.because(project.fileOf(handler), handler.place(),
      "this runs for each request or event"));
    List<CallSummary> way = result.way();
    for (int i = 0; i < way.size(); i++) {
      CallSummary call = way.get(i);
      boolean isRepeated = i == 0 && result.handler().isEmpty();
      finding.because(project.fileOf(call), call.span(),
        isRepeated ? "this calls it again and again" : String.format("which calls \"%s\"", call.written()));
    }
    return finding;
  }
}
