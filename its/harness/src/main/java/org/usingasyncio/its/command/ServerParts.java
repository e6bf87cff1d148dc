package org.usingasyncio.its.command;

import org.usingasyncio.its.harness.Artifact;
import org.usingasyncio.its.harness.Cache;
import org.usingasyncio.its.harness.Failure;
import org.usingasyncio.its.harness.Progress;
import org.usingasyncio.its.harness.Servers;

/**
 * Fetches a server and prints its version, the folder of its distribution and the JDK that it runs on, one a line: what
 * {@code its/docker/build-image} puts into an image.
 */
final class ServerParts {

  private ServerParts() {}

  public static void main(String[] words) {
    String version = words.length == 0 ? Artifact.NEWEST_SERVER : words[0];
    try {
      System.out.println(version);
      System.out.println(new Cache(Progress.onStandardError()).unpacked(Artifact.server(version)));
      System.out.println(Servers.jdk(version).home());
    } catch (Failure failure) {
      System.err.println(failure.getMessage() + "\n" + failure.remedy());
      System.exit(1);
    }
  }
}
