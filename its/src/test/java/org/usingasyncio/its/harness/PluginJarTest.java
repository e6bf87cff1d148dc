package org.usingasyncio.its.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginJarTest {

  @TempDir
  private Path folder;

  @Test
  void order_and_time_stamps_do_not_count() throws IOException {
    Path one = jar("one.jar", 1_000_000_000_000L, "A.class", "B.class");
    Path other = jar("other.jar", 1_500_000_000_000L, "B.class", "A.class");

    assertThat(PluginJar.print(one)).isEqualTo(PluginJar.print(other));
  }

  @Test
  void another_file_counts() throws IOException {
    Path one = jar("one.jar", 0, "A.class");
    Path other = jar("other.jar", 0, "B.class");

    assertThat(PluginJar.print(one)).isNotEqualTo(PluginJar.print(other));
  }

  private Path jar(String name, long time, String... entries) throws IOException {
    Path jar = folder.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String entry : entries) {
        ZipEntry header = new ZipEntry(entry);
        header.setTime(time);
        zip.putNextEntry(header);
        zip.write(entry.getBytes());
        zip.closeEntry();
      }
    }
    return jar;
  }
}
