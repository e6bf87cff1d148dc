package org.usingasyncio.corpus;

import java.util.Comparator;
import java.util.List;
import org.usingasyncio.project.Span;

/** One issue of one rule, in a file named by its path below the scanned folder. */
record Found(String rule, String file, Span span, String message, List<Evidence> evidence)
  implements
    Comparable<Found> {

  /** A secondary location. */
  record Evidence(int line, String message) {
  }

  private static final Comparator<Found> ORDER = Comparator.comparing(Found::rule)
    .thenComparing(Found::file)
    .thenComparingInt(Found::line)
    .thenComparing(Found::message);

  int line() {
    return span.line();
  }

  @Override
  public int compareTo(Found other) {
    return ORDER.compare(this, other);
  }

  String asRow() {
    return String.join("\t", rule, file, Integer.toString(line()), message.replace('\n', ' '));
  }
}
