package org.usingasyncio.its.harness;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A Java installation of this machine.
 *
 * @param home    its folder
 * @param feature its feature version (17, 21, 25)
 * @param modules the modules it says it has
 */
public record Jdk(Path home, int feature, Set<String> modules) {

  /** What a program asks of the Java it runs on. */
  public record Need(int oldest, int newest, boolean full) {

    boolean isMetBy(Jdk jdk) {
      return jdk.feature >= oldest && jdk.feature <= newest && (!full || jdk.isFull());
    }

    @Override
    public String toString() {
      return (full ? "a full JDK (with the module jdk.jlink), version " : "Java ")
        + (newest == Integer.MAX_VALUE ? oldest + " or newer" : oldest + " to " + newest);
    }
  }

  /** Whether it can link run-time images, as the search engine of the newer servers wants. */
  public boolean isFull() {
    return modules.contains("jdk.jlink") || Files.isExecutable(home.resolve("bin/jlink"));
  }

  public Path java() {
    return home.resolve("bin/java");
  }

  /** The installation that meets the need: the preferred ones first, then the newest. */
  public static Jdk find(Need need, String what) {
    List<Jdk> all = installed();
    return all.stream()
      .filter(need::isMetBy)
      .findFirst()
      .orElseThrow(() -> new Failure(
        what + " needs " + need + ", and none was found. Found: " + describe(all) + ".",
        "Install one (for example Debian's openjdk-21-jdk-headless), or set JAVA_HOME to one."));
  }

  /** All installations that can be found: JAVA_HOME, the PATH, the usual folders; each once, in this order. */
  public static List<Jdk> installed() {
    Set<Path> homes = new LinkedHashSet<>();
    Optional.ofNullable(System.getenv("JAVA_HOME")).map(Path::of).flatMap(Jdk::real).ifPresent(homes::add);
    onPath().ifPresent(homes::add);
    real(Path.of(System.getProperty("java.home"))).ifPresent(homes::add);
    List<Jdk> preferred = homes.stream().map(Jdk::at).flatMap(Optional::stream).toList();

    Set<Path> others = new LinkedHashSet<>();
    String user = System.getProperty("user.home");
    others.addAll(children(Path.of("/usr/lib/jvm")));
    others.addAll(children(Path.of("/opt")));
    others.addAll(children(Path.of(user, ".sdkman/candidates/java")));
    others.addAll(children(Path.of(user, ".jdks")));
    List.of(Path.of("/Library/Java/JavaVirtualMachines"), Path.of(user, "Library/Java/JavaVirtualMachines"))
      .forEach(folder -> children(folder).forEach(jdk -> real(jdk.resolve("Contents/Home")).ifPresent(others::add)));
    others.removeAll(homes);

    List<Jdk> found = new ArrayList<>(preferred);
    others.stream()
      .map(Jdk::at)
      .flatMap(Optional::stream)
      .sorted(Comparator.comparingInt(Jdk::feature).reversed())
      .forEach(found::add);
    return found;
  }

  /** The installation in a folder, known by its {@code release} file. */
  static Optional<Jdk> at(Path home) {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
      return Optional.empty();
    }
    Properties facts = new Properties();
    try (var reader = Files.newBufferedReader(release)) {
      facts.load(reader);
    } catch (IOException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
    String[] version = unquoted(facts, "JAVA_VERSION").split("[._+-]");
    if (!version[0].matches("\\d+")) {
      return Optional.empty();
    }
    int first = Integer.parseInt(version[0]);
    int feature = first == 1 && version.length > 1 ? Integer.parseInt(version[1]) : first;
    return Optional.of(new Jdk(home, feature, Set.of(unquoted(facts, "MODULES").split("\\s+"))));
  }

  private static String unquoted(Properties facts, String name) {
    return facts.getProperty(name, "").replace("\"", "").trim();
  }

  private static Optional<Path> onPath() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      Path java = Path.of(folder, "java");
      if (Files.isExecutable(java)) {
        return real(java).map(file -> file.getParent().getParent());
      }
    }
    return Optional.empty();
  }

  private static List<Path> children(Path folder) {
    List<Path> children = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        entries.forEach(entry -> real(entry).ifPresent(children::add));
      } catch (IOException unreadable) {
        return List.of();
      }
    }
    return children;
  }

  private static Optional<Path> real(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  private static String describe(List<Jdk> all) {
    return all.isEmpty()
      ? "no Java at all"
      : all.stream()
        .map(jdk -> jdk.feature + " in " + jdk.home + (jdk.isFull() ? "" : " (without jdk.jlink)"))
        .collect(Collectors.joining(", "));
  }
}
