package org.usingasyncio.its;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.usingasyncio.its.harness.Artifact;
import org.usingasyncio.its.harness.Cache;
import org.usingasyncio.its.harness.ContainerServer;
import org.usingasyncio.its.harness.Ports;
import org.usingasyncio.its.harness.Progress;
import org.usingasyncio.its.harness.RunningServer;
import org.usingasyncio.its.harness.Scan;
import org.usingasyncio.its.harness.Scanner;
import org.usingasyncio.its.harness.Servers;

/**
 * Gives the integration tests their server: one for all of them, started by the first that asks, stopped after the last.
 * <p>
 * System properties: {@code sonarqube.version}; {@code sonarqube.image} to run it in Docker, by
 * Testcontainers; {@code it.port} to keep
 * the server on that port up for the next run, which then takes seconds; {@code it.plugin}, the jar to test, if it is
 * not the one in {@code target}.
 */
final class OneServer implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(OneServer.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Server.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent("server", key -> Server.start(), Server.class);
  }

  /** The server under test, and a scanner for it. */
  record Server(RunningServer running, Scanner scanner, Runnable end) implements AutoCloseable {

    private static Server start() {
      Optional<Integer> kept = Optional.ofNullable(Integer.getInteger("it.port"));
      int port = kept.orElseGet(Ports::free);
      return start(port, plugin(), kept.isEmpty());
    }

    /** A server of the version under test with any jar; the one that runs on that port is stopped, its projects stay. */
    static Server start(int port, Path plugin, boolean isEnded) {
      Progress progress = Progress.onStandardError();
      Cache cache = new Cache(progress);
      Scanner scanner = new Scanner(cache, progress);
      String image = System.getProperty("sonarqube.image", "");
      if (!image.isBlank()) {
        assumeTrue(ContainerServer.isPossible(), "No Docker engine answers: nothing was tested in a container.");
        RunningServer running = ContainerServer.started(image, plugin);
        return new Server(running, scanner, () -> ContainerServer.stop(running));
      }
      Servers servers = new Servers(cache, progress);
      RunningServer running = servers.running(new Servers.Wanted(version(), port, plugin, Optional.empty()));
      return new Server(running, scanner, () -> {
        if (isEnded) {
          servers.stop(port, false);
        }
      });
    }

    /** Scans a folder under a key with our profile; an analyzer that fails makes the scan fail. */
    Scan scan(Path folder, String key, Map<String, String> settings) {
      running.project(key, key, "Using Asyncio");
      return scanner.scan(running, new Scanner.Request(folder, key, settings));
    }

    @Override
    public void close() {
      end.run();
    }
  }

  private static String version() {
    String version = System.getProperty("sonarqube.version", "");
    return version.isBlank() ? Artifact.NEWEST_SERVER : version;
  }

  /** The jar under test. */
  static Path plugin() {
    String named = System.getProperty("it.plugin", "");
    if (!named.isBlank()) {
      return Path.of(named).toAbsolutePath();
    }
    try (Stream<Path> built = Files.list(Path.of("target").toAbsolutePath())) {
      return built
        .filter(file -> file.getFileName().toString().matches("using-asyncio-.*(?<!-sources|-javadoc|-tests)\\.jar"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("There is no plugin in target: run mvn package first."));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
