package org.usingasyncio.its.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.usingasyncio.its.harness.Cache;
import org.usingasyncio.its.harness.Docker;
import org.usingasyncio.its.harness.Failure;
import org.usingasyncio.its.harness.Progress;
import org.usingasyncio.its.harness.RunningServer;
import org.usingasyncio.its.harness.Scan;
import org.usingasyncio.its.harness.Scanner;
import org.usingasyncio.its.harness.Servers;
import org.usingasyncio.its.harness.WebApi;

/**
 * The command {@code asyncio-review}: a folder in, a review out. The script of that name at the top of the project
 * builds what it needs and calls it with the system properties {@code project} and {@code plugin}.
 */
public final class AsyncioReview {

  private static final String PROFILE = "Using Asyncio";
  private static final String SAMPLE = "its/projects/careless";

  private final Options options;
  private final Progress progress = Progress.onStandardError();
  private final Cache cache = new Cache(progress);
  private final Servers servers = new Servers(cache, progress);

  private AsyncioReview(Options options) {
    this.options = options;
  }

  public static void main(String[] words) {
    System.exit(run(List.of(words)));
  }

  private static int run(List<String> words) {
    try {
      Options options = Options.of(words);
      if (options.help()) {
        System.out.print(Options.USAGE);
      } else if (options.stop()) {
        new AsyncioReview(options).stop();
      } else {
        new AsyncioReview(options).review();
      }
      return 0;
    } catch (Options.Wrong wrong) {
      System.err.println("asyncio-review: " + wrong.getMessage() + "\nTry asyncio-review --help.");
      return 2;
    } catch (Failure failure) {
      System.err.println("\nasyncio-review: " + failure.getMessage() + "\n" + failure.remedy());
      return 1;
    } catch (WebApi.Refused refused) {
      System.err.println("\nasyncio-review: the server did not do its part: " + refused.getMessage()
        + "\nRun again; if it stays so, start afresh with asyncio-review --stop.");
      return 1;
    }
  }

  private void stop() {
    boolean stopped = servers.stop(options.port(), options.keep());
    if (!stopped) {
      progress.say("No server of asyncio-review runs on port " + options.port() + ".");
    }
  }

  private void review() {
    Path folder = folder();
    int files = Scanner.requirePython(folder);
    RunningServer server = servers.running(wanted());
    String key = key(folder);
    server.project(key, String.valueOf(folder.getFileName()), PROFILE);
    progress.say(files + (files == 1 ? " Python file" : " Python files") + " in " + folder);
    Scan scan = new Scanner(cache, progress).scan(server, new Scanner.Request(folder, key, options.settings()));
    System.out.print(Summary.of(scan));
    System.out.println("Log in as \"admin\"; the password is in " + servers.passwordFile(options.port()) + ".");
    System.out.println("The server stays up: stop it with asyncio-review --stop"
      + (options.port() == Options.DEFAULT_PORT ? "." : " --port " + options.port() + "."));
  }

  private Servers.Wanted wanted() {
    Optional<String> image = options.withoutDocker() ? Optional.empty() : Docker.image(progress);
    return new Servers.Wanted(options.version(), options.port(), Path.of(System.getProperty("plugin")), image);
  }

  private Path folder() {
    Path folder = options.folder().orElseGet(() -> Path.of(System.getProperty("project")).resolve(SAMPLE));
    try {
      return folder.toRealPath();
    } catch (IOException absent) {
      return folder.toAbsolutePath();
    }
  }

  /** The key of a folder: its name, for people, and a hash of its path, as many a folder is called {@code src}. */
  private static String key(Path folder) {
    String name = String.valueOf(folder.getFileName()).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
    return name + "-" + HexFormat.of().toHexDigits(folder.toString().hashCode());
  }
}
