package org.usingasyncio.corpus;

import java.util.Comparator;
import java.util.List;

/** One issue of one rule, in a file named by its path below the scanned folder. */
record Found(String rule, String file, int line, String message, List<Evidence> evidence) implements Comparable<Found> {

  /** A secondary location. */
  record Evidence(int line, String message) {
  }

  private static final Comparator<Found> ORDER = Comparator.comparing(Found::rule)
    .thenComparing(Found::file)
    .thenComparingInt(Found::line)
    .thenComparing(Found::message);

  @Override
  public int compareTo(Found other) {
    return ORDER.compare(this, other);
  }

  String asRow() {
    return String.join("\t", rule, file, Integer.toString(line), message.replace('\n', ' '));
  }
}
