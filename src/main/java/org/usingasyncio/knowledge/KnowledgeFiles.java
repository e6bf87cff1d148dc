package org.usingasyncio.knowledge;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads {@code /knowledge.json}: the files of {@code src/main/knowledge}, one library a line, as {@code bin/sync-rules}
 * packs them. One entry of the jar instead of two hundred small ones.
 */
final class KnowledgeFiles {

  private static final String PACKED = "/knowledge.json";

  private KnowledgeFiles() {}

  static Knowledge read() {
    List<Fact> facts = new ArrayList<>();
    Map<String, String> aliases = new HashMap<>();
    for (JsonObject library : libraries()) {
      try {
        read(library, facts, aliases);
      } catch (RuntimeException broken) {
        throw new IllegalStateException("The facts of the library " + library.getString("library", "without a name")
          + " cannot be read: " + broken.getMessage(), broken);
      }
    }
    return new Knowledge(facts, aliases);
  }

  static List<JsonObject> libraries() {
    try (Reader reader = open()) {
      return Json.parse(reader).asArray().values().stream().map(JsonValue::asObject).toList();
    } catch (IOException | RuntimeException broken) {
      throw new IllegalStateException("The library facts in " + PACKED + " cannot be read: " + broken.getMessage(),
        broken);
    }
  }

  private static Reader open() throws IOException {
    InputStream stream = KnowledgeFiles.class.getResourceAsStream(PACKED);
    if (stream == null) {
      throw new IOException("it is not on the class path");
    }
    return new InputStreamReader(stream, StandardCharsets.UTF_8);
  }

  private static void read(JsonObject file, List<Fact> facts, Map<String, String> aliases) {
    String source = file.getString("source", "");
    for (JsonValue entry : file.get("entries").asArray()) {
      for (String name : names(entry.asObject())) {
        facts.add(fact(name, entry.asObject(), source));
      }
    }
    JsonValue others = file.get("aliases");
    if (others != null) {
      others.asObject().forEach(alias -> aliases.put(alias.getName(), alias.getValue().asString()));
    }
  }

  static List<String> names(JsonObject entry) {
    JsonValue name = entry.get("name");
    return name != null ? List.of(name.asString()) : strings(entry.get("names"));
  }

  private static Fact fact(String name, JsonObject entry, String source) {
    Fact.Kind kind = Fact.Kind.valueOf(constant(entry.get("kind").asString()));
    Optional<String> resource = text(entry, "resource");
    return new Fact(
      name,
      kind,
      text(entry, "with").map(word -> Fact.Entering.valueOf(constant(word))).orElse(Fact.Entering.NONE),
      strings(entry.get("extends")),
      text(entry, "enters"),
      strings(entry.get("returns")),
      text(entry, "element"),
      text(entry, "iterates").map(word -> Fact.Iteration.valueOf(constant(word))).orElse(Fact.Iteration.UNKNOWN),
      text(entry, "blocks").map(Blocking::of),
      text(entry, "instead"),
      text(entry, "cpu").map(word -> Fact.Cpu.valueOf(constant(word))).orElse(Fact.Cpu.NONE),
      text(entry, "io").map(Io::of),
      text(entry, "sharing").map(word -> Fact.Sharing.valueOf(constant(word))).orElse(Fact.Sharing.UNKNOWN),
      resource,
      strings(entry.get("closers")),
      entry.getBoolean("opens", kind == Fact.Kind.CLASS && resource.isPresent()),
      hang(entry.get("hangs")),
      strings(entry.get("timeoutArgument")),
      loopBound(entry.get("loopBound")),
      runs(entry.get("runs")),
      roles(entry.get("roles")),
      limit(entry),
      members(entry.get("members")),
      new Fact.Unless(strings(entry.get("unlessGiven")), strings(entry.get("unlessCalled")),
        strings(entry.get("unlessArgument"))),
      entry.getBoolean("awaitable", false),
      text(entry, "item"),
      text(entry, "calls"),
      new Fact.Operations(hang(entry.get("operationsHang")), text(entry, "operationsTimeoutArgument")),
      strings(entry.get("limitedBy")),
      text(entry, "source").orElse(source));
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static Optional<String> text(JsonObject entry, String field) {
    JsonValue value = entry.get(field);
    if (value == null) {
      return Optional.empty();
    }
    return Optional.of(value.isString() ? value.asString() : value.toString());
  }

  private static List<String> strings(JsonValue value) {
    if (value == null) {
      return List.of();
    }
    if (value.isString()) {
      return List.of(value.asString());
    }
    List<String> found = new ArrayList<>();
    JsonArray array = value.asArray();
    array.forEach(item -> found.add(item.asString()));
    return List.copyOf(found);
  }

  private static Fact.Hang hang(JsonValue value) {
    if (value == null) {
      return Fact.Hang.UNKNOWN;
    }
    return value.isNumber()
      ? new Fact.Hang(false, OptionalInt.of((int) Math.ceil(value.asDouble())))
      : new Fact.Hang("forever".equals(value.asString()), OptionalInt.empty());
  }

  private static Fact.LoopBound loopBound(JsonValue value) {
    if (value == null || value.isFalse()) {
      return Fact.LoopBound.NO;
    }
    return new Fact.LoopBound(true, value.isString() ? Optional.of(value.asString()) : Optional.empty());
  }

  private static Optional<Fact.Runs> runs(JsonValue value) {
    if (value == null) {
      return Optional.empty();
    }
    JsonObject runs = value.asObject();
    return Optional
      .of(new Fact.Runs(runs.getInt("argument", -1), runs.getString("keyword", ""), runs.getString("in", "thread")));
  }

  private static Set<Role> roles(JsonValue value) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    strings(value).forEach(word -> roles.add(Role.of(word)));
    return roles;
  }

  private static Fact.Members members(JsonValue value) {
    if (value == null) {
      return Fact.Members.UNKNOWN;
    }
    JsonObject members = value.asObject();
    return new Fact.Members(text(members, "blocks").map(Blocking::of), text(members, "instead"),
      text(members, "io").map(Io::of));
  }

  private static Fact.Limit limit(JsonObject entry) {
    return new Fact.Limit(text(entry, "defaultLimit"), text(entry, "limitArgument"));
  }
}
