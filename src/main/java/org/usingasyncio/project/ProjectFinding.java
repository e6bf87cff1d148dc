package org.usingasyncio.project;

import java.util.ArrayList;
import java.util.List;

/** One finding of the project phase, with its evidence, possibly in several files. */
public final class ProjectFinding {

  /** A secondary location. */
  public record Evidence(FileSummary file, Span span, String message) {}

  private final FileSummary file;
  private final Span span;
  private final String message;
  private final List<Evidence> evidence = new ArrayList<>();
  private boolean isShownInFile;

  public ProjectFinding(FileSummary file, Span span, String message) {
    this.file = file;
    this.span = span;
    this.message = message;
  }

  /** What a file suspects, as it says it. */
  public static ProjectFinding of(FileSummary file, Suspicion suspicion) {
    ProjectFinding finding = new ProjectFinding(file, suspicion.span(), suspicion.message());
    finding.isShownInFile = suspicion.question() == Suspicion.Question.ENDED_BY_FAMILY
      || suspicion.question() == Suspicion.Question.CALLED_AGAIN_PERHAPS;
    suspicion.evidence().forEach(note -> finding.because(file, note.span(), note.text()));
    return finding;
  }

  public ProjectFinding because(FileSummary where, Span place, String text) {
    evidence.add(new Evidence(where, place, text));
    return this;
  }

  /** True for what its file would report if there were no other: the phase has only found nothing against it. */
  public boolean isShownInFile() {
    return isShownInFile;
  }

  public FileSummary file() {
    return file;
  }

  public Span span() {
    return span;
  }

  public String message() {
    return message;
  }

  public List<Evidence> evidence() {
    return evidence;
  }
}
