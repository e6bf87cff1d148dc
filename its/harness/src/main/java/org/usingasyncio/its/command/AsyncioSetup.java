package org.usingasyncio.its.command;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.usingasyncio.its.harness.Failure;
import org.usingasyncio.its.harness.Setup;
import org.usingasyncio.its.harness.WebApi;

/** The command {@code bin/asyncio-setup}: profile, quality gate and their projects on a SonarQube that runs. */
public final class AsyncioSetup {

  private static final String USAGE = """
                                      Usage: bin/asyncio-setup [--url URL] [PROJECT...]

                                      Makes, or completes, the quality profile "Sonar way + Using Asyncio" and the quality gate "Using Asyncio", and gives
                                      both to the projects with these keys. What is there already stays as it is.

                                        --url URL      the SonarQube; http://localhost:9000 if not given, or SONAR_HOST_URL
                                        SONAR_TOKEN    a user token, in the environment, of somebody who may administer profiles and gates
                                      """;

  private AsyncioSetup() {}

  public static void main(String[] words) {
    System.exit(run(List.of(words), System.getenv().getOrDefault("SONAR_TOKEN", "")));
  }

  private static int run(List<String> words, String token) {
    String url = System.getenv().getOrDefault("SONAR_HOST_URL", "http://localhost:9000");
    List<String> projects = new ArrayList<>(words);
    int option = projects.indexOf("--url");
    if (words.contains("--help") || words.contains("-h")) {
      System.out.print(USAGE);
      return 0;
    }
    if (option >= 0 && option + 1 < projects.size()) {
      url = projects.remove(option + 1);
      projects.remove(option);
    }
    if (projects.stream().anyMatch(word -> word.startsWith("-")) || token.isBlank()) {
      System.err.println(token.isBlank() ? "asyncio-setup: set SONAR_TOKEN to a user token." : USAGE);
      return 2;
    }
    return setUp(URI.create(url.endsWith("/") ? url : url + "/"), token, projects);
  }

  private static int setUp(URI server, String token, List<String> projects) {
    AtomicInteger changes = new AtomicInteger();
    try {
      new Setup(WebApi.as(server, token, ""), change -> {
        changes.incrementAndGet();
        System.out.println(change);
      }).run(projects);
      System.out.println(changes.get() == 0 ? "Nothing to change: everything was set up already." : "Done.");
      return 0;
    } catch (Failure failure) {
      System.err.println("asyncio-setup: " + failure.getMessage() + "\n" + failure.remedy());
    } catch (WebApi.Refused refused) {
      System.err.println("asyncio-setup: " + reason(refused));
    }
    return 1;
  }

  private static String reason(WebApi.Refused refused) {
    return refused.status() == 401
      ? "The server does not accept the token.\nMake a user token under My Account > Security, and set SONAR_TOKEN to it."
      : "The server refused: " + refused.getMessage();
  }
}
