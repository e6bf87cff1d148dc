package org.usingasyncio.its.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;

/** The servers that this user has started on this machine, one per port; they outlive the program that started them. */
public final class Servers {

  private static final String URL = "url";
  private static final String VERSION = "version";
  private static final String PASSWORD = "password";
  private static final String PLUGIN = "plugin";
  private static final String IMAGE = "image";

  /** The password that every server is delivered with. */
  private static final String DELIVERED = "admin";

  private final Cache cache;
  private final Progress progress;

  public Servers(Cache cache, Progress progress) {
    this.cache = cache;
    this.progress = progress;
  }

  /**
   * What server is wanted.
   *
   * @param version the version of the distribution
   * @param port    where it listens
   * @param plugin  the jar to install
   * @param image   the Docker image to run instead of the distribution
   */
  public record Wanted(String version, int port, Path plugin, Optional<String> image) {}

  /** The server on that port: the one that runs if it is as wanted, else a new one. */
  public RunningServer running(Wanted wanted) {
    Optional<RunningServer> found = find(wanted.port());
    if (found.isPresent() && isAsWanted(wanted)) {
      return complete(found.get(), wanted, "Waiting for the SonarQube that is starting");
    }
    if (found.isPresent()) {
      progress.say("The running SonarQube has another version, or an older jar: it is started again.");
      stop(wanted.port(), true);
    }
    return start(wanted);
  }

  /** Stops the server on that port. Its projects are forgotten unless they are to be kept. */
  public boolean stop(int port, boolean keep) {
    Optional<RunningServer> found = find(port);
    found.ifPresent(server -> {
      try (Progress.Step step = progress.begin("Stopping SonarQube on port " + port)) {
        server.host().stop();
        step.done();
      }
    });
    if (!keep) {
      forget(port);
    }
    return found.isPresent();
  }

  private RunningServer start(Wanted wanted) {
    if (!Ports.isFree(wanted.port())) {
      throw new Failure("Port " + wanted.port() + " is taken by another program.", "Choose another with --port.");
    }
    Optional<String> image = wanted.image();
    Properties old = state(wanted.port());
    // A container takes its database with it; a process leaves it, unless its folder is removed.
    if (image.isPresent() || !sameMake(old, wanted)) {
      forget(wanted.port());
      old = new Properties();
    }
    Host host = image.<Host>map(name -> new ContainerHost(name, wanted.port(), wanted.plugin()))
      .orElseGet(() -> process(wanted));
    URI url = URI.create("http://localhost:" + wanted.port());
    RunningServer server = new RunningServer(host, url, old.getProperty(PASSWORD, DELIVERED));
    try {
      host.start();
      save(server, wanted);
      return complete(server, wanted,
        "Starting SonarQube " + image.map(name -> "in Docker (" + name + ")").orElse(wanted.version()));
    } catch (RuntimeException failed) {
      host.stop();
      throw failed;
    }
  }

  /** Waits until the server is up, and makes it ours if that is still to be done. */
  private RunningServer complete(RunningServer server, Wanted wanted, String what) {
    if (!server.isUp()) {
      try (Progress.Step step = progress.begin(what)) {
        server.await(step);
        step.done();
      }
    }
    if (server.password().equals(DELIVERED)) {
      server.secure();
      save(server, wanted);
    }
    return server;
  }

  private Host process(Wanted wanted) {
    Jdk jdk = jdk(wanted.version());
    Path distribution = cache.unpacked(Artifact.server(wanted.version()));
    return new ProcessHost(folder(wanted.port()), distribution, jdk, wanted.port(), wanted.plugin());
  }

  /** The JDK that a version of the server runs on. */
  public static Jdk jdk(String version) {
    String[] parts = version.split("\\.");
    int release = Integer.parseInt(parts[0]) * 100 + Integer.parseInt(parts[1]);
    // The search engine of the older servers still wants the security manager, which Java 24 has lost.
    Jdk.Need need = release <= 2511
      ? new Jdk.Need(17, 23, false)
      : new Jdk.Need(21, Integer.MAX_VALUE, release >= 2608);
    return Jdk.find(need, "SonarQube " + version);
  }

  private Optional<RunningServer> find(int port) {
    Properties state = state(port);
    Host host = state.containsKey(IMAGE)
      ? ContainerHost.found(port)
      : ProcessHost.found(folder(port), state);
    return Optional.of(host)
      .filter(Host::isAlive)
      .map(alive -> new RunningServer(alive, URI.create(state.getProperty(URL)), state.getProperty(PASSWORD)));
  }

  private boolean isAsWanted(Wanted wanted) {
    Properties state = state(wanted.port());
    return sameMake(state, wanted) && PluginJar.print(wanted.plugin()).equals(state.getProperty(PLUGIN));
  }

  /** Whether a server of that state has a database that the wanted one can open. */
  private static boolean sameMake(Properties state, Wanted wanted) {
    return wanted.version().equals(state.getProperty(VERSION))
      && wanted.image().equals(Optional.ofNullable(state.getProperty(IMAGE)));
  }

  private Path folder(int port) {
    return cache.folder("servers").resolve(Integer.toString(port));
  }

  private Path stateFile(int port) {
    return cache.folder("servers").resolve(port + ".properties");
  }

  private Properties state(int port) {
    Properties state = new Properties();
    if (Files.exists(stateFile(port))) {
      try (var reader = Files.newBufferedReader(stateFile(port))) {
        state.load(reader);
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
    return state;
  }

  private void save(RunningServer server, Wanted wanted) {
    Properties state = new Properties();
    state.setProperty(URL, server.url().toString());
    state.setProperty(VERSION, wanted.version());
    state.setProperty(PASSWORD, server.password());
    state.setProperty(PLUGIN, PluginJar.print(wanted.plugin()));
    wanted.image().ifPresent(image -> state.setProperty(IMAGE, image));
    server.host().describe(state);
    Path file = stateFile(wanted.port());
    try {
      if (!Files.exists(file)) {
        // It holds the password of the administrator.
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      try (var writer = Files.newBufferedWriter(file)) {
        state.store(writer, "A SonarQube that asyncio-review has started. Its administrator is \"admin\".");
      }
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  /** Where the password of the administrator stands. */
  public Path passwordFile(int port) {
    return stateFile(port);
  }

  private void forget(int port) {
    try {
      Cache.deleteTree(folder(port));
      Files.deleteIfExists(stateFile(port));
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }
}
