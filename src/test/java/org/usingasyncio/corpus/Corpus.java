package org.usingasyncio.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The packages of {@code its/corpus/packages.tsv}, as {@code its/corpus/fetch} unpacks them. */
final class Corpus {

  static final Path FOLDER = Path.of("its/corpus");

  private Corpus() {}

  /**
   * One package; {@code version} is what the expectations were read on. Of the kind {@code unread} are those for which
   * SonarPython alone takes a quarter of an hour; they are reviewed when they are named.
   */
  record Package(String name, String version, String kind) {

    boolean isRead() {
      return !kind.equals("unread");
    }

    Path folder() {
      return cache().resolve(name);
    }

    boolean isThere() {
      return Files.isDirectory(folder());
    }

    /** The version that was unpacked, when it is not the pinned one. */
    Optional<String> movedTo() {
      return Optional.of(text(cache().resolve(name + ".version")).strip()).filter(found -> !found.equals(version));
    }
  }

  static List<Package> packages() {
    return text(FOLDER.resolve("packages.tsv")).lines()
      .filter(line -> !line.startsWith("#"))
      .map(line -> line.split("\t"))
      .map(cells -> new Package(cells[0], cells[1], cells[3]))
      .toList();
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private static Path cache() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base = cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
    return base.resolve("using-asyncio/corpus");
  }
}
