package org.usingasyncio.its;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.usingasyncio.its.OneServer.Server;
import org.usingasyncio.its.harness.Issue;
import org.usingasyncio.its.harness.Scan;

/** SonarPython reads files in several threads, in any order: the issues are the same, however many, and every time. */
@ExtendWith(OneServer.class)
class ThreadsIT {

  private static final Path PROJECTS = Path.of("its/projects").toAbsolutePath();

  @Test
  void the_number_of_threads_changes_nothing(Server server) {
    List<Issue> one = issues(server, 1);

    assertThat(one).hasSizeGreaterThan(100);
    assertThat(issues(server, 1)).as("1 thread, again").isEqualTo(one);
    assertThat(issues(server, 2)).as("2 threads").isEqualTo(one);
    assertThat(issues(server, 6)).as("6 threads").isEqualTo(one);
    assertThat(issues(server, 6)).as("6 threads, again").isEqualTo(one);
  }

  /** All sample projects as one, so that there are files enough; a key of its own, so that nothing is known of them. */
  private static List<Issue> issues(Server server, int threads) {
    Scan scan = server.scan(PROJECTS, "it-threads", Map.of(
      "sonar.sources", ".",
      "sonar.inclusions", "**/*.py",
      "sonar.python.version", "3.12",
      "sonar.python.analysis.threads", Integer.toString(threads),
      "sonar.analysisCache.enabled", "false",
      "sonar.python.skipUnchanged", "false",
      "sonar.internal.analysis.failFast", "true"));
    assertThat(scan.warnings()).noneMatch(warning -> warning.contains("Using Asyncio"));
    assertThat(scan.errors()).isEmpty();
    return scan.issues();
  }
}
