package org.usingasyncio.corpus;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.WriterConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the rules find in one package, without the messages: a file of JSON for each rule, from file to lines. */
record Expectation(Map<String, Map<String, List<Integer>>> linesByRuleAndFile) {

  static Expectation of(List<Found> found) {
    Map<String, Map<String, List<Integer>>> rules = new TreeMap<>();
    for (Found one : found) {
      rules.computeIfAbsent(one.rule(), rule -> new TreeMap<>())
        .computeIfAbsent(one.file(), file -> new ArrayList<>())
        .add(one.line());
    }
    return new Expectation(rules);
  }

  /** Nothing is expected of a package without a folder. */
  static Expectation read(Path folder) {
    Map<String, Map<String, List<Integer>>> rules = new TreeMap<>();
    for (Path file : filesIn(folder)) {
      Map<String, List<Integer>> files = new TreeMap<>();
      Json.parse(Corpus.text(file)).asObject().forEach(member -> files.put(member.getName(),
        member.getValue().asArray().values().stream().map(line -> line.asInt()).toList()));
      rules.put(file.getFileName().toString().replace(".json", ""), files);
    }
    return new Expectation(rules);
  }

  void write(Path folder) {
    filesIn(folder).forEach(Expectation::delete);
    linesByRuleAndFile.forEach((rule, files) -> {
      JsonObject json = new JsonObject();
      files.forEach((file, lines) -> {
        JsonArray array = new JsonArray();
        lines.forEach(array::add);
        json.add(file, array);
      });
      Corpus.write(folder.resolve(rule + ".json"), json.toString(WriterConfig.PRETTY_PRINT) + "\n");
    });
  }

  /** Rows {@code rule, file, line}; a line with two findings of a rule has two rows. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    linesByRuleAndFile.forEach((rule, files) -> files
      .forEach((file, lines) -> lines.forEach(line -> rows.add(new Row(rule, file, line)))));
    return rows;
  }

  /** The rows that are here and not in the other one. */
  List<Row> without(Expectation other) {
    List<Row> rows = rows();
    other.rows().forEach(rows::remove);
    rows.sort(Comparator.naturalOrder());
    return rows;
  }

  record Row(String rule, String file, int line) implements Comparable<Row> {

    private static final Comparator<Row> ORDER = Comparator.comparing(Row::rule).thenComparing(Row::file)
      .thenComparingInt(Row::line);

    @Override
    public int compareTo(Row other) {
      return ORDER.compare(this, other);
    }
  }

  private static List<Path> filesIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
