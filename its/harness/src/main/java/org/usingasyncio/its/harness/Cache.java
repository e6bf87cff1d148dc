package org.usingasyncio.its.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder outside the work tree that keeps what was downloaded and the servers that run: {@code
 * $USING_ASYNCIO_CACHE}, else {@code using-asyncio} in {@code $XDG_CACHE_HOME} or {@code ~/.cache}. A server does not
 * run as root, so root, whose home is closed to others, has {@code /var/cache/using-asyncio}.
 */
public final class Cache {

  private static final String UNPACKED = ".unpacked";

  private final Path folder;
  private final Progress progress;

  public Cache(Progress progress) {
    this.folder = folder();
    this.progress = progress;
  }

  private static Path folder() {
    Map<String, String> env = System.getenv();
    if (env.containsKey("USING_ASYNCIO_CACHE")) {
      return Path.of(env.get("USING_ASYNCIO_CACHE")).toAbsolutePath();
    }
    Path caches = env.containsKey("XDG_CACHE_HOME")
      ? Path.of(env.get("XDG_CACHE_HOME"))
      : Path.of(System.getProperty("user.home"), ".cache");
    return Unprivileged.isRoot() && !Unprivileged.reachable(caches)
      ? Path.of("/var/cache/using-asyncio")
      : caches.resolve("using-asyncio");
  }

  /** A folder of the given name in the cache; it is made if it is not there. */
  public Path folder(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException refused) {
      throw new Failure("The cache folder cannot be made: " + refused.getMessage() + ".",
        "Set USING_ASYNCIO_CACHE to a folder that you can write to.", refused);
    }
  }

  /** The artifact, downloaded, checked and unpacked: the one folder that the zip holds. */
  public Path unpacked(Artifact artifact) {
    Path home = folder.resolve(artifact.name() + "-" + artifact.version());
    if (Files.exists(home.resolve(UNPACKED))) {
      return home;
    }
    Path downloads = folder("downloads");
    Machine.requireDisk(folder, artifact);
    Path zip = downloads.resolve(artifact.fileName());
    try {
      download(artifact, downloads);
      check(artifact, zip);
      unpack(zip, home);
      Files.delete(zip);
      Files.createFile(home.resolve(UNPACKED));
    } catch (IOException broken) {
      throw new Failure("Cannot unpack " + zip + ": " + broken.getMessage() + ".",
        "Check the free space on that disk, remove " + folder + " and run again.", broken);
    }
    return home;
  }

  /** Maven fetches it, by its coordinates, from wherever Maven is set up to fetch, and holds it to its checksum. */
  private void download(Artifact artifact, Path downloads) {
    try (
      Progress.Step step = progress.begin("Fetching " + artifact.name() + " " + artifact.version() + " with Maven")) {
      Command.Result result = Command.of("mvn", "--batch-mode", "--quiet", "--strict-checksums",
        "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy",
        "-Dartifact=" + artifact.coordinates(),
        "-DoutputDirectory=" + downloads)
        .in(downloads)
        .run(step::tick);
      if (!result.succeeded()) {
        throw new Failure("Maven could not fetch " + artifact.coordinates() + ":\n" + result.lastLines(10),
          "Check that Maven is installed and reaches a repository that has it (mvn dependency:get).");
      }
      step.done();
    }
  }

  private static void check(Artifact artifact, Path zip) throws IOException {
    String found = sha256(zip);
    String wanted = artifact.pinnedSha256().orElse(found);
    if (!found.equals(wanted)) {
      Files.delete(zip);
      throw new Failure(
        zip.getFileName() + " is not the file it should be: SHA-256 is " + found + ", not " + wanted + ".",
        "Remove it from the local Maven repository too, and see where Maven fetches it from.");
    }
  }

  private void unpack(Path zip, Path home) throws IOException {
    deleteTree(home);
    Path partial = home.resolveSibling(home.getFileName() + ".partial");
    deleteTree(partial);
    try (Progress.Step step = progress.begin("Unpacking " + zip.getFileName());
      FileSystem archive = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true));
      Stream<Path> entries = Files.walk(archive.getPath("/"))) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        copy(entry, partial.resolve(entry.toString().substring(1)));
        step.tick();
      }
      step.done();
    }
    try (Stream<Path> top = Files.list(partial)) {
      Files.move(top.findFirst().orElseThrow(() -> new IOException("the archive is empty")), home);
    }
    deleteTree(partial);
  }

  private static void copy(Path entry, Path target) throws IOException {
    if (Files.isDirectory(entry)) {
      Files.createDirectories(target);
      return;
    }
    Files.copy(entry, target, StandardCopyOption.REPLACE_EXISTING);
    boolean program = Files.getPosixFilePermissions(entry).contains(PosixFilePermission.OWNER_EXECUTE);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
  }

  /** The SHA-256 of a file, in hexadecimal. */
  private static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** Removes a folder and all in it; symbolic links are removed, not followed. */
  static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
