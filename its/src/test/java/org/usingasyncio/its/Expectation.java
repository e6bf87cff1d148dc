package org.usingasyncio.its;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.usingasyncio.its.harness.Issue;

/**
 * The exact issues that a project must have, in a file of tab-separated values beside it: the rule, the file, the line,
 * the message, the effort in minutes, and the secondary locations ({@code line: message}, separated by {@code |}).
 */
record Expectation(List<String> rows) {

  private static final String HEADER = "rule\tfile\tline\tmessage\tminutes\tsecondary";

  static Expectation read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
        throw new IllegalStateException(file + " does not begin with the line: " + HEADER);
      }
      return new Expectation(
        lines.stream().skip(1).filter(line -> !line.isBlank()).map(String::stripTrailing).sorted().toList());
    } catch (IOException absent) {
      throw new UncheckedIOException("There is no expectation " + file + ": run with -Dit.accept=true, then read it.",
        absent);
    }
  }

  static Expectation of(List<Issue> issues) {
    return new Expectation(issues.stream().map(Expectation::row).sorted().toList());
  }

  private static String row(Issue issue) {
    return String.join("\t", issue.rule(), issue.file(), Integer.toString(issue.line()), plain(issue.message()),
      Integer.toString(issue.minutes()), plain(String.join(" | ", issue.secondary()))).stripTrailing();
  }

  private static String plain(String text) {
    return text.replaceAll("\\s+", " ");
  }

  void write(Path file) {
    try {
      Files.writeString(file, HEADER + "\n" + String.join("", rows.stream().map(row -> row + "\n").toList()));
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  /** What an actual set of issues lacks and what it has too much, each with its line of code; empty if it is as expected. */
  String difference(Expectation actual, Path project) {
    StringBuilder text = new StringBuilder();
    without(actual).forEach(row -> text.append("missing  ").append(shown(row, project)));
    actual.without(this).forEach(row -> text.append("extra    ").append(shown(row, project)));
    return text.toString();
  }

  private List<String> without(Expectation other) {
    List<String> rest = new ArrayList<>(rows);
    // One by one: two equal issues are not one.
    other.rows.forEach(rest::remove);
    return rest;
  }

  private static String shown(String row, Path project) {
    String[] cells = row.split("\t", -1);
    if (cells.length < 4) {
      return row + "\n         (not a row: " + HEADER + ")\n";
    }
    return row + "\n         " + code(project.resolve(cells[1]), cells[2]) + "\n";
  }

  private static String code(Path file, String line) {
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      int number = line.matches("\\d+") ? Integer.parseInt(line) : 0;
      return number >= 1 && number <= lines.size() ? lines.get(number - 1).strip() : "(no such line)";
    } catch (IOException absent) {
      return "(no such file)";
    }
  }
}
