package org.usingasyncio.its.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.usingasyncio.its.harness.Issue;

class SummaryTest {

  @Test
  void findings_are_counted_per_severity_and_pass_and_the_effort_is_added_up() {
    String text = Summary.of(List.of(
      issue("UA501", "app.py", 3, "BLOCKER", "pass-blocking", "blocking"),
      issue("UA502", "app.py", 9, "BLOCKER", "pass-blocking", "blocking"),
      issue("UA701", "db.py", 4, "MAJOR", "pass-error", "timeout")));

    assertThat(text.lines()).containsSubsequence(
      "By severity",
      "  Critical           2",
      "  High               0",
      "  Medium             1",
      "  Low                0",
      "By review pass",
      "  blocking           2",
      "  error              1",
      "Effort to fix them all: 30 min");
  }

  @Test
  void the_worst_come_first_by_severity_then_by_the_priority_of_the_checklist() {
    String text = Summary.of(List.of(
      issue("UA701", "a.py", 1, "MAJOR", "pass-error", "timeout"),
      issue("UA401", "a.py", 2, "BLOCKER", "pass-shutdown", "leak"),
      issue("UA501", "z.py", 3, "BLOCKER", "pass-blocking", "blocking")));

    assertThat(text.lines().filter(line -> line.contains(".py:")).map(String::strip)).containsExactly(
      "Critical  UA501  z.py:3",
      "Critical  UA401  a.py:2",
      "Medium    UA701  a.py:1");
  }

  @Test
  void no_more_than_ten_are_shown() {
    List<Issue> issues = new ArrayList<>();
    for (int line = 1; line <= 12; line++) {
      issues.add(issue("UA501", "app.py", line, "BLOCKER", "pass-blocking", "blocking"));
    }

    assertThat(Summary.of(issues).lines().filter(line -> line.contains("app.py:"))).hasSize(10);
    assertThat(Summary.of(issues)).contains("The ten worst");
  }

  @Test
  void nothing_found_has_no_tables() {
    assertThat(Summary.of(List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 0 min", "59, 59 min", "60, 1 h", "95, 1 h 35 min", "480, 1 d", "1031, 2 d 1 h 11 min"})
  void a_day_has_eight_hours(int minutes, String shown) {
    assertThat(Summary.duration(minutes)).isEqualTo(shown);
  }

  private static Issue issue(String rule, String file, int line, String severity, String... tags) {
    return new Issue(rule, file, line, "Do it otherwise.", severity, List.of(), 10, List.of(tags), List.of());
  }
}
