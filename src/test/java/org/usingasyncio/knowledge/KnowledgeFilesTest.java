package org.usingasyncio.knowledge;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KnowledgeFilesTest {

  private static final Path FOLDER = Path.of("src/main/knowledge");
  private static final Set<String> NOT_A_CLASS = Set.of("str", "bytes", "int", "float", "bool", "list", "dict", "set",
    "tuple", "object");

  private static Map<String, JsonObject> files() throws IOException {
    Map<String, JsonObject> files = new HashMap<>();
    try (Stream<Path> found = Files.list(FOLDER)) {
      for (Path file : found.toList()) {
        files.put(file.getFileName().toString(), Json.parse(Files.readString(file)).asObject());
      }
    }
    return files;
  }

  private static List<JsonObject> entries() throws IOException {
    List<JsonObject> entries = new ArrayList<>();
    files().values().forEach(file -> file.get("entries").asArray().forEach(entry -> entries.add(entry.asObject())));
    return entries;
  }

  /** The fields of an entry as the packed file has them. */
  private static Map<String, String> fields(JsonObject entry, String prefix) {
    Map<String, String> fields = new HashMap<>();
    for (JsonObject.Member field : entry) {
      if (!Set.of("name", "names", "source").contains(field.getName())) {
        String name = prefix + field.getName();
        JsonValue value = field.getValue();
        if (value.isObject()) {
          fields.putAll(fields(value.asObject(), name + "."));
        } else if (value.isArray()) {
          fields.put(name, value.asArray().values().stream().map(JsonValue::asString).collect(joining("|")));
        } else {
          fields.put(name, value.isString() ? value.asString() : value.toString());
        }
      }
    }
    return fields;
  }

  @Test
  void the_packed_file_is_that_of_the_files() throws IOException {
    assertThat(Path.of("src/main/resources/knowledge.txt")).as("run bin/sync-rules")
      .hasContent(KnowledgePacker.pack(FOLDER));
  }

  @Test
  void the_packed_file_holds_every_entry() throws IOException {
    Map<String, Map<String, String>> packed = new HashMap<>();
    KnowledgeFiles.read().facts()
      .forEach((name, written) -> packed.put(name, KnowledgeFiles.Entry.of(written).fields()));
    Map<String, Map<String, String>> wanted = new HashMap<>();
    entries().forEach(entry -> KnowledgePacker.namesOf(entry).forEach(name -> wanted.put(name, fields(entry, ""))));
    assertThat(packed).containsExactlyInAnyOrderEntriesOf(wanted);
  }

  @Test
  void the_packed_file_holds_every_alias() throws IOException {
    Map<String, String> aliases = new HashMap<>();
    for (JsonObject file : files().values()) {
      if (file.get("aliases") != null) {
        file.get("aliases").asObject().forEach(alias -> aliases.put(alias.getName(), alias.getValue().asString()));
      }
    }
    assertThat(KnowledgeFiles.read().aliases()).containsExactlyInAnyOrderEntriesOf(aliases);
  }

  @Test
  void a_name_stands_in_one_entry_of_all_files() throws IOException {
    List<String> names = entries().stream().flatMap(entry -> KnowledgePacker.namesOf(entry).stream()).toList();
    assertThat(names).hasSizeGreaterThan(3000).doesNotHaveDuplicates();
  }

  @Test
  void every_fact_has_a_source() throws IOException {
    for (Map.Entry<String, JsonObject> file : files().entrySet()) {
      assertThat(file.getValue().getString("library", "")).as(file.getKey()).isNotBlank();
      assertThat(file.getValue().getString("source", "")).as(file.getKey()).matches("(?s).*\\d.*");
    }
  }

  @Test
  void every_blocking_call_names_its_replacement() throws IOException {
    List<String> silent = entries().stream()
      .filter(entry -> entry.get("blocks") != null && entry.getString("instead", "").isBlank())
      .flatMap(entry -> KnowledgePacker.namesOf(entry).stream())
      .toList();
    assertThat(silent).isEmpty();
  }

  @Test
  void entries_use_only_documented_fields() throws IOException {
    Set<String> documented = new TreeSet<>(Set.of("name", "names"));
    Matcher rows = Pattern.compile("(?m)^\\| ((?:`\\w+`(?: or |, )?)+) \\|")
      .matcher(Files.readString(Path.of("docs/adding-a-library.md")));
    while (rows.find()) {
      Matcher words = Pattern.compile("`(\\w+)`").matcher(rows.group(1));
      while (words.find()) {
        documented.add(words.group(1));
      }
    }
    Set<String> used = new TreeSet<>();
    entries().forEach(entry -> used.addAll(entry.names()));
    assertThat(documented).containsAll(used);
  }

  @Test
  void every_class_that_a_fact_refers_to_has_facts_of_its_own() {
    Knowledge knowledge = Knowledge.shipped();
    Set<String> missing = new TreeSet<>();
    for (Fact fact : knowledge.all()) {
      Stream
        .of(fact.bases().stream(), fact.returns().stream(), fact.enters().stream(), fact.element().stream(),
          fact.item().stream(), fact.calls().stream())
        .flatMap(names -> names)
        .filter(name -> !NOT_A_CLASS.contains(name) && !knowledge.isClass(name))
        .forEach(name -> missing.add(fact.name() + " refers to " + name));
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void every_role_is_a_word_of_the_enumeration() throws IOException {
    Set<String> words = new TreeSet<>();
    for (JsonObject entry : entries()) {
      JsonValue roles = entry.get("roles");
      if (roles != null) {
        roles.asArray().forEach(role -> words.add(role.asString()));
      }
    }
    assertThat(words).allSatisfy(word -> assertThat(Role.of(word).word()).isEqualTo(word));
  }
}
