package org.usingasyncio.knowledge;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the library facts as {@link KnowledgeFiles} reads them: one entry a line, its names and then its fields with tabs
 * between them, lists joined by bars, the fields of an object after its name and a period. A name that stands beside the one
 * before it, also on the line before, begins with a period. Sources are left out: they are for those who write facts.
 * <p>
 * One file without other classes of ours, so that {@code bin/sync-rules} can start it as it is.
 */
final class KnowledgePacker {

  private static final Set<String> NOT_FIELDS = Set.of("name", "names", "source");

  private final StringBuilder packed = new StringBuilder();
  private String beside = "";

  private KnowledgePacker() {}

  /** Prints the packed facts of the folder that is named. */
  public static void main(String[] words) throws IOException {
    new PrintStream(System.out, false, StandardCharsets.UTF_8).append(pack(Path.of(words[0]))).flush();
  }

  /** The packed facts of all JSON files in a folder, by name of the file. */
  static String pack(Path folder) throws IOException {
    KnowledgePacker packer = new KnowledgePacker();
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(file -> file.toString().endsWith(".json")).sorted().map(KnowledgePacker::read)
        .forEach(packer::library);
    }
    return packer.packed.toString();
  }

  private static JsonObject read(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      return Json.parse(reader).asObject();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void library(JsonObject library) {
    library.get("entries").asArray().forEach(entry -> entry(entry.asObject()));
    JsonValue aliases = library.get("aliases");
    if (aliases != null) {
      aliases.asObject().forEach(alias -> packed.append('=').append(alias.getName()).append('\t')
        .append(alias.getValue().asString()).append('\n'));
    }
  }

  private void entry(JsonObject entry) {
    packed.append(names(entry));
    fields(entry, "");
    packed.append('\n');
  }

  /** The names that an entry is about: one, or several of which the same is true. */
  static List<String> namesOf(JsonObject entry) {
    return entry.get("name") != null
      ? List.of(entry.getString("name", ""))
      : entry.get("names").asArray().values().stream().map(JsonValue::asString).toList();
  }

  private String names(JsonObject entry) {
    List<String> written = new ArrayList<>();
    for (String name : namesOf(entry)) {
      String parent = name.substring(0, name.lastIndexOf('.') + 1);
      written.add(!parent.isEmpty() && parent.equals(beside) ? name.substring(parent.length() - 1) : name);
      beside = parent;
    }
    return String.join("|", written);
  }

  private void fields(JsonObject object, String prefix) {
    for (JsonObject.Member field : object) {
      if (!NOT_FIELDS.contains(field.getName())) {
        String name = prefix + field.getName();
        if (field.getValue().isObject()) {
          fields(field.getValue().asObject(), name + ".");
        } else {
          packed.append('\t').append(name).append('=').append(text(field.getValue()));
        }
      }
    }
  }

  private static String text(JsonValue value) {
    if (value.isArray()) {
      return value.asArray().values().stream().map(JsonValue::asString).collect(Collectors.joining("|"));
    }
    return value.isString() ? value.asString() : value.toString();
  }
}
