package org.usingasyncio.its;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.usingasyncio.its.harness.Issue;

class ExpectationTest {

  @TempDir
  private Path project;

  @BeforeEach
  void write_the_code() throws IOException {
    Files.writeString(project.resolve("app.py"), "import time\ntime.sleep(1)\n");
  }

  @Test
  void the_same_issues_do_not_differ() {
    Expectation expected = Expectation.of(List.of(issue("UA501", 2, "Wait."), issue("UA502", 1, "Ask.")));
    Path file = project.resolve("expected.tsv");
    expected.write(file);

    assertThat(Expectation.read(file).difference(expected, project)).isEmpty();
  }

  @Test
  void a_missing_and_an_extra_issue_are_shown_with_their_code() {
    Expectation expected = Expectation.of(List.of(issue("UA501", 2, "Wait.")));
    Expectation actual = Expectation.of(List.of(issue("UA501", 1, "Wait.")));

    assertThat(expected.difference(actual, project)).isEqualTo("""
                                                               missing  UA501\tapp.py\t2\tWait.\t5
                                                                        time.sleep(1)
                                                               extra    UA501\tapp.py\t1\tWait.\t5
                                                                        import time
                                                               """);
  }

  @Test
  void the_same_issue_twice_is_one_too_many() {
    Expectation once = Expectation.of(List.of(issue("UA501", 2, "Wait.")));
    Expectation twice = Expectation.of(List.of(issue("UA501", 2, "Wait."), issue("UA501", 2, "Wait.")));

    assertThat(once.difference(twice, project)).startsWith("extra    UA501");
  }

  @Test
  void other_secondary_locations_are_a_difference() {
    Issue bare = issue("UA501", 2, "Wait.");
    Issue explained = new Issue("UA501", "app.py", 2, "Wait.", "BLOCKER", List.of(), 5, List.of(),
      List.of("1: Because."));

    String difference = Expectation.of(List.of(bare)).difference(Expectation.of(List.of(explained)), project);
    assertThat(difference).contains("missing").contains("1: Because.");
  }

  private static Issue issue(String rule, int line, String message) {
    return new Issue(rule, "app.py", line, message, "BLOCKER", List.of(), 5, List.of(), List.of());
  }
}
