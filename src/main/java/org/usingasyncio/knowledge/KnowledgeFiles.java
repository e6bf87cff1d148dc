package org.usingasyncio.knowledge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads {@code /knowledge.txt}: the files of {@code src/main/knowledge}, one entry a line, as {@code bin/sync-rules}
 * packs them. Much smaller than the JSON, and read in the time of a few files of Python.
 */
final class KnowledgeFiles {

  private static final String PACKED = "/knowledge.txt";

  private KnowledgeFiles() {}

  static Knowledge read() {
    Packed packed = packed();
    List<Fact> facts = new ArrayList<>();
    for (Entry entry : packed.entries()) {
      try {
        entry.names().forEach(name -> facts.add(fact(name, entry)));
      } catch (RuntimeException broken) {
        throw new IllegalStateException("The facts of " + entry.names() + " cannot be read: " + broken.getMessage(),
          broken);
      }
    }
    return new Knowledge(facts, packed.aliases());
  }

  static Packed packed() {
    Packed packed = new Packed(new ArrayList<>(), new HashMap<>());
    try (BufferedReader reader = open()) {
      Names names = new Names();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        List<String> parts = split(line, '\t');
        if (line.startsWith("=")) {
          packed.aliases().put(parts.get(0).substring(1), parts.get(1));
        } else {
          packed.entries().add(Entry.of(names.of(parts.get(0)), parts.subList(1, parts.size())));
        }
      }
    } catch (IOException | RuntimeException broken) {
      throw new IllegalStateException("The library facts in " + PACKED + " cannot be read: " + broken.getMessage(),
        broken);
    }
    return packed;
  }

  private static BufferedReader open() throws IOException {
    InputStream stream = KnowledgeFiles.class.getResourceAsStream(PACKED);
    if (stream == null) {
      throw new IOException("it is not on the class path");
    }
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /** What the file says: one entry a line, and other spellings of names. */
  record Packed(List<Entry> entries, Map<String, String> aliases) {}

  /** Names as they are written out: one that begins with a period stands beside the name before it. */
  private static final class Names {

    private String beside = "";

    List<String> of(String written) {
      List<String> names = new ArrayList<>();
      for (String word : split(written, '|')) {
        String name = word.startsWith(".") ? beside + word.substring(1) : word;
        beside = name.substring(0, name.lastIndexOf('.') + 1);
        names.add(name);
      }
      return names;
    }
  }

  /** One line: its names, and the fields of the entry; those of an object in it have its name and a period before. */
  record Entry(List<String> names, Map<String, String> fields) {

    static Entry of(List<String> names, List<String> assignments) {
      Map<String, String> fields = new HashMap<>();
      for (String assignment : assignments) {
        int equals = assignment.indexOf('=');
        fields.put(assignment.substring(0, equals), assignment.substring(equals + 1));
      }
      return new Entry(names, fields);
    }

    Optional<String> text(String field) {
      return Optional.ofNullable(fields.get(field));
    }

    List<String> strings(String field) {
      String value = fields.get(field);
      return value == null ? List.of() : List.copyOf(split(value, '|'));
    }

    /** A constant of an enumeration, written in small letters with hyphens. */
    <E extends Enum<E>> E constant(String field, Class<E> type, E absent) {
      String value = fields.get(field);
      return value == null ? absent : Enum.valueOf(type, value.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    boolean is(String field, boolean absent) {
      String value = fields.get(field);
      return value == null ? absent : Boolean.parseBoolean(value);
    }

    Optional<Blocking> blocking(String field) {
      return text(field).map(Blocking::of);
    }

    Optional<Io> io(String field) {
      return text(field).map(Io::of);
    }

    Fact.Hang hang(String field) {
      String value = fields.get(field);
      if (value == null) {
        return Fact.Hang.UNKNOWN;
      }
      return Character.isDigit(value.charAt(0))
        ? new Fact.Hang(false, OptionalInt.of((int) Math.ceil(Double.parseDouble(value))))
        : new Fact.Hang("forever".equals(value), OptionalInt.empty());
    }

    Fact.LoopBound loopBound() {
      String value = fields.getOrDefault("loopBound", "false");
      return switch (value) {
        case "false" -> Fact.LoopBound.NO;
        case "true" -> new Fact.LoopBound(true, Optional.empty());
        default -> new Fact.LoopBound(true, Optional.of(value));
      };
    }

    Optional<Fact.Runs> runs() {
      return text("runs.in").map(where -> new Fact.Runs(Integer.parseInt(fields.getOrDefault("runs.argument", "-1")),
        fields.getOrDefault("runs.keyword", ""), where));
    }

    Set<Role> roles() {
      Set<Role> roles = EnumSet.noneOf(Role.class);
      strings("roles").forEach(word -> roles.add(Role.of(word)));
      return roles;
    }
  }

  private static Fact fact(String name, Entry entry) {
    Fact.Kind kind = Objects.requireNonNull(entry.constant("kind", Fact.Kind.class, null), "no kind");
    Optional<String> resource = entry.text("resource");
    return new Fact(
      name,
      kind,
      entry.constant("with", Fact.Entering.class, Fact.Entering.NONE),
      entry.strings("extends"),
      entry.text("enters"),
      entry.strings("returns"),
      entry.text("element"),
      entry.constant("iterates", Fact.Iteration.class, Fact.Iteration.UNKNOWN),
      entry.blocking("blocks"),
      entry.text("instead"),
      entry.constant("cpu", Fact.Cpu.class, Fact.Cpu.NONE),
      entry.io("io"),
      entry.constant("sharing", Fact.Sharing.class, Fact.Sharing.UNKNOWN),
      resource,
      entry.strings("closers"),
      entry.is("opens", kind == Fact.Kind.CLASS && resource.isPresent()),
      entry.hang("hangs"),
      entry.strings("timeoutArgument"),
      entry.loopBound(),
      entry.runs(),
      entry.roles(),
      new Fact.Limit(entry.text("defaultLimit"), entry.text("limitArgument")),
      new Fact.Members(entry.blocking("members.blocks"), entry.text("members.instead"), entry.io("members.io")),
      new Fact.Unless(entry.strings("unlessGiven"), entry.strings("unlessCalled"), entry.strings("unlessArgument")),
      entry.is("awaitable", false),
      entry.text("item"),
      entry.text("calls"),
      new Fact.Operations(entry.hang("operationsHang"), entry.text("operationsTimeoutArgument")),
      entry.strings("limitedBy"));
  }

  private static List<String> split(String text, char mark) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int to = text.indexOf(mark); to >= 0; to = text.indexOf(mark, from)) {
      parts.add(text.substring(from, to));
      from = to + 1;
    }
    parts.add(text.substring(from));
    return parts;
  }
}
