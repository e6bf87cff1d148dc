package org.usingasyncio.its.harness;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What this machine has to give: memory and disk. */
final class Machine {

  private static final long MEGABYTE = 1024 * 1024;
  private static final long SERVER_MEMORY = 2048;
  private static final long SERVER_DISK = 3000;
  private static final long SCANNER_DISK = 100;
  private static final long INSTANCE_DISK = 500;
  private static final long ENOUGH_MAPPINGS = 262_144;

  private Machine() {}

  /** A server takes about 2 GB: 512 MB each for web, compute and search, and what three Java processes cost. */
  static void requireMemory() {
    requireMemory(freeMemory());
  }

  static void requireMemory(long free) {
    if (free < SERVER_MEMORY) {
      throw new Failure("Too little memory: SonarQube needs " + SERVER_MEMORY + " MB, and " + free + " MB are free.",
        "Close other programs, or give this machine or container more memory.");
    }
  }

  /** Room for the zip and what is in it. */
  static void requireDisk(Path folder, Artifact artifact) {
    requireDisk(folder, artifact.name().equals("sonar-application") ? SERVER_DISK : SCANNER_DISK);
  }

  /** Room for the database and the search index of one server. */
  static void requireDisk(Path folder) {
    requireDisk(folder, INSTANCE_DISK);
  }

  static void requireDisk(Path folder, long needed) {
    try {
      long free = Files.getFileStore(folder).getUsableSpace() / MEGABYTE;
      if (free < needed) {
        throw new Failure(
          "Too little disk: " + needed + " MB are needed in " + folder + ", and " + free + " MB are free.",
          "Free some space, or set USING_ASYNCIO_CACHE to a folder on another disk.");
      }
    } catch (IOException unknown) {
      // Some file systems do not tell. Then the step that needs the space says so.
    }
  }

  private static long freeMemory() {
    var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    // The first is the limit of a container too; "free" leaves out what the kernel would give back at once.
    long total = system.getTotalMemorySize() / MEGABYTE;
    return Math.min(total, availableMemory().orElse(total));
  }

  private static OptionalLong availableMemory() {
    try {
      return Files.readAllLines(Path.of("/proc/meminfo")).stream()
        .filter(line -> line.startsWith("MemAvailable:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst();
    } catch (IOException notLinux) {
      return OptionalLong.empty();
    }
  }

  /** Whether the kernel allows the search engine too few memory mappings to map its files. */
  static boolean mapsTooLittle() {
    try {
      String limit = Files.readString(Path.of("/proc/sys/vm/max_map_count")).trim();
      return Long.parseLong(limit) < ENOUGH_MAPPINGS;
    } catch (IOException | NumberFormatException notLinux) {
      return false;
    }
  }
}
