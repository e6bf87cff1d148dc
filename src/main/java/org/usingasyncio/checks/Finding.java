package org.usingasyncio.checks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sonar.plugins.python.api.IssueLocation;
import org.sonar.plugins.python.api.LocationInFile;
import org.sonar.plugins.python.api.PythonCheck;
import org.sonar.plugins.python.api.PythonCheck.PreciseIssue;
import org.sonar.plugins.python.api.quickfix.PythonQuickFix;
import org.sonar.plugins.python.api.tree.Token;
import org.sonar.plugins.python.api.tree.Tree;

/** One finding of a rule: where, what to do, the evidence, and what it takes to fix it. */
public final class Finding {

  private final IssueLocation location;
  private final Map<Place, IssueLocation> evidence = new LinkedHashMap<>();
  private final List<PythonQuickFix> quickFixes = new ArrayList<>();
  private Integer cost;

  Finding(IssueLocation location) {
    this.location = location;
  }

  /** Adds a secondary location that shows the evidence. Ignores {@code null} and a place that is already shown. */
  public Finding because(Tree tree, String message, Object... args) {
    return tree == null ? this : because(tree.firstToken(), tree.lastToken(), message, args);
  }

  /** Adds a token as evidence. */
  public Finding because(Token token, String message, Object... args) {
    return token == null ? this : because(token, token, message, args);
  }

  /** Adds the text from one token to another, both included, as evidence. */
  public Finding because(Token first, Token last, String message, Object... args) {
    return first == null || last == null
      ? this
      : because(IssueLocation.preciseLocation(first, last, text(message, args)));
  }

  /** Adds a place, possibly in another file, as evidence. */
  public Finding because(LocationInFile place, String message, Object... args) {
    return place == null ? this : because(IssueLocation.preciseLocation(place, text(message, args)));
  }

  /** Offers a quick fix; several are alternatives. */
  public Finding fix(PythonQuickFix quickFix) {
    quickFixes.add(quickFix);
    return this;
  }

  /** Offers a quick fix if there is one. */
  public Finding fix(Optional<PythonQuickFix> quickFix) {
    quickFix.ifPresent(this::fix);
    return this;
  }

  /** How many steps it takes to fix this, for a rule whose metadata has a linear effort. */
  public Finding cost(int steps) {
    cost = steps;
    return this;
  }

  IssueLocation location() {
    return location;
  }

  PreciseIssue asIssueOf(PythonCheck check) {
    PreciseIssue issue = new PreciseIssue(check, location);
    evidence.values().forEach(issue::secondary);
    quickFixes.forEach(issue::addQuickFix);
    if (cost != null) {
      issue.withCost(cost);
    }
    return issue;
  }

  /** The message; a percent sign is only special if there is something to fill in. */
  static String text(String message, Object... args) {
    return args.length == 0 ? message : String.format(Locale.ROOT, message, args);
  }

  private Finding because(IssueLocation secondary) {
    evidence.putIfAbsent(Place.of(secondary), Place.requireText(secondary));
    return this;
  }
}
