package org.usingasyncio.its.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/** Tells whether two jars hold the same plugin: two builds of the same sources may differ in order and time stamps. */
final class PluginJar {

  private PluginJar() {}

  /** A print of the names and contents of its files. */
  static String print(Path jar) {
    CRC32 print = new CRC32();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      zip.stream()
        .filter(entry -> !entry.isDirectory())
        .map(entry -> entry.getName() + " " + entry.getCrc() + " " + entry.getSize() + "\n")
        .sorted()
        .forEach(line -> print.update(line.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return HexFormat.of().toHexDigits(print.getValue());
  }
}
