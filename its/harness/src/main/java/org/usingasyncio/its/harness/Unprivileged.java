package org.usingasyncio.its.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The search engine of SonarQube refuses to run as root: what root starts runs as the user {@code nobody}. */
final class Unprivileged {

  private static final String USER = "nobody";

  private Unprivileged() {}

  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** Whether another user than its owner can get to a path, as far as it exists. */
  static boolean reachable(Path path) {
    try {
      for (Path part = path.toAbsolutePath(); part != null; part = part.getParent()) {
        if (Files.exists(part) && !Files.getPosixFilePermissions(part).contains(PosixFilePermission.OTHERS_EXECUTE)) {
          return false;
        }
      }
      return true;
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  /** The command, run by {@link #USER} if this is root, else as it is; detached from the terminal either way. */
  static List<String> detached(List<String> command) {
    List<String> words = new ArrayList<>();
    words.add(exists("setsid") ? "setsid" : "nohup");
    if (isRoot()) {
      words.addAll(asUser());
    }
    words.addAll(command);
    return words;
  }

  private static List<String> asUser() {
    List<List<String>> ways = List.of(
      List.of("setpriv", "--reuid=" + USER, "--regid=" + group(), "--clear-groups"),
      List.of("runuser", "-u", USER, "--"),
      List.of("su", "-s", "/bin/sh", USER, "-c", "exec \"$0\" \"$@\""));
    return ways.stream()
      .filter(way -> works(way))
      .findFirst()
      .orElseThrow(() -> new Failure(
        "SonarQube does not run as root, and neither setpriv nor runuser nor su could run it as " + USER + ".",
        "Run this command as an ordinary user."));
  }

  private static boolean works(List<String> way) {
    List<String> trial = new ArrayList<>(way);
    trial.add("true");
    return Command.of(trial).run(() -> {}).succeeded();
  }

  private static String group() {
    Command.Result id = Command.of("id", "-g", USER).run(() -> {});
    return id.succeeded() ? id.lines().get(0).trim() : "65534";
  }

  private static boolean exists(String program) {
    return Command.of("sh", "-c", "command -v " + program).run(() -> {}).succeeded();
  }

  /** Gives a folder, and all in it, to the user that will run the server. */
  static void own(Path folder) {
    if (!isRoot()) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      UserPrincipal user = folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER);
      for (Path path : (Iterable<Path>) tree::iterator) {
        Files.setAttribute(path, "posix:owner", user, LinkOption.NOFOLLOW_LINKS);
      }
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }
}
