package org.usingasyncio.its.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** A server in a container of the Docker engine of this machine, driven by the command line of Docker. */
final class ContainerHost implements Host {

  private static final Map<String, String> SETTINGS = Map.of(
    "SONAR_ES_BOOTSTRAP_CHECKS_DISABLE", "true",
    "SONAR_FORCEAUTHENTICATION", "false",
    "SONAR_PLUGINS_RISK_CONSENT", "ACCEPTED",
    "SONAR_UPDATECENTER_ACTIVATE", "false",
    "SONAR_TELEMETRY_ENABLE", "false");

  private final String image;
  private final int port;
  private final Path plugin;
  private final String name;

  ContainerHost(String image, int port, Path plugin) {
    this.image = image;
    this.port = port;
    this.plugin = plugin;
    this.name = "using-asyncio-" + port;
  }

  static ContainerHost found(int port) {
    return new ContainerHost("", port, Path.of(""));
  }

  @Override
  public void start() {
    Machine.requireMemory();
    remove();
    List<String> words = new ArrayList<>(List.of("docker", "run", "--detach", "--name", name,
      "--publish", "127.0.0.1:" + port + ":9000",
      "--volume", plugin.toAbsolutePath() + ":/opt/sonarqube/extensions/plugins/" + plugin.getFileName() + ":ro"));
    settings().forEach((setting, value) -> words.addAll(List.of("--env", setting + "=" + value)));
    words.add(image);
    Command.Result result = Command.of(words).run(() -> {});
    if (!result.succeeded()) {
      throw new Failure("Docker could not start " + image + ":\n" + result.lastLines(10),
        "Stop the Docker engine, or use --without-docker, to use the distribution instead.");
    }
  }

  /** What a server in a container is told by its environment. */
  static Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>(SETTINGS);
    if (Machine.mapsTooLittle()) {
      settings.put("SONAR_SEARCH_JAVAADDITIONALOPTS", "-Dnode.store.allow_mmap=false");
    }
    return settings;
  }

  @Override
  public boolean isAlive() {
    Command.Result result = Command.of("docker", "inspect", "--format", "{{.State.Running}}", name).run(() -> {});
    return result.succeeded() && result.lines().contains("true");
  }

  @Override
  public void stop() {
    Command.of("docker", "stop", "--time", "60", name).run(() -> {});
    remove();
  }

  private void remove() {
    Command.of("docker", "rm", "--force", "--volumes", name).run(() -> {});
  }

  @Override
  public List<String> log() {
    return Command.of("docker", "logs", name).run(() -> {}).lines();
  }

  @Override
  public String logPlace() {
    return "docker logs " + name;
  }

  @Override
  public void describe(Properties state) {
    // The name follows from the port.
  }
}
