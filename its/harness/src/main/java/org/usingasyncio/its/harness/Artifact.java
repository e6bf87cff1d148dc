package org.usingasyncio.its.harness;

import java.util.Map;
import java.util.Optional;

/** A zip in a Maven repository. */
public record Artifact(String group, String name, String version) {

  /** The newest server that the plugin is tried on; also the one that the command starts. */
  public static final String NEWEST_SERVER = "26.9.0.129388";

  private static final String SCANNER_VERSION = "8.1.0.6389";

  /** SHA-256 of the files, pinned. Any other version is held to the checksum that the repository publishes. */
  private static final Map<String, String> PINNED = Map.of(
    "sonar-application:26.9.0.129388",
    "b7306f5ecfa6806753bc0eb0dc4ea11fe0ddd2c5a346592718814d6ec35b88cb",
    "sonar-application:25.1.0.102122",
    "1b37a6d6f882e32208620597706ee336e9a3495acff826421475618dc747feba",
    "sonar-scanner-cli:8.1.0.6389",
    "ab76ab3c360025e9108be5b55be066f304a164f8b2850d2f2f333915db51bc1b");

  public static Artifact server(String version) {
    return new Artifact("org.sonarsource.sonarqube", "sonar-application", version);
  }

  public static Artifact scanner() {
    return new Artifact("org.sonarsource.scanner.cli", "sonar-scanner-cli", SCANNER_VERSION);
  }

  Optional<String> pinnedSha256() {
    return Optional.ofNullable(PINNED.get(name + ":" + version));
  }

  String fileName() {
    return name + "-" + version + ".zip";
  }

  String coordinates() {
    return group + ":" + name + ":" + version + ":zip";
  }
}
