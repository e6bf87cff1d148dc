package org.usingasyncio.corpus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.usingasyncio.project.Span;

/**
 * Expressions with issues of two rules. Two issues may stand on one expression when each has a cause of its own:
 * {@code its/corpus/overlaps.tsv} lists the pairs of rules of which that is known, with the two causes.
 */
final class Overlaps {

  static final Path FILE = Corpus.FOLDER.resolve("overlaps.tsv");

  private Overlaps() {}

  /** Two issues of different rules on one expression, or on one that is part of the other. */
  record Overlap(Found one, Found other) {

    String pair() {
      return one.rule() + "\t" + other.rule();
    }

    @Override
    public String toString() {
      return String.format("%s and %s at %s:%d%n  %s%n  %s", one.rule(), other.rule(), one.file(), one.line(),
        one.message(), other.message());
    }
  }

  static List<Overlap> in(List<Found> found) {
    Map<String, List<Found>> byFile = found.stream().collect(Collectors.groupingBy(Found::file, TreeMap::new,
      Collectors.toList()));
    List<Overlap> overlaps = new ArrayList<>();
    byFile.values().forEach(issues -> {
      List<Found> sorted = issues.stream().sorted().toList();
      for (int i = 0; i < sorted.size(); i++) {
        for (int j = i + 1; j < sorted.size(); j++) {
          Found one = sorted.get(i);
          Found other = sorted.get(j);
          if (!one.rule().equals(other.rule()) && (contains(one.span(), other.span())
            || contains(other.span(), one.span()))) {
            overlaps.add(new Overlap(one, other));
          }
        }
      }
    });
    return overlaps;
  }

  /** Those for which nobody has said that the causes differ. */
  static List<Overlap> unexplained(List<Found> found) {
    Map<String, String> causes = causes();
    return in(found).stream().filter(overlap -> !causes.containsKey(overlap.pair())).toList();
  }

  /** Why two issues are right, by the two rules in their order. */
  static Map<String, String> causes() {
    return Corpus.text(FILE).lines().filter(line -> !line.startsWith("#")).map(line -> line.split("\t"))
      .collect(Collectors.toMap(cells -> cells[0] + "\t" + cells[1], cells -> cells[2]));
  }

  private static boolean contains(Span outer, Span inner) {
    boolean beginsBefore = outer.line() < inner.line()
      || outer.line() == inner.line() && outer.column() <= inner.column();
    boolean endsAfter = outer.endLine() > inner.endLine()
      || outer.endLine() == inner.endLine() && outer.endColumn() >= inner.endColumn();
    return beginsBefore && endsAfter;
  }
}
