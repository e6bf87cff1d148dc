package org.usingasyncio.its.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that is run to its end, with its output kept. */
final class Command {

  private static final long TICK_MILLIS = 500;

  private final ProcessBuilder builder;

  private Command(List<String> words) {
    this.builder = new ProcessBuilder(words).redirectErrorStream(true);
  }

  static Command of(String... words) {
    return new Command(List.of(words));
  }

  static Command of(List<String> words) {
    return new Command(words);
  }

  Command in(Path folder) {
    builder.directory(folder.toFile());
    return this;
  }

  Command with(Map<String, String> environment) {
    builder.environment().putAll(environment);
    return this;
  }

  /** Runs it to its end; a program that does not exist has failed. */
  Result run(Runnable everyHalfSecond) {
    try {
      Path output = Files.createTempFile("using-asyncio", ".out");
      try {
        Process process = builder.redirectOutput(output.toFile()).start();
        process.getOutputStream().close();
        Map<Long, Duration> busy = new HashMap<>();
        while (!process.waitFor(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
          Stream.concat(Stream.of(process.toHandle()), process.descendants())
            .forEach(running -> running.info().totalCpuDuration().ifPresent(time -> busy.put(running.pid(), time)));
          everyHalfSecond.run();
        }
        return new Result(process.exitValue(), lines(output),
          busy.values().stream().reduce(Duration.ZERO, Duration::plus));
      } catch (IOException notFound) {
        return new Result(127, List.of(String.valueOf(notFound.getMessage())), Duration.ZERO);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new Failure("Interrupted while running " + builder.command().get(0) + ".", "Run again.", stopped);
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException noTemporaryFile) {
      throw new UncheckedIOException(noTemporaryFile);
    }
  }

  private static List<String> lines(Path output) throws IOException {
    return new ArrayList<>(new String(Files.readAllBytes(output), StandardCharsets.UTF_8).lines().toList());
  }

  /**
   * How it ended.
   *
   * @param status    the exit status, 127 if there is no such program
   * @param lines     what it wrote, standard error included
   * @param processor how long it and the programs that it started kept a processor busy, without their last half second
   */
  record Result(int status, List<String> lines, Duration processor) {

    boolean succeeded() {
      return status == 0;
    }

    String lastLines(int count) {
      return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }
  }
}
