package org.usingasyncio.its;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.usingasyncio.its.OneServer.Server;
import org.usingasyncio.its.harness.Failure;
import org.usingasyncio.its.harness.Scanner;
import org.usingasyncio.its.harness.Setup;
import org.usingasyncio.its.harness.WebApi;

/** A team's continuous integration: the set-up, a gate that fails, a fix, a gate that passes. */
@ExtendWith(OneServer.class)
class GateIT {

  private static final String PROJECT = "it-gate";

  @Test
  void one_sleep_on_the_loop_fails_the_gate_and_its_fix_passes(Server server, @TempDir Path folder) throws IOException {
    WebApi api = server.running().api();
    server.running().project(PROJECT, PROJECT, "Using Asyncio");
    new Setup(api, change -> {}).run(List.of(PROJECT));
    Path code = folder.resolve("pinger.py");
    Scanner.Request request = new Scanner.Request(folder, PROJECT,
      Map.of("sonar.qualitygate.wait", "true", "sonar.sources", "."));

    Files.writeString(code,
      "import asyncio\nimport time\n\n\nasync def ping():\n    time.sleep(1)\n\n\nasyncio.run(ping())\n");
    assertThatThrownBy(() -> server.scanner().scan(server.running(), request))
      .isInstanceOf(Failure.class)
      .hasMessageContaining("QUALITY GATE STATUS: FAILED");

    Files.writeString(code,
      "import asyncio\n\n\nasync def ping():\n    await asyncio.sleep(1)\n\n\nasyncio.run(ping())\n");
    server.scanner().scan(server.running(), request);
    assertThat(api.get("/api/qualitygates/project_status", "projectKey", PROJECT).get("projectStatus").text("status"))
      .isEqualTo("OK");
  }

  @Test
  void the_set_up_says_what_it_changes_and_can_be_repeated(Server server) {
    WebApi api = server.running().api();
    server.running().project("it-setup", "it-setup", "Using Asyncio");
    List<String> changes = new ArrayList<>();
    Setup setup = new Setup(api, changes::add);

    setup.run(List.of("it-setup"));
    assertThat(changes).contains("Gave the project it-setup the profile.", "Gave the project it-setup the gate.");
    changes.clear();
    setup.run(List.of("it-setup"));

    assertThat(changes).isEmpty();
    String profile = api.get("/api/qualityprofiles/search", "language", "py", "qualityProfile", Setup.PROFILE)
      .list("profiles").get(0).text("key");
    assertThat(api.get("/api/rules/search", "qprofile", profile, "activation", "true", "repositories", "using-asyncio",
      "ps", "1").number("total")).isEqualTo(RuleMetadata.all().size());
    assertThat(api.get("/api/rules/search", "qprofile", profile, "activation", "true", "repositories", "python",
      "ps", "1").number("total")).isPositive();
  }

  @Test
  void the_set_up_needs_permissions(Server server) {
    Setup setup = new Setup(WebApi.anonymous(server.running().url()), change -> {});

    assertThatThrownBy(() -> setup.run(List.of())).isInstanceOf(Failure.class)
      .hasMessage("The user lacks the global permission \"Administer Quality Profiles\".");
  }

  /** Why the gate asks for the grade: SonarQube takes its own ratings in a condition, and no plugin's. */
  @Test
  void the_rating_of_a_plugin_cannot_stand_in_a_gate(Server server) {
    WebApi api = server.running().api();
    String gate = "it-rating";
    if (api.get("/api/qualitygates/list").list("qualitygates").stream()
      .noneMatch(known -> known.text("name").equals(gate))) {
      api.post("/api/qualitygates/create", "name", gate);
    }

    assertThatThrownBy(() -> api.post("/api/qualitygates/create_condition", "gateName", gate, "metric",
      "asyncio_rating", "op", "GT", "error", "3"))
      .isInstanceOf(WebApi.Refused.class).hasMessageContaining("400").hasMessageContaining("asyncio_rating");
  }
}
