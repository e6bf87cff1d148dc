package org.usingasyncio.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All judged findings: {@code its/corpus/judged.csv}, and the new ones in {@code its/corpus/judged/}, which
 * {@code its/corpus/precision} moves there.
 */
final class Judgements {

  /** The findings of repositories that are not in the corpus: {@code owner+name.txt} as {@link CorpusRunner} prints them. */
  private static final String FINDINGS_PROPERTY = "judged.findings";

  private static final Path FILE = Corpus.FOLDER.resolve("judged.csv");
  private static final Path NEW = Corpus.FOLDER.resolve("judged");
  private static final Path EXPECTED = Corpus.FOLDER.resolve("expected");
  private static final Pattern FOUND = Pattern.compile("UA\\d{3}\\t[^\\t]+\\t\\d+\\t.*");
  private static final Comparator<Judgement> ORDER = Comparator.comparing(Judgement::rule)
    .thenComparing(Judgement::source).thenComparing(Judgement::file).thenComparingInt(Judgement::line);

  private final Map<String, Optional<List<Expectation.Row>>> foundBySource = new LinkedHashMap<>();
  private final List<Judgement> all;

  private Judgements(List<Judgement> all) {
    this.all = all;
  }

  /** Those in the one file. */
  static Judgements read() {
    return new Judgements(rowsOf(FILE));
  }

  /** With the new ones, which win: who judges again has read the code again. */
  Judgements withAdded() {
    Map<String, Judgement> byFinding = new LinkedHashMap<>();
    all.forEach(judgement -> byFinding.put(judgement.finding(), judgement));
    added().forEach(judgement -> byFinding.put(judgement.finding(), judgement));
    return new Judgements(byFinding.values().stream().sorted(ORDER).toList());
  }

  /** Those that are not yet in the one file. */
  static List<Judgement> added() {
    return newFiles().stream().flatMap(file -> rowsOf(file).stream()).toList();
  }

  static List<Path> newFiles() {
    if (!Files.isDirectory(NEW)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(NEW)) {
      return files.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  List<Judgement> all() {
    return all;
  }

  /** The text of the one file with all of them in it. */
  String asFile() {
    return Judgement.HEADER + "\n" + all.stream().map(row -> row.asRow() + "\n").collect(Collectors.joining());
  }

  /** True when the finding comes up today, and when nobody knows. */
  boolean isStillFound(Judgement judgement) {
    return foundBySource.computeIfAbsent(judgement.repository(), this::foundIn)
      .map(rows -> rows.contains(new Expectation.Row(judgement.rule(), judgement.file(), judgement.line())))
      .orElse(true);
  }

  /** True when it is known whether the finding comes up today. */
  boolean isChecked(Judgement judgement) {
    return foundBySource.computeIfAbsent(judgement.repository(), this::foundIn).isPresent();
  }

  private Optional<List<Expectation.Row>> foundIn(String source) {
    if (Corpus.packages().stream().anyMatch(corpus -> corpus.name().equals(source))) {
      // A package without a folder has no finding; without any folder nothing has been read yet.
      return Files.isDirectory(EXPECTED)
        ? Optional.of(Expectation.read(EXPECTED.resolve(source)).rows())
        : Optional.empty();
    }
    String folder = System.getProperty(FINDINGS_PROPERTY, "");
    Path findings = Path.of(folder).resolve(source.replace('/', '+') + ".txt");
    return folder.isEmpty() || !Files.isRegularFile(findings)
      ? Optional.empty()
      : Optional.of(Corpus.text(findings).lines().filter(line -> FOUND.matcher(line).matches())
        .map(line -> line.split("\t")).map(asRow()).toList());
  }

  /** The path begins with the name of the scanned folder. */
  private static Function<String[], Expectation.Row> asRow() {
    return cells -> new Expectation.Row(cells[0], cells[1].substring(cells[1].indexOf('/') + 1),
      Integer.parseInt(cells[2]));
  }

  /** What a reader should look at: judgements whose finding is gone, the right ones first. */
  String gone() {
    List<String> lines = new ArrayList<>();
    all.stream().filter(judgement -> !isStillFound(judgement))
      .sorted(Comparator.comparing(Judgement::right).reversed().thenComparing(ORDER))
      .forEach(judgement -> lines.add((judgement.right() ? "right, but gone: " : "wrong, and gone: ")
        + judgement.finding() + " " + judgement.why()));
    long unchecked = all.stream().filter(judgement -> !isChecked(judgement)).count();
    lines.add(unchecked + " of " + all.size() + " judgements were not compared with what the rules find today");
    return String.join("\n", lines) + "\n";
  }

  private static List<Judgement> rowsOf(Path file) {
    return Corpus.text(file).lines().filter(line -> !line.isBlank() && !line.equals(Judgement.HEADER))
      .map(Judgement::parse).toList();
  }
}
