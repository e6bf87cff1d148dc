package org.usingasyncio.its.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A server of the distribution, with its embedded database, as processes of this machine.
 * <p>
 * The unpacked distribution is shared and only read. Each server has a home of its own with links into it, and its own
 * settings, plugins, database, index and logs.
 */
final class ProcessHost implements Host {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PID = "pid";
  private static final String STARTED = "started";

  private final Path home;
  private final Path distribution;
  private final Jdk jdk;
  private final int port;
  private final Path plugin;
  private Optional<ProcessHandle> process = Optional.empty();

  /** A server that is yet to start. */
  ProcessHost(Path home, Path distribution, Jdk jdk, int port, Path plugin) {
    this.home = home;
    this.distribution = distribution;
    this.jdk = jdk;
    this.port = port;
    this.plugin = plugin;
  }

  /** A server that another run has started, if it still runs. */
  private ProcessHost(Path home, Optional<ProcessHandle> process) {
    this(home, null, null, 0, null);
    this.process = process;
  }

  static ProcessHost found(Path home, Properties state) {
    long pid = Long.parseLong(state.getProperty(PID, "-1"));
    String started = state.getProperty(STARTED, "");
    // A process id is used again some day: the time of its start tells whether it is still ours.
    return new ProcessHost(home, ProcessHandle.of(pid).filter(handle -> started(handle).equals(started)));
  }

  @Override
  public void describe(Properties state) {
    process.ifPresent(handle -> {
      state.setProperty(PID, Long.toString(handle.pid()));
      state.setProperty(STARTED, started(handle));
    });
  }

  private static String started(ProcessHandle handle) {
    return handle.info().startInstant().map(Instant::toString).orElse("unknown");
  }

  @Override
  public void start() {
    Machine.requireMemory();
    Machine.requireDisk(home);
    try {
      prepare();
      ProcessBuilder builder = new ProcessBuilder(Unprivileged.detached(command()))
        .directory(home.toFile())
        .redirectErrorStream(true)
        .redirectOutput(home.resolve("logs/console.log").toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("SONAR_") || name.equals("JAVA_TOOL_OPTIONS"));
      builder.environment().put("JAVA_HOME", jdk.home().toString());
      Process started = builder.start();
      started.getOutputStream().close();
      process = Optional.of(started.toHandle());
    } catch (IOException broken) {
      throw new Failure("The server cannot be set up in " + home + ": " + broken.getMessage() + ".",
        "Check that the folder can be written to, or set USING_ASYNCIO_CACHE to another one.", broken);
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(List.of(jdk.java().toString(), "-Xms8m", "-Xmx64m"));
    command.addAll(List.of(
      "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
      "--add-opens=java.base/java.lang=ALL-UNNAMED",
      "--add-opens=java.base/java.nio=ALL-UNNAMED",
      "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
      "--add-opens=java.management/sun.management=ALL-UNNAMED",
      "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED"));
    command.addAll(List.of("-jar", home.resolve("lib").resolve(applicationJar()).toString()));
    return command;
  }

  private String applicationJar() {
    try (Stream<Path> jars = Files.list(distribution.resolve("lib"))) {
      return jars.map(jar -> jar.getFileName().toString())
        .filter(name -> name.matches("sonar-application-.*\\.jar"))
        .findFirst()
        .orElseThrow(
          () -> new Failure("There is no server in " + distribution + ".", "Remove that folder and run again."));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void prepare() throws IOException {
    for (String own : List.of("conf", "data", "temp", "logs", "extensions/plugins", "lib")) {
      Files.createDirectories(home.resolve(own));
    }
    for (String shared : List.of("bin", "elasticsearch", "jres", "web")) {
      link(shared);
    }
    // The server takes the folder above that of its own jar, links resolved, for its home: the jar is a copy.
    String application = applicationJar();
    Files.copy(distribution.resolve("lib").resolve(application), home.resolve("lib").resolve(application),
      StandardCopyOption.REPLACE_EXISTING);
    try (Stream<Path> libraries = Files.list(distribution.resolve("lib"))) {
      for (Path library : libraries.toList()) {
        link("lib/" + library.getFileName());
      }
    }
    try (Stream<Path> stale = Stream.concat(Files.list(home.resolve("logs")),
      Files.list(home.resolve("extensions/plugins")))) {
      for (Path file : stale.toList()) {
        Files.delete(file);
      }
    }
    Files.copy(plugin, home.resolve("extensions/plugins").resolve(plugin.getFileName()),
      StandardCopyOption.REPLACE_EXISTING);
    Files.write(home.resolve("conf/sonar.properties"), settings());
    Unprivileged.own(home);
  }

  private void link(String shared) throws IOException {
    Path link = home.resolve(shared);
    if (Files.exists(distribution.resolve(shared)) && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
      Files.createSymbolicLink(link, distribution.resolve(shared));
    }
  }

  private List<String> settings() {
    List<String> settings = new ArrayList<>(List.of(
      "sonar.web.host=127.0.0.1",
      "sonar.web.port=" + port,
      "sonar.search.port=" + Ports.free(),
      "sonar.es.port=" + Ports.free(),
      "sonar.embeddedDatabase.port=" + Ports.free(),
      "sonar.web.javaOpts=-Xms128m -Xmx512m",
      "sonar.ce.javaOpts=-Xms128m -Xmx512m",
      "sonar.search.javaOpts=-Xms512m -Xmx512m -XX:MaxDirectMemorySize=256m",
      "sonar.forceAuthentication=false",
      "sonar.plugins.risk.consent=ACCEPTED",
      "sonar.updatecenter.activate=false",
      "sonar.telemetry.enable=false"));
    if (Machine.mapsTooLittle()) {
      settings.add("sonar.search.javaAdditionalOpts=-Dnode.store.allow_mmap=false");
    }
    return settings;
  }

  @Override
  public boolean isAlive() {
    return process.filter(ProcessHandle::isAlive).isPresent();
  }

  @Override
  public void stop() {
    process.ifPresent(handle -> {
      List<ProcessHandle> all = new ArrayList<>(handle.descendants().toList());
      all.add(handle);
      handle.destroy();
      if (!ended(all)) {
        all.forEach(ProcessHandle::destroyForcibly);
        ended(all);
      }
    });
  }

  private static boolean ended(List<ProcessHandle> handles) {
    CompletableFuture<?>[] ends = handles.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException tooLong) {
      return false;
    } catch (Exception neverThrown) {
      throw new IllegalStateException(neverThrown);
    }
  }

  @Override
  public List<String> log() {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> logs = Files.list(home.resolve("logs"))) {
      for (Path log : logs.filter(file -> file.toString().endsWith(".log")).sorted().toList()) {
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines()
          .map(line -> log.getFileName() + ": " + line)
          .forEach(lines::add);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return lines;
  }

  @Override
  public String logPlace() {
    return home.resolve("logs").toString();
  }
}
