package org.usingasyncio.its.harness;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** A server in a container that Testcontainers runs, with a plugin; for tests alone. */
public final class ContainerServer implements Host {

  private static final int PORT = 9000;
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  private final GenericContainer<?> container;

  private ContainerServer(String image, Path plugin) {
    container = new GenericContainer<>(DockerImageName.parse(image))
      .withExposedPorts(PORT)
      .withEnv(ContainerHost.settings())
      .withCopyFileToContainer(MountableFile.forHostPath(plugin, 0644),
        "/opt/sonarqube/extensions/plugins/" + plugin.getFileName())
      .waitingFor(Wait.forHttp("/api/system/status").forPort(PORT)
        .forResponsePredicate(answer -> answer.contains("\"UP\""))
        .withStartupTimeout(PATIENCE));
  }

  /** Whether a Docker engine answers. */
  public static boolean isPossible() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  /** A new server with that plugin, up and ours; {@link #stop(RunningServer)} ends it. */
  public static RunningServer started(String image, Path plugin) {
    ContainerServer host = new ContainerServer(image, plugin);
    host.start();
    // Not localhost: where the tests run in a container themselves, the engine's address is another.
    URI url = URI.create("http://" + host.container.getHost() + ":" + host.container.getMappedPort(PORT));
    RunningServer server = new RunningServer(host, url, "admin");
    server.secure();
    return server;
  }

  public static void stop(RunningServer server) {
    server.host().stop();
  }

  @Override
  public void start() {
    container.start();
  }

  @Override
  public boolean isAlive() {
    return container.isRunning();
  }

  @Override
  public void stop() {
    container.stop();
  }

  @Override
  public List<String> log() {
    return container.getLogs().lines().toList();
  }

  @Override
  public String logPlace() {
    return "docker logs " + container.getContainerId();
  }

  @Override
  public void describe(Properties state) {
    // It ends with the tests: nobody looks for it later.
  }
}
