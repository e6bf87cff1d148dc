package org.usingasyncio.its.command;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.usingasyncio.its.harness.Issue;
import org.usingasyncio.its.harness.Issue.Level;
import org.usingasyncio.its.harness.Scan;

/** What a review found, as text for a terminal. */
final class Summary {

  private static final int WORST = 10;
  private static final int HOUR = 60;
  private static final int DAY = 8 * HOUR;
  private static final String PASS = "pass-";

  /** The ranking of the checklist inside one level, by tag. */
  private static final List<String> PRIORITIES = List.of("blocking", "leak", "cancellation", "timeout",
    "best-practice");

  private final List<Issue> issues;

  private Summary(List<Issue> issues) {
    this.issues = issues;
  }

  /** All that a scan found, and where to see it. */
  static String of(Scan scan) {
    List<Issue> issues = scan.issues();
    StringBuilder text = new StringBuilder();
    text.append('\n').append(findings(issues.size())).append(" in ").append(scan.folder()).append('\n');
    text.append(of(issues));
    scan.warnings().forEach(warning -> text.append("\nWarning: ").append(warning).append('\n'));
    return text.append("\nDashboard: ").append(scan.dashboard()).append('\n').toString();
  }

  /** The tables of some issues; nothing if there are none. */
  static String of(List<Issue> issues) {
    return issues.isEmpty() ? "" : new Summary(issues).tables();
  }

  private String tables() {
    StringBuilder text = new StringBuilder("\nBy severity\n");
    Map<Level, Long> levels = count(Issue::level);
    for (Level level : Level.values()) {
      row(text, level.title(), levels.getOrDefault(level, 0L));
    }
    text.append("\nBy review pass\n");
    count(Summary::pass).forEach((pass, count) -> row(text, pass, count));
    text.append(issues.size() > WORST ? "\nThe ten worst\n" : "\nThe worst first\n");
    issues.stream().sorted(worstFirst()).limit(WORST).forEach(issue -> line(text, issue));
    int effort = issues.stream().mapToInt(Issue::minutes).sum();
    return text.append("\nEffort to fix them all: ").append(duration(effort)).append('\n').toString();
  }

  private static String findings(int count) {
    return count == 1 ? "1 finding" : (count == 0 ? "No" : Integer.toString(count)) + " findings";
  }

  private <K extends Comparable<K>> Map<K, Long> count(Function<Issue, K> by) {
    return issues.stream().collect(Collectors.groupingBy(by, TreeMap::new, Collectors.counting()));
  }

  private static void row(StringBuilder text, String name, long count) {
    text.append("  %-14s %5d%n".formatted(name, count));
  }

  private static void line(StringBuilder text, Issue issue) {
    text
      .append("  %-8s  %s  %s:%d%n                   %s%n".formatted(issue.level().title(), issue.rule(), issue.file(),
        issue.line(), issue.message()));
  }

  private static Comparator<Issue> worstFirst() {
    return Comparator.comparing(Issue::level)
      .thenComparing(Summary::priority)
      .thenComparing(Issue::file)
      .thenComparing(Issue::line);
  }

  private static int priority(Issue issue) {
    int priority = 0;
    while (priority < PRIORITIES.size() && !issue.tags().contains(PRIORITIES.get(priority))) {
      priority++;
    }
    return priority;
  }

  private static String pass(Issue issue) {
    return issue.tags().stream()
      .filter(tag -> tag.startsWith(PASS))
      .map(tag -> tag.substring(PASS.length()))
      .findFirst()
      .orElse("other");
  }

  /** A duration as SonarQube shows it: a day has eight hours. */
  static String duration(int minutes) {
    String days = minutes >= DAY ? minutes / DAY + " d " : "";
    String hours = minutes % DAY >= HOUR ? minutes % DAY / HOUR + " h " : "";
    String rest = minutes % HOUR > 0 || minutes == 0 ? minutes % HOUR + " min" : "";
    return (days + hours + rest).trim();
  }
}
