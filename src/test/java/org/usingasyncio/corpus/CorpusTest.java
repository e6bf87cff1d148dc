package org.usingasyncio.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules find in real packages what they found when a person last read it. A difference shows the code; after
 * reading, {@code its/corpus/accept} makes it the expectation.
 */
@Tag("corpus")
class CorpusTest {

  private static final Path EXPECTED = Corpus.FOLDER.resolve("expected");
  private static final Path ACTUAL = Path.of("target/corpus");
  private static final Pattern COROUTINE = Pattern.compile("(?m)^\\s*async def ");
  private static final Map<String, CorpusTable.Row> TABLE = new TreeMap<>();

  @BeforeAll
  static void fetch_the_packages() throws Exception {
    Process fetch = new ProcessBuilder(Corpus.FOLDER.resolve("fetch").toString())
      .redirectOutput(Redirect.DISCARD)
      .redirectError(Redirect.INHERIT)
      .start();
    assertThat(fetch.waitFor()).as("exit code of its/corpus/fetch").isZero();
  }

  @AfterAll
  static void write_the_table() {
    if (TABLE.size() < Corpus.packages().stream().filter(Corpus.Package::isRead).filter(Corpus.Package::isThere)
      .count()) {
      return;
    }
    Corpus.write(ACTUAL.resolve("corpus.md"), CorpusTable.of(TABLE));
  }

  static Stream<Corpus.Package> packages() {
    List<String> only = List.of(System.getProperty("corpus.packages", "").split(","));
    return Corpus.packages().stream()
      .filter(corpus -> only.equals(List.of("")) ? corpus.isRead() : only.contains(corpus.name()));
  }

  @ParameterizedTest
  @MethodSource("packages")
  void rules_find_what_they_found(Corpus.Package corpus) {
    assumeTrue(corpus.isThere(), corpus.name() + " is not in the archive");
    ProjectScan scan = ProjectScan.of(corpus.folder()).run(Rules.all()).runAcrossFiles(Set.of());
    Expectation actual = Expectation.of(scan.found());
    actual.write(ACTUAL.resolve(corpus.name()));
    TABLE.put(corpus.name(), new CorpusTable.Row(scan.lines(), coroutinesIn(corpus.folder()), actual));

    assertThat(scan.failures()).as("failures").isEmpty();
    assertThat(Overlaps.unexplained(scan.found()))
      .as("two issues on one expression; when they have two causes, say which in %s", Overlaps.FILE).isEmpty();
    corpus.movedTo().ifPresent(version -> System.out.printf("%s is %s in the archive, the expectations are for %s%n",
      corpus.name(), version, corpus.version()));
    assumeTrue(corpus.movedTo().isEmpty(), "another version than the expectations");

    Expectation expected = Expectation.read(EXPECTED.resolve(corpus.name()));
    String difference = shown("new", actual.without(expected), corpus)
      + shown("gone", expected.without(actual), corpus);
    assertThat(difference).as("findings in %s; after reading them: its/corpus/accept %s", corpus.name(), corpus.name())
      .isEmpty();
  }

  private static String shown(String what, List<Expectation.Row> rows, Corpus.Package corpus) {
    return rows.stream()
      .map(row -> String.format("%n%s %s %s:%d%n%s", what, row.rule(), row.file(), row.line(),
        code(corpus.folder().resolve(row.file()), row.line())))
      .collect(Collectors.joining());
  }

  private static String code(Path file, int line) {
    List<String> lines = read(file).lines().toList();
    StringBuilder code = new StringBuilder();
    for (int at = Math.max(1, line - 3); at <= Math.min(lines.size(), line + 3); at++) {
      code.append(String.format("  %5d%s %s%n", at, at == line ? ">" : " ", lines.get(at - 1)));
    }
    return code.toString();
  }

  private static long coroutinesIn(Path folder) {
    return ProjectScan.pythonFilesBelow(folder).stream()
      .mapToLong(file -> COROUTINE.matcher(read(file)).results().count())
      .sum();
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
