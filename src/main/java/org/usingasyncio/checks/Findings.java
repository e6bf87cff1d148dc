package org.usingasyncio.checks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.IssueLocation;
import org.sonar.plugins.python.api.LocationInFile;
import org.sonar.plugins.python.api.tree.Token;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * What one rule has found in one file. Findings may be added in any order; they are reported in source order, and the
 * first one wins where two have the same place.
 */
public final class Findings {

  private static final Comparator<Finding> SOURCE_ORDER = Comparator
    .<Finding>comparingInt(finding -> finding.location().startLine())
    .thenComparingInt(finding -> finding.location().startLineOffset())
    .thenComparingInt(finding -> finding.location().endLine())
    .thenComparingInt(finding -> finding.location().endLineOffset());

  private final List<Finding> all = new ArrayList<>();

  /**
   * Adds a finding at a tree: the smallest one that the user has to change.
   *
   * @param message imperative, about this code, with a period; a format string if there are {@code args}
   */
  public Finding at(Tree tree, String message, Object... args) {
    return at(tree.firstToken(), tree.lastToken(), message, args);
  }

  /** Adds a finding at one token. */
  public Finding at(Token token, String message, Object... args) {
    return at(token, token, message, args);
  }

  /** Adds a finding from one token to another, both included. */
  public Finding at(Token first, Token last, String message, Object... args) {
    return add(IssueLocation.preciseLocation(first, last, Finding.text(message, args)));
  }

  /** Adds a finding at a place of the reviewed file. */
  public Finding at(LocationInFile place, String message, Object... args) {
    return add(IssueLocation.preciseLocation(place, Finding.text(message, args)));
  }

  Stream<Finding> inSourceOrder() {
    Set<Place> seen = new HashSet<>();
    return all.stream()
      // before sorting, so that the first one added wins
      .filter(finding -> seen.add(Place.of(finding.location())))
      .sorted(SOURCE_ORDER);
  }

  private Finding add(IssueLocation location) {
    Finding finding = new Finding(Place.requireText(location));
    all.add(finding);
    return finding;
  }
}
