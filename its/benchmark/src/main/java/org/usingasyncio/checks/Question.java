package org.usingasyncio.checks;

import org.usingasyncio.model.FileModel;
import org.usingasyncio.project.Summaries;

/** A rule's question and the answers to it, without what {@link AsyncioCheck} does around them. */
public final class Question {

  private Question() {}

  /** The number of the answers. */
  public static long ask(AsyncioCheck rule, FileModel file) {
    Findings findings = new Findings();
    rule.review(file, findings);
    return findings.inSourceOrder().count();
  }

  /** Leaves what other files may need to know of this one. */
  public static void summarize(FileModel file) {
    Summaries.leave(file, Undecided::of);
  }
}
