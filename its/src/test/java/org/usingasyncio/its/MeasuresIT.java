package org.usingasyncio.its;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.usingasyncio.its.OneServer.Server;
import org.usingasyncio.its.harness.Issue;
import org.usingasyncio.its.harness.Json;
import org.usingasyncio.its.harness.WebApi;

/** The measures of project, folders and files are what a count of the issues says, also after one is resolved. */
@ExtendWith(OneServer.class)
class MeasuresIT {

  private static final String PROJECT = "it-measures";
  private static final Path FOLDER = Path.of("its/projects/careless").toAbsolutePath();
  private static final String METRICS = "asyncio_critical,asyncio_high,asyncio_medium,asyncio_low,asyncio_debt,"
    + "asyncio_coroutines,asyncio_density,asyncio_rating";
  private static final Pattern COROUTINE = Pattern.compile("(?m)^\\s*async def ");

  @Test
  void agree_with_the_issues(Server server) {
    WebApi api = server.running().api();
    List<Issue> before = server.scan(FOLDER, PROJECT, Map.of()).issues();
    assertThat(before).isNotEmpty();
    agrees(api, before);

    String resolved = api.get("/api/issues/search", "components", PROJECT, "resolved", "false", "impactSeverities",
      "BLOCKER").list("issues").get(0).text("key");
    api.post("/api/issues/do_transition", "issue", resolved, "transition", "falsepositive");
    List<Issue> after = server.scan(FOLDER, PROJECT, Map.of()).issues();

    assertThat(after).hasSize(before.size() - 1);
    agrees(api, after);
    List<Json> history = api.get("/api/measures/search_history", "component", PROJECT, "metrics", "asyncio_critical")
      .list("measures").get(0).list("history");
    assertThat(history).hasSizeGreaterThanOrEqualTo(2);
    long last = Long.parseLong(history.get(history.size() - 1).text("value"));
    assertThat(Long.parseLong(history.get(history.size() - 2).text("value"))).isEqualTo(last + 1);
  }

  /**
   * SonarQube draws badges of a fixed list of measures, in which those of plugins are not: docs/measures.md says so. What
   * it draws is the quality gate, which our measures decide.
   */
  @Test
  void the_badge_is_that_of_the_gate(Server server) throws IOException, InterruptedException {
    server.scan(FOLDER, "it-badges", Map.of());

    assertThat(badge(server, "alert_status")).startsWith("200 ").contains("<svg").contains("uality gate");
    for (String metric : METRICS.split(",")) {
      assertThat(badge(server, metric)).startsWith("400 ").contains("must be one of");
    }
  }

  private static String badge(Server server, String metric) throws IOException, InterruptedException {
    URI address = server.running().url()
      .resolve("/api/project_badges/measure?project=it-badges&metric=" + metric);
    HttpResponse<String> answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(),
      HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }

  private static void agrees(WebApi api, List<Issue> issues) {
    Json project = api.get("/api/measures/component", "component", PROJECT, "metricKeys", METRICS).get("component");
    assertThat(measures(project)).as("project").containsAllEntriesOf(expected(issues, ""));
    List<Json> parts = api.all("/api/measures/component_tree", "components", "component", PROJECT, "metricKeys",
      METRICS,
      "qualifiers", "DIR,FIL");
    assertThat(parts).extracting(part -> part.text("qualifier")).contains("DIR", "FIL");
    for (Json part : parts) {
      Map<String, Double> expected = expected(issues, part.text("path"));
      Map<String, Double> actual = new TreeMap<>();
      // The server keeps no zero of a file: it is the best value.
      expected.keySet().forEach(metric -> actual.put(metric, 0.0));
      actual.putAll(measures(part));
      assertThat(actual).as(part.text("path")).containsAllEntriesOf(expected);
    }
  }

  private static Map<String, Double> measures(Json component) {
    Map<String, Double> measures = new TreeMap<>();
    component.list("measures").forEach(measure -> measures.put(measure.text("metric"),
      Double.parseDouble(measure.text("value"))));
    return measures;
  }

  private static Map<String, Double> expected(List<Issue> issues, String path) {
    List<Issue> within = issues.stream()
      .filter(issue -> path.isEmpty() || issue.file().equals(path) || issue.file().startsWith(path + "/")).toList();
    Map<String, Double> expected = new TreeMap<>();
    for (Issue.Level level : Issue.Level.values()) {
      expected.put("asyncio_" + level.name().toLowerCase(Locale.ROOT),
        (double) within.stream().filter(issue -> issue.level() == level).count());
    }
    expected.put("asyncio_debt", (double) within.stream().mapToInt(Issue::minutes).sum());
    expected.put("asyncio_coroutines", (double) coroutines(path));
    return expected;
  }

  private static long coroutines(String path) {
    try (Stream<Path> files = Files.walk(path.isEmpty() ? FOLDER.resolve("src") : FOLDER.resolve(path))) {
      return files.filter(file -> file.toString().endsWith(".py")).mapToLong(MeasuresIT::coroutinesOf).sum();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static long coroutinesOf(Path file) {
    try {
      return COROUTINE.matcher(Files.readString(file)).results().count();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
