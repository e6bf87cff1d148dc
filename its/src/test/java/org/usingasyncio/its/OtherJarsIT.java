package org.usingasyncio.its;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.usingasyncio.its.OneServer.Server;
import org.usingasyncio.its.harness.Issue;
import org.usingasyncio.its.harness.Json;
import org.usingasyncio.its.harness.Ports;
import org.usingasyncio.its.harness.Scan;
import org.usingasyncio.its.harness.Scanner;
import org.usingasyncio.its.harness.WebApi;

/**
 * A server of its own with jars other than the one under test: an earlier one, which is then upgraded
 * ({@code its/upgrade/previous-plugin} builds it), and one with a rule that always fails.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OtherJarsIT {

  private static final Path PREVIOUS = Path.of("target/previous-plugin.jar").toAbsolutePath();
  private static final Path PROJECT = Path.of("its/projects/careless").toAbsolutePath();
  private static final Map<String, String> STRICT = Map.of("sonar.internal.analysis.failFast", "true");
  private static final String KEY = "it-upgrade";
  private static final String TEAM = "Team";
  private static final String MADE_TO_FAIL = """
                                             package org.usingasyncio.checks.blocking;

                                             @org.sonar.check.Rule(key = "UA501")
                                             public final class BlockingSleepCheck extends org.usingasyncio.checks.AsyncioCheck {
                                               @Override
                                               protected void review(org.usingasyncio.model.FileModel file, org.usingasyncio.checks.Findings findings) {
                                                 throw new IllegalStateException("made to fail");
                                               }
                                             }
                                             """;

  private final int port = Ports.free();
  private Optional<Server> last = Optional.empty();

  @TempDir
  static Path folder;

  @AfterAll
  void stop() {
    last.ifPresent(Server::close);
  }

  private Server server(Path jar) {
    Server server = Server.start(port, jar, true);
    last = Optional.of(server);
    return server;
  }

  @Test
  @Order(1)
  void an_upgrade_keeps_issues_and_activations() throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of(".git")), "The sources of an earlier jar are not here.");
    Process build = new ProcessBuilder("its/upgrade/previous-plugin").inheritIO().start();
    assertThat(build.waitFor()).as("its/upgrade/previous-plugin").isZero();
    Server old = server(PREVIOUS);
    WebApi api = old.running().api();
    String team = teamProfile(api);
    old.running().project(KEY, KEY, TEAM);
    scan(old);
    String accepted = api.get("/api/issues/search", "components", KEY, "resolved", "false", "rules",
      Issue.REPOSITORY + ":UA501").list("issues").get(0).text("key");
    api.post("/api/issues/do_transition", "issue", accepted, "transition", "falsepositive");
    Map<String, String> keysBefore = keys(api);
    Map<String, String> activeBefore = activations(api, team);

    Server now = server(OneServer.plugin());
    WebApi upgraded = now.running().api();
    Map<String, String> activeAfter = activations(upgraded, team);
    scan(now);
    Map<String, String> keysAfter = keys(upgraded);

    // A parameter that is new comes with its default.
    assertThat(activeAfter).as("activations of the profile of the team").containsAllEntriesOf(activeBefore);
    assertThat(rules(activeAfter)).isEqualTo(rules(activeBefore)).doesNotContain("UA207");
    assertThat(activeBefore).containsEntry("UA101", "MINOR").containsEntry("UA101 iterations", "5000");
    Map<String, String> lost = new TreeMap<>(keysBefore);
    keysAfter.forEach((place, key) -> {
      if (keysBefore.containsKey(place)) {
        assertThat(key).as(place).isEqualTo(keysBefore.get(place));
        lost.remove(place);
      }
    });
    System.out.printf("Upgrade: %d issues before, %d after, %d kept their key%n", keysBefore.size(), keysAfter.size(),
      keysBefore.size() - lost.size());
    assertThat(keysBefore.size() - lost.size()).as("issues that both jars report").isGreaterThan(20);
    assertThat(upgraded.get("/api/issues/search", "issues", accepted).list("issues").get(0).text("resolution"))
      .isEqualTo("FALSE-POSITIVE");
    assertThat(rules(activations(upgraded, profile(upgraded, "Using Asyncio").orElseThrow())))
      .as("the built-in profile").isEqualTo(RuleMetadata.all().keySet());
    assertThat(now.running().errors()).isEmpty();
  }

  @Test
  @Order(2)
  void a_rule_that_fails_costs_its_own_result_alone() throws IOException {
    Server server = server(withFailingRule());
    Scan scan = server.scan(PROJECT, "it-failing", STRICT);

    Expectation all = Expectation.read(PROJECT.resolve("expected.tsv"));
    List<String> others = all.rows().stream().filter(row -> !row.startsWith("UA501\t")).toList();
    assertThat(others).hasSizeLessThan(all.rows().size());
    assertThat(new Expectation(others).difference(Expectation.of(scan.issues()), PROJECT)).isEmpty();
    assertThat(scan.warnings()).singleElement().asString()
      .startsWith("Using Asyncio could not complete its review: 1 rule failed on ");
    assertThat(scan.log()).anyMatch(line -> line.contains("Rule UA501 failed on ") && line.contains("worker.py"))
      .anyMatch(line -> line.contains("made to fail"));
    assertThat(scan.errors()).isEmpty();
    assertThat(server.running().errors()).isEmpty();
  }

  private static void scan(Server server) {
    server.scanner().scan(server.running(), new Scanner.Request(PROJECT, KEY, STRICT));
  }

  /** A copy of the built-in profile as a team would change it: one rule off, one milder and stricter. */
  private static String teamProfile(WebApi api) {
    String builtIn = profile(api, "Using Asyncio").orElseThrow();
    String team = api.post("/api/qualityprofiles/copy", "fromKey", builtIn, "toName", TEAM).text("key");
    api.post("/api/qualityprofiles/deactivate_rule", "key", team, "rule", Issue.REPOSITORY + ":UA207");
    api.post("/api/qualityprofiles/activate_rule", "key", team, "rule", Issue.REPOSITORY + ":UA101", "severity",
      "MINOR", "params", "iterations=5000");
    return team;
  }

  private static Optional<String> profile(WebApi api, String name) {
    return api.get("/api/qualityprofiles/search", "language", "py", "qualityProfile", name).list("profiles").stream()
      .map(profile -> profile.text("key")).findFirst();
  }

  private static Set<String> rules(Map<String, String> activations) {
    return activations.keySet().stream().filter(name -> !name.contains(" ")).collect(Collectors.toSet());
  }

  /**
   * The severity of each of our rules that is on, by its key, and each of its parameters, by the key and the
   * parameter's name.
   */
  private static Map<String, String> activations(WebApi api, String profile) {
    Map<String, String> found = new TreeMap<>();
    Json actives = api.get("/api/rules/search", "qprofile", profile, "activation", "true", "repositories",
      Issue.REPOSITORY, "f", "actives", "ps", "500").get("actives");
    for (String rule : actives.members()) {
      Json active = actives.list(rule).get(0);
      String key = rule.substring(Issue.REPOSITORY.length() + 1);
      found.put(key, active.text("severity"));
      active.list("params").forEach(param -> found.put(key + " " + param.text("key"), param.text("value")));
    }
    return found;
  }

  /** The key of each of our issues by its rule and place, where there is one alone. */
  private static Map<String, String> keys(WebApi api) {
    Map<String, String> found = new HashMap<>();
    List<String> doubled = new ArrayList<>();
    for (Json issue : api.all("/api/issues/search", "issues", "components", KEY)) {
      String place = issue.text("rule") + " " + issue.text("component") + ":" + issue.number("line");
      if (!issue.text("status").equals("CLOSED") && found.put(place, issue.text("key")) != null) {
        doubled.add(place);
      }
    }
    doubled.forEach(found::remove);
    return found;
  }

  /** The jar under test with the class of one rule replaced; such a class is in no jar that we give out. */
  private static Path withFailingRule() throws IOException {
    Path sources = Files.createDirectories(folder.resolve("failing"));
    Path source = Files.writeString(sources.resolve("BlockingSleepCheck.java"), MADE_TO_FAIL);
    int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, "--release", "17", "-proc:none",
      "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
      "-d", sources.toString(), source.toString());
    assertThat(status).as("compilation").isZero();
    String compiled = "org/usingasyncio/checks/blocking/BlockingSleepCheck.class";
    Path jar = Files.copy(OneServer.plugin(), folder.resolve(OneServer.plugin().getFileName().toString()));
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Files.copy(sources.resolve(compiled), zip.getPath(compiled), StandardCopyOption.REPLACE_EXISTING);
    }
    return jar;
  }
}
