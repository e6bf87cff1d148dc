package org.usingasyncio.its.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssueTest {

  @Test
  void an_answer_of_the_server_is_read() {
    Issue issue = Issue.of("shop",
      Json.parse("""
                 {
                   "rule": "using-asyncio:UA501", "component": "shop:src/app.py", "line": 10, "message": "Wait.",
                   "severity": "BLOCKER", "impacts": [{"softwareQuality": "RELIABILITY", "severity": "BLOCKER"}],
                   "effort": "1h5min", "tags": ["asyncio"],
                   "flows": [
                     {"locations": [{"component": "shop:src/app.py", "textRange": {"startLine": 8}, "msg": "Here."}]},
                     {"locations": [{"component": "shop:src/db.py", "textRange": {"startLine": 3}, "msg": "There."}]}
                   ]
                 }"""));

    assertThat(issue.rule()).isEqualTo("UA501");
    assertThat(issue.file()).isEqualTo("src/app.py");
    assertThat(issue.line()).isEqualTo(10);
    assertThat(issue.impacts()).containsExactly("RELIABILITY=BLOCKER");
    assertThat(issue.minutes()).isEqualTo(65);
    assertThat(issue.secondary()).containsExactly("8: Here.", "src/db.py:3: There.");
    assertThat(issue.level()).isEqualTo(Issue.Level.CRITICAL);
  }

  @ParameterizedTest
  @CsvSource({"5min, 5", "2h, 120", "1d, 480", "1d1h1min, 541", "'', 0"})
  void an_effort_is_read(String effort, int minutes) {
    assertThat(Issue.minutes(effort)).isEqualTo(minutes);
  }
}
