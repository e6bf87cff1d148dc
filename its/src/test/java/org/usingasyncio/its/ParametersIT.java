package org.usingasyncio.its;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.usingasyncio.its.OneServer.Server;
import org.usingasyncio.its.harness.Issue;
import org.usingasyncio.its.harness.Json;
import org.usingasyncio.its.harness.Scan;
import org.usingasyncio.its.harness.Scanner;
import org.usingasyncio.its.harness.WebApi;

/** A profile with every rule and values of parameters that make no sense: the user is told, and nothing stops. */
@ExtendWith(OneServer.class)
class ParametersIT {

  private static final String PROFILE = "All rules, wrong parameters";
  private static final Map<String, String> WRONG = Map.of(
    "UA101", "iterations=99999999999999999999",
    "UA106", "iterations=-5",
    "UA104", "blockingCalls=time sleep(",
    "UA201", "reportNeverSuspending=perhaps",
    "UA505", "blockingCalls=..*.,%s");

  @Test
  void a_wrong_value_is_told_and_stops_nothing(Server server) {
    WebApi api = server.running().api();
    String key = profile(api);
    WRONG.forEach((rule, parameter) -> activate(api, key, rule, parameter));
    server.running().project("it-parameters", "it-parameters", PROFILE);

    Scan scan = server.scanner().scan(server.running(),
      new Scanner.Request(Path.of("its/projects/careless").toAbsolutePath(),
        "it-parameters", Map.of("sonar.internal.analysis.failFast", "true")));

    assertThat(scan.errors()).isEmpty();
    assertThat(server.running().errors()).isEmpty();
    List<String> told = actualParameters(api, key).entrySet().stream()
      .filter(entry -> WRONG.get(entry.getKey()).endsWith("=" + entry.getValue()))
      .map(entry -> "\"" + WRONG.get(entry.getKey()).split("=")[0] + "\" of " + entry.getKey() + " is ").toList();
    assertThat(told).hasSizeGreaterThanOrEqualTo(2);
    assertThat(scan.warnings()).hasSameSizeAs(told)
      .allSatisfy(warning -> assertThat(told).anyMatch(warning::contains));
    assertThat(Expectation.of(scan.issues()).difference(
      Expectation.read(Path.of("its/projects/careless/expected.tsv")), Path.of("its/projects/careless"))).isEmpty();
  }

  /** What a person types in is held to its type by the server. */
  @Test
  void a_word_for_a_number_is_refused_at_once(Server server) {
    WebApi api = server.running().api();
    String key = profile(api);

    for (String rule : List.of("UA101", "UA106")) {
      assertThatThrownBy(() -> activateStrictly(api, key, rule, "iterations=many"))
        .isInstanceOf(WebApi.Refused.class).hasMessageContaining("many").hasMessageContaining("integer");
    }
  }

  private static String profile(WebApi api) {
    List<Json> known = api.get("/api/qualityprofiles/search", "language", "py", "qualityProfile", PROFILE)
      .list("profiles");
    if (!known.isEmpty()) {
      return known.get(0).text("key");
    }
    String key = api.post("/api/qualityprofiles/create", "language", "py", "name", PROFILE).get("profile").text("key");
    api.post("/api/qualityprofiles/activate_rules", "targetKey", key, "repositories", Issue.REPOSITORY);
    return key;
  }

  private static void activate(WebApi api, String profile, String rule, String parameter) {
    try {
      activateStrictly(api, profile, rule, parameter);
    } catch (WebApi.Refused refused) {
      // The server has told: the value stays as it was.
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused).hasMessageContaining(parameter.split("=", 2)[1]);
    }
  }

  private static void activateStrictly(WebApi api, String profile, String rule, String parameter) {
    api.post("/api/qualityprofiles/activate_rule", "key", profile, "rule", Issue.REPOSITORY + ":" + rule, "params",
      parameter);
  }

  private static Map<String, String> actualParameters(WebApi api, String profile) {
    Map<String, String> found = new TreeMap<>();
    Json actives = api.get("/api/rules/search", "qprofile", profile, "activation", "true", "repositories",
      Issue.REPOSITORY, "f", "actives", "ps", "500").get("actives");
    for (String rule : actives.members()) {
      String key = rule.substring(Issue.REPOSITORY.length() + 1);
      if (WRONG.containsKey(key)) {
        actives.list(rule).get(0).list("params").forEach(param -> found.put(key, param.text("value")));
      }
    }
    return found;
  }
}
