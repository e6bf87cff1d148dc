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

  public ProjectFinding(FileSummary file, Span span, String message) {
    this.file = file;
    this.span = span;
    this.message = message;
  }

  public ProjectFinding because(FileSummary where, Span place, String text) {
    evidence.add(new Evidence(where, place, text));
    return this;
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
