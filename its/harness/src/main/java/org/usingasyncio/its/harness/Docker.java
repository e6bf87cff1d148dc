package org.usingasyncio.its.harness;

import java.util.Optional;

/** The Docker engine of this machine, if there is one. */
public final class Docker {

  private static final String COMMUNITY = "sonarqube:community";

  private Docker() {}

  /** The image to run SonarQube from, if an engine answers and has it or can get it. */
  public static Optional<String> image(Progress progress) {
    if (!Command.of("docker", "info").run(() -> {}).succeeded()) {
      return Optional.empty();
    }
    String image = System.getenv().getOrDefault("SONARQUBE_IMAGE", COMMUNITY);
    if (has(image) || pulled(image, progress)) {
      return Optional.of(image);
    }
    progress.say("Docker cannot get " + image + ": the distribution is used instead.");
    return Optional.empty();
  }

  private static boolean has(String image) {
    return Command.of("docker", "image", "inspect", image).run(() -> {}).succeeded();
  }

  private static boolean pulled(String image, Progress progress) {
    try (Progress.Step step = progress.begin("Pulling " + image + " with Docker")) {
      boolean pulled = Command.of("docker", "pull", "--quiet", image).run(step::tick).succeeded();
      if (pulled) {
        step.done();
      }
      return pulled;
    }
  }
}
