package org.usingasyncio.its.harness;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * A scan that the server has taken in.
 *
 * @param server    where it went
 * @param key       the key of the project
 * @param folder    the folder that was scanned
 * @param seconds   how long the scanner took
 * @param processor how long it kept a processor busy
 * @param log       what the scanner wrote
 * @param warnings  the warnings that the analysis shows on the dashboard
 */
public record Scan(RunningServer server, String key, Path folder, long seconds, Duration processor,
  List<String> log, List<String> warnings) {

  /** The errors in the log of the scanner. */
  public List<String> errors() {
    return log.stream().filter(line -> line.contains(" ERROR ") || line.startsWith("ERROR")).toList();
  }

  /** Our open issues, by file, line and rule. */
  public List<Issue> issues() {
    return server.api().all("/api/issues/search", "issues", "components", key, "resolved", "false").stream()
      .filter(issue -> issue.text("rule").startsWith(Issue.REPOSITORY + ":"))
      .map(issue -> Issue.of(key, issue))
      .sorted(Comparator.comparing(Issue::file).thenComparing(Issue::line).thenComparing(Issue::rule)
        .thenComparing(Issue::message))
      .toList();
  }

  /** The page of the project in a browser. */
  public URI dashboard() {
    return server.url().resolve("/dashboard?id=" + key);
  }
}
