package org.usingasyncio.its;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.usingasyncio.its.harness.Json;

/**
 * What the sources say of a rule, to be compared with what the server says of it.
 *
 * @param title    its name on the server
 * @param severity in Standard mode
 * @param impacts  in MQR mode, each as {@code QUALITY=SEVERITY}
 * @param tags     sorted
 */
record RuleMetadata(String title, String severity, List<String> impacts, List<String> tags) {

  private static final Path FOLDER = Path.of("rules-metadata");

  /** All rules, by key. */
  static Map<String, RuleMetadata> all() {
    Map<String, RuleMetadata> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(path -> path.getFileName().toString().matches("UA\\d{3}\\.json")).toList()) {
        all.put(file.getFileName().toString().replace(".json", ""), of(Json.parse(Files.readString(file))));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return all;
  }

  private static RuleMetadata of(Json json) {
    Json impacts = json.get("code").get("impacts");
    return new RuleMetadata(
      json.text("title"),
      json.text("defaultSeverity").toUpperCase(Locale.ROOT),
      impacts.members().stream().map(quality -> quality + "=" + impacts.text(quality)).sorted().toList(),
      json.texts("tags").stream().sorted().toList());
  }

  /** A rule as the web API describes it. */
  static RuleMetadata onServer(Json rule) {
    return new RuleMetadata(
      rule.text("name"),
      rule.text("severity"),
      rule.list("impacts").stream()
        .map(impact -> impact.text("softwareQuality") + "=" + impact.text("severity"))
        .sorted()
        .toList(),
      rule.texts("sysTags").stream().sorted().toList());
  }
}
