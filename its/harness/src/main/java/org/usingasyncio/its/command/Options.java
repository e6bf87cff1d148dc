package org.usingasyncio.its.command;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.usingasyncio.its.harness.Artifact;

/**
 * What the user asks of {@code asyncio-review}.
 *
 * @param folder        the folder to review, or none for the bundled sample
 * @param port          where the server listens
 * @param version       the version of the server
 * @param stop          stop the server instead of reviewing
 * @param keep          with stop: keep its projects
 * @param help          say how it is used
 * @param withoutDocker run the distribution even if a Docker engine answers
 * @param settings      settings of the scanner
 */
record Options(Optional<Path> folder, int port, String version, boolean stop, boolean keep, boolean help,
  boolean withoutDocker, Map<String, String> settings) {

  static final int DEFAULT_PORT = 9000;

  static final String USAGE = """
                              Usage: asyncio-review [OPTION]... [FOLDER]

                              Reviews the asyncio code of a Python project: starts a SonarQube on this machine, installs the plugin,
                              scans FOLDER (default: the sample application in its/projects/careless) and prints what it found.
                              The server stays up, so that the dashboard can be read and the next review takes seconds.

                                --stop              stop the server and forget its projects
                                --keep              with --stop: keep the projects for the next start
                                --port PORT         where the server listens (default: 9000)
                                --server VERSION    the version of SonarQube (default: %s)
                                --without-docker    run the distribution even if a Docker engine answers
                                -Dsonar.NAME=VALUE  a setting of the scanner, for example -Dsonar.python.version=3.12
                                --help              this text

                              It needs a JDK (21 or newer for the default version) and Maven, about 2 GB of memory and 3 GB of disk.
                              Downloads and servers are kept in $USING_ASYNCIO_CACHE, else in using-asyncio in $XDG_CACHE_HOME or ~/.cache
                              (for root: /var/cache, as the server does not run as root).
                              The image for Docker is $SONARQUBE_IMAGE (default: sonarqube:community).

                              Exit status: 0 if the review was made, whatever it found; 1 if it failed; 2 if it was called wrongly.
                              """
    .formatted(Artifact.NEWEST_SERVER);

  /** A call that makes no sense. */
  static final class Wrong extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Wrong(String message) {
      super(message);
    }
  }

  static Options of(List<String> words) {
    Optional<Path> folder = Optional.empty();
    int port = DEFAULT_PORT;
    String version = Artifact.NEWEST_SERVER;
    boolean stop = false;
    boolean keep = false;
    boolean help = false;
    boolean withoutDocker = false;
    Map<String, String> settings = new LinkedHashMap<>();

    Deque<String> rest = new ArrayDeque<>(words);
    while (!rest.isEmpty()) {
      String word = rest.pop();
      switch (word) {
        case "--stop" -> stop = true;
        case "--keep" -> keep = true;
        case "--help", "-h" -> help = true;
        case "--without-docker" -> withoutDocker = true;
        case "--port" -> port = port(value(word, rest));
        case "--server" -> version = version(value(word, rest));
        default -> {
          if (word.startsWith("-D") && word.contains("=")) {
            settings.put(word.substring(2, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
          } else if (word.startsWith("-")) {
            throw new Wrong("There is no option " + word + ".");
          } else if (folder.isPresent()) {
            throw new Wrong("One folder at a time: " + folder.get() + " or " + word + "?");
          } else {
            folder = Optional.of(Path.of(word));
          }
        }
      }
    }
    if (keep && !stop) {
      throw new Wrong("--keep goes with --stop: without it, the server stays up anyway.");
    }
    return new Options(folder, port, version, stop, keep, help, withoutDocker, settings);
  }

  private static String value(String option, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw new Wrong(option + " needs a value.");
    }
    return rest.pop();
  }

  private static int port(String value) {
    if (!value.matches("\\d{1,5}") || Integer.parseInt(value) < 1024 || Integer.parseInt(value) > 65535) {
      throw new Wrong("A port is a number from 1024 to 65535, not " + value + ".");
    }
    return Integer.parseInt(value);
  }

  private static String version(String value) {
    if (!value.matches("\\d+\\.\\d+(\\.\\d+)+")) {
      throw new Wrong("A version looks like " + Artifact.NEWEST_SERVER + ", not " + value + ".");
    }
    return value;
  }
}
