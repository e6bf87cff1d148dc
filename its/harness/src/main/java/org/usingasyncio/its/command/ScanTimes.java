package org.usingasyncio.its.command;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.usingasyncio.its.harness.Artifact;
import org.usingasyncio.its.harness.Cache;
import org.usingasyncio.its.harness.Failure;
import org.usingasyncio.its.harness.Progress;
import org.usingasyncio.its.harness.RunningServer;
import org.usingasyncio.its.harness.Scan;
import org.usingasyncio.its.harness.Scanner;
import org.usingasyncio.its.harness.Servers;
import org.usingasyncio.its.harness.Setup;

/**
 * What our rules add to a whole scan: scans each folder with the profile "Sonar way" and with "Sonar way + Using Asyncio",
 * in turns, and prints the times that the scanner logs. A round scans with "Sonar way" before and after: what these two
 * differ by is what the machine does. {@code its/benchmark/run whole} calls it.
 */
final class ScanTimes {

  private static final String ALONE = "Sonar way";
  private static final Pattern SENSOR = Pattern
    .compile("Sensor (Python Sensor|Using Asyncio).*\\(done\\) \\| time=(\\d+)ms");
  private static final String PYTHON = "Python Sensor";

  private final Progress progress = Progress.onStandardError();
  private final Cache cache = new Cache(progress);
  private final int rounds;
  private final RunningServer server;

  private ScanTimes(int rounds, int port) {
    this.rounds = rounds;
    Servers servers = new Servers(cache, progress);
    server = servers.running(new Servers.Wanted(Artifact.NEWEST_SERVER, port, Path.of(System.getProperty("plugin")),
      Optional.empty()));
    new Setup(server.api(), change -> {}).run(List.of());
  }

  /**
   * The milliseconds of one scan: the sensor of SonarPython with our rules in it, our project phase, the whole, and how
   * long the whole kept a processor busy, which other programs on the machine hardly change.
   */
  private record Times(long sensor, long phase, long scan, long processor) {}

  /** The words: {@code --rounds N} (5), {@code --port P} (9010), folders. */
  public static void main(String[] words) {
    int rounds = 5;
    int port = 9010;
    List<Path> folders = new ArrayList<>();
    Deque<String> rest = new ArrayDeque<>(List.of(words));
    while (!rest.isEmpty()) {
      String word = rest.pop();
      switch (word) {
        case "--rounds" -> rounds = Integer.parseInt(rest.pop());
        case "--port" -> port = Integer.parseInt(rest.pop());
        default -> folders.add(Path.of(word).toAbsolutePath());
      }
    }
    try {
      ScanTimes times = new ScanTimes(rounds, port);
      System.out.println("| project | lines | profile | Python sensor: median (least to most), ms | our phase, ms "
        + "| whole scan, ms | processor time of the scan, ms |\n| --- | ---: | --- | ---: | ---: | ---: | ---: |");
      folders.forEach(times::compare);
    } catch (Failure failure) {
      System.err.println(failure.getMessage() + "\n" + failure.remedy());
      System.exit(1);
    }
  }

  private void compare(Path folder) {
    List<Times> before = new ArrayList<>();
    List<Times> with = new ArrayList<>();
    List<Times> after = new ArrayList<>();
    // The first of each is not counted: files and classes come from the disk.
    for (int round = 0; round <= rounds; round++) {
      Times first = scan(folder, "sonar-way", ALONE);
      Times both = scan(folder, "both", Setup.PROFILE);
      Times last = scan(folder, "sonar-way-again", ALONE);
      if (round > 0) {
        before.add(first);
        with.add(both);
        after.add(last);
      }
    }
    row(folder, ALONE + ", before", before);
    row(folder, Setup.PROFILE, with);
    row(folder, ALONE + ", after", after);
    System.out.printf(Locale.ROOT,
      "%n%s, each round beside the mean of its two scans with %s: sensor %s, processor %s; "
        + "the second of these beside the first: sensor %s, processor %s.%n%n",
      folder.getFileName(), ALONE,
      more(with, before, after, Times::sensor), more(with, before, after, Times::processor),
      more(after, before, before, Times::sensor), more(after, before, before, Times::processor));
  }

  /** By how much each time is above the mean of two others of the same round, in percent: median, least and most. */
  private static String more(List<Times> times, List<Times> first, List<Times> second, ToLongFunction<Times> time) {
    double[] sorted = IntStream.range(0, times.size()).mapToDouble(round -> {
      double mean = (time.applyAsLong(first.get(round)) + time.applyAsLong(second.get(round))) / 2.0;
      return 100 * (time.applyAsLong(times.get(round)) - mean) / mean;
    }).sorted().toArray();
    return String.format(Locale.ROOT, "%+.1f %% (%+.1f to %+.1f)", middle(sorted), sorted[0],
      sorted[sorted.length - 1]);
  }

  private Times scan(Path folder, String suffix, String profile) {
    String key = "times-" + folder.getFileName() + "-" + suffix;
    server.project(key, key, profile);
    long start = System.nanoTime();
    Scan scan = new Scanner(cache, progress).scan(server, new Scanner.Request(folder, key,
      Map.of("sonar.python.version", "3.11")));
    long sensor = 0;
    long phase = 0;
    for (String line : scan.log()) {
      Matcher match = SENSOR.matcher(line);
      if (match.find()) {
        if (match.group(1).equals(PYTHON)) {
          sensor += Long.parseLong(match.group(2));
        } else {
          phase += Long.parseLong(match.group(2));
        }
      }
    }
    Times times = new Times(sensor, phase, (System.nanoTime() - start) / 1_000_000, scan.processor().toMillis());
    System.err.println(profile + ": " + times);
    return times;
  }

  private void row(Path folder, String profile, List<Times> times) {
    String key = "times-" + folder.getFileName() + "-both";
    String lines = server.api().get("/api/measures/component", "component", key, "metricKeys", "lines").get("component")
      .list("measures").get(0).text("value");
    System.out.println("| " + folder.getFileName() + " | " + lines + " | " + profile + " | "
      + spread(times.stream().mapToLong(Times::sensor)) + " | " + spread(times.stream().mapToLong(Times::phase)) + " | "
      + spread(times.stream().mapToLong(Times::scan)) + " | " + spread(times.stream().mapToLong(Times::processor))
      + " |");
  }

  private static String spread(LongStream values) {
    double[] sorted = values.sorted().asDoubleStream().toArray();
    return String.format(Locale.ROOT, "%.0f (%.0f to %.0f)", middle(sorted), sorted[0], sorted[sorted.length - 1]);
  }

  private static double middle(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
  }
}
