package org.usingasyncio.its.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Scans folders with the scanner of SonarQube and waits until the server has taken the report in. */
public final class Scanner {

  /** The settings file that a project may have of its own. */
  private static final String PROJECT_FILE = "sonar-project.properties";

  /** What is in a folder but is not the code of its project. */
  private static final Set<String> FOREIGN = Set.of(".git", ".hg", ".tox", ".nox", ".venv", "venv", "node_modules",
    "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", "site-packages");

  private static final String TOKEN_NAME = "asyncio-review";

  private final Cache cache;
  private final Progress progress;

  public Scanner(Cache cache, Progress progress) {
    this.cache = cache;
    this.progress = progress;
  }

  /**
   * A folder to scan.
   *
   * @param folder   the base folder of the project
   * @param key      the key of the project on the server
   * @param settings scanner settings ({@code sonar.…}) that win over all others
   */
  public record Request(Path folder, String key, Map<String, String> settings) {}

  /** The number of Python files that a scan of the folder would see; a folder without any is no use. */
  public static int requirePython(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new Failure(folder + (Files.exists(folder) ? " is not a folder." : " does not exist."),
        "Name the folder of a Python project.");
    }
    int files = pythonFiles(folder);
    if (files == 0) {
      throw new Failure("There is no Python file in " + folder + ".",
        "Name a folder with .py files in it; virtual environments and hidden tools' folders do not count.");
    }
    return files;
  }

  private static int pythonFiles(Path folder) {
    AtomicInteger count = new AtomicInteger();
    try {
      Files.walkFileTree(folder, new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult preVisitDirectory(Path child, BasicFileAttributes attributes) {
          boolean foreign = !child.equals(folder) && FOREIGN.contains(String.valueOf(child.getFileName()));
          return foreign ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
          if (file.toString().endsWith(".py")) {
            count.incrementAndGet();
          }
          return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return count.get();
  }

  /** Scans, and waits for the server; throws if either fails. */
  public Scan scan(RunningServer server, Request request) {
    Path home = cache.unpacked(Artifact.scanner());
    Path work = cache.folder("work/" + request.key());
    Path log = work.resolveSibling(request.key() + ".log");
    Jdk jdk = Servers.jdk(server.version());
    Map<String, String> settings = settings(request, work, jdk);
    List<String> lines;
    long seconds;
    Duration processor;
    try (Progress.Step step = progress.begin("Scanning " + request.folder())) {
      Command.Result result = Command.of(command(home, jdk, request, settings))
        .in(request.folder())
        .with(Map.of("SONAR_TOKEN", server.token(TOKEN_NAME), "SONAR_HOST_URL", server.url().toString(),
          "SONAR_USER_HOME", cache.folder("scanner-home").toString()))
        .run(step::tick);
      lines = result.lines();
      processor = result.processor();
      Files.write(log, lines, StandardCharsets.UTF_8);
      if (!result.succeeded()) {
        throw new Failure("The scan of " + request.folder() + " failed:\n" + errors(result),
          "The whole log is in " + log + ".");
      }
      step.done();
      seconds = step.seconds();
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    Json task = taken(server, work, log);
    return new Scan(server, request.key(), request.folder(), seconds, processor, lines, task.texts("warnings"));
  }

  private static List<String> command(Path home, Jdk jdk, Request request, Map<String, String> settings) {
    List<String> command = new ArrayList<>(List.of(
      jdk.java().toString(),
      "-Djava.awt.headless=true",
      "-Dscanner.home=" + home,
      "-Dproject.home=" + request.folder(),
      "-classpath", home.resolve("lib/" + home.getFileName() + ".jar").toString(),
      "org.sonarsource.scanner.cli.Main"));
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    return command;
  }

  private static Map<String, String> settings(Request request, Path work, Jdk jdk) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("sonar.projectKey", request.key());
    settings.put("sonar.projectBaseDir", request.folder().toString());
    // Nothing is written into the folder of the user.
    settings.put("sonar.working.directory", work.toString());
    settings.put("sonar.scanner.skipJreProvisioning", "true");
    settings.put("sonar.scanner.javaExePath", jdk.java().toString());
    if (jdk.feature() >= 24) {
      // Else Java writes a warning about a library of the scanner, which the scanner logs as an error.
      settings.put("sonar.scanner.javaOpts", "--sun-misc-unsafe-memory-access=allow");
    }
    settings.put("sonar.scm.disabled", "true");
    if (!Files.exists(request.folder().resolve(PROJECT_FILE))) {
      settings.put("sonar.sources", ".");
      settings.put("sonar.inclusions", "**/*.py");
      settings.put("sonar.exclusions",
        String.join(",", FOREIGN.stream().sorted().map(name -> "**/" + name + "/**").toList()));
    }
    settings.putAll(request.settings());
    return settings;
  }

  private static String errors(Command.Result result) {
    List<String> errors = result.lines().stream().filter(line -> line.contains("ERROR")).limit(10).toList();
    return errors.isEmpty() ? result.lastLines(10) : String.join("\n", errors);
  }

  /** Waits until the report is on the dashboard. */
  private Json taken(RunningServer server, Path work, Path log) {
    Properties report = new Properties();
    try (var reader = Files.newBufferedReader(work.resolve("report-task.txt"))) {
      report.load(reader);
    } catch (IOException absent) {
      throw new Failure("The scanner has sent no report.", "The whole log is in " + log + ".", absent);
    }
    try (Progress.Step step = progress.begin("Waiting for the server to take the report in")) {
      while (true) {
        Json task = server.api()
          .get("/api/ce/task", "id", report.getProperty("ceTaskId"), "additionalFields", "warnings")
          .get("task");
        switch (task.text("status")) {
          case "SUCCESS" :
            step.done();
            return task;
          case "FAILED", "CANCELED" :
            throw new Failure("The server could not take the report in: " + task.text("errorMessage"),
              "See its log: " + server.logPlace() + ".");
          default :
            RunningServer.pause();
            step.tick();
        }
      }
    }
  }
}
