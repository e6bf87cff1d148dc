package org.usingasyncio.its;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.usingasyncio.its.OneServer.Server;
import org.usingasyncio.its.harness.Issue;
import org.usingasyncio.its.harness.Json;

/** The server has our rules as their metadata say, and the profile has all of them. */
@ExtendWith(OneServer.class)
class RulesOnServerIT {

  @Test
  void rules_are_as_their_metadata_say(Server server) {
    Map<String, RuleMetadata> onServer = new TreeMap<>();
    for (Json rule : rules(server, "repositories", Issue.REPOSITORY)) {
      onServer.put(rule.text("key").replace(Issue.REPOSITORY + ":", ""), RuleMetadata.onServer(rule));
    }

    assertThat(onServer).isEqualTo(RuleMetadata.all());
  }

  @Test
  void the_profile_activates_every_rule_with_its_own_severity(Server server) {
    List<Json> profiles = server.running().api()
      .get("/api/qualityprofiles/search", "language", "py", "qualityProfile", "Using Asyncio")
      .list("profiles");
    assertThat(profiles).singleElement().satisfies(profile -> assertThat(profile.isTrue("isBuiltIn")).isTrue());
    String key = profiles.get(0).text("key");

    Map<String, String> active = new TreeMap<>();
    Json actives = server.running().api()
      .get("/api/rules/search", "activation", "true", "qprofile", key, "f", "actives", "ps", "500")
      .get("actives");
    for (String rule : actives.members()) {
      actives.list(rule).forEach(activation -> active.put(rule, activation.text("severity")));
    }

    Map<String, String> expected = new TreeMap<>();
    RuleMetadata.all().forEach((rule, metadata) -> expected.put(Issue.REPOSITORY + ":" + rule, metadata.severity()));
    assertThat(active).isEqualTo(expected);
  }

  private static List<Json> rules(Server server, String... parameters) {
    return server.running().api().all("/api/rules/search", "rules", parameters);
  }
}
