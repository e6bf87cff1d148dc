package org.usingasyncio.its;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.usingasyncio.its.OneServer.Server;
import org.usingasyncio.its.harness.WebApi;

/** The command {@code bin/asyncio-setup} as a platform owner calls it, with a token, on the real server. */
@ExtendWith(OneServer.class)
class SetupCommandIT {

  private static final String PROJECT = "it-setup-command";
  private static final String STRANGER = "it-stranger";

  @Test
  void says_what_it_changes_and_changes_nothing_twice(Server server) throws Exception {
    WebApi api = server.running().api();
    server.running().project(PROJECT, PROJECT, "Using Asyncio");
    api.post("/api/qualitygates/deselect", "projectKey", PROJECT);
    String token = server.running().token("it-setup-command");

    Run first = setUp(server, token, PROJECT);
    assertThat(first.lines()).contains("Gave the project " + PROJECT + " the profile.",
      "Gave the project " + PROJECT + " the gate.", "Done.");
    assertThat(first.status()).isZero();

    Run second = setUp(server, token, PROJECT);
    assertThat(second.lines()).contains("Nothing to change: everything was set up already.")
      .noneMatch(line -> line.startsWith("Gave"));
    assertThat(second.status()).isZero();
  }

  @Test
  void names_the_permission_that_is_missing(Server server) throws Exception {
    WebApi api = server.running().api();
    if (api.get("/api/users/search", "q", STRANGER).list("users").isEmpty()) {
      api.post("/api/users/create", "login", STRANGER, "name", STRANGER, "password", "Stranger-of-asyncio-1!");
    }
    api.post("/api/user_tokens/revoke", "login", STRANGER, "name", "it");
    String token = api.post("/api/user_tokens/generate", "login", STRANGER, "name", "it").text("token");

    Run run = setUp(server, token);
    assertThat(run.lines())
      .contains("asyncio-setup: The user lacks the global permission \"Administer Quality Profiles\".");
    assertThat(run.status()).isOne();
  }

  @Test
  void names_the_project_that_is_not_there(Server server) throws Exception {
    Run run = setUp(server, server.running().token("it-setup-command"), "it-no-such-project");

    assertThat(run.lines()).anyMatch(line -> line.startsWith("asyncio-setup: ") && line.contains("it-no-such-project"));
    assertThat(run.status()).isOne();
  }

  @Test
  void refuses_a_token_that_is_not_valid(Server server) throws Exception {
    Run run = setUp(server, "squ_0000000000000000000000000000000000000000");

    assertThat(run.lines()).anyMatch(line -> line.startsWith("asyncio-setup: The server does not accept the token"));
    assertThat(run.status()).isOne();
  }

  private record Run(int status, List<String> lines) {}

  private static Run setUp(Server server, String token, String... projects) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Path.of("bin/asyncio-setup").toAbsolutePath().toString(),
      "--url", server.running().url().toString()));
    command.addAll(List.of(projects));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SONAR_TOKEN", token);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output.lines().toList());
  }
}
