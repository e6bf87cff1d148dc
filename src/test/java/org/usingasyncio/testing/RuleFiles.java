package org.usingasyncio.testing;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.rules.CheckList;

/** The files that belong to a rule, found from its key. */
public final class RuleFiles {

  public static final Path METADATA = Path.of("rules-metadata");
  public static final Path FIXTURES = Path.of("src/test/resources/checks");

  /** One line of the catalogue: what a rule has to be. */
  public record Entry(String key, String severity, String type, String chapter, String priority, String pass) {}

  private RuleFiles() {}

  /** Every rule's class by its key. */
  public static Map<String, Class<? extends AsyncioCheck>> checks() {
    Map<String, Class<? extends AsyncioCheck>> checks = new TreeMap<>();
    for (Class<? extends AsyncioCheck> check : CheckList.all()) {
      checks.put(keyOf(check), check);
    }
    return checks;
  }

  public static String keyOf(Class<? extends AsyncioCheck> check) {
    return check.getAnnotation(Rule.class).key();
  }

  public static AsyncioCheck newCheck(Class<? extends AsyncioCheck> check) {
    try {
      return check.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(check + " needs a public constructor without parameters", e);
    }
  }

  public static List<AsyncioCheck> newChecks() {
    return checks().values().stream().map(RuleFiles::newCheck).toList();
  }

  public static JsonObject metadata(String key) {
    return Json.parse(text(METADATA.resolve(key + ".json"))).asObject();
  }

  public static String description(String key) {
    return text(METADATA.resolve(key + ".html"));
  }

  public static Map<String, Entry> catalogue() {
    Map<String, Entry> entries = new TreeMap<>();
    lines(METADATA.resolve("catalogue.tsv")).stream().skip(1).forEach(line -> {
      String[] field = line.split("\t");
      entries.put(field[0], new Entry(field[0], field[2], field[3], field[4], field[5], field[6]));
    });
    return entries;
  }

  /** The names of the files in a folder, sorted. */
  public static List<String> namesIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<String> lines(Path file) {
    return text(file).lines().toList();
  }
}
