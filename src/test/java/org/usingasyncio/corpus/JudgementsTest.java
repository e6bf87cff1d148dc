package org.usingasyncio.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.usingasyncio.testing.RuleFiles;

/** The judged findings are well-formed, the page tells what they say, and no rule has too many false alarms. */
class JudgementsTest {

  /** Rules that still raise too many false alarms; docs/precision.md shows how many. */
  private static final List<String> BELOW_THEIR_LIMIT = List.of();
  private static final Path JUDGED = Corpus.FOLDER.resolve("judged.csv");
  private static final Path PAGE = Path.of("docs/precision.md");
  private static final Pattern REPOSITORY = Pattern.compile("[\\w.-]+/[\\w.-]+(@[0-9a-f]{8})?");

  @Test
  void file_has_the_header() {
    assertThat(RuleFiles.lines(JUDGED).get(0)).isEqualTo(Judgement.HEADER);
  }

  @Test
  void judgements_are_of_known_rules_and_sources_and_short() {
    List<String> packages = Corpus.packages().stream().map(Corpus.Package::name).toList();
    assertThat(judgements()).allSatisfy(judgement -> {
      assertThat(RuleFiles.catalogue()).containsKey(judgement.rule());
      assertThat(judgement.why().split("\\s+")).as("words of: %s", judgement).hasSizeBetween(2, 12);
      assertThat(packages.contains(judgement.source()) || REPOSITORY.matcher(judgement.source()).matches())
        .as("a package of packages.tsv or owner/name[@commit]: %s", judgement).isTrue();
    });
  }

  @Test
  void no_finding_is_judged_twice() {
    assertThat(Judgements.added().stream().map(Judgement::finding)).doesNotHaveDuplicates();
    assertThat(RuleFiles.lines(JUDGED).stream().skip(1).map(Judgement::parse).map(Judgement::finding))
      .doesNotHaveDuplicates();
  }

  /** Leaves what {@code its/corpus/precision} takes over: the page, the one file of judgements, and those that are gone. */
  @Test
  void page_is_up_to_date() {
    Judgements judgements = Judgements.read();
    Judgements withAdded = judgements.withAdded();
    Corpus.write(Path.of("target/corpus/precision.md"), pageOf(withAdded));
    Corpus.write(Path.of("target/corpus/judged.csv"), withAdded.asFile());
    Corpus.write(Path.of("target/corpus/gone.txt"), withAdded.gone());
    assertThat(Corpus.text(PAGE)).as("docs/precision.md; its/corpus/precision writes it").isEqualTo(pageOf(judgements));
  }

  /** Fails for a rule that falls below its limit, and for one that keeps it again and is still listed. */
  @Test
  void rules_keep_their_limits() {
    Judgements judgements = Judgements.read();
    assertThat(Precision.of(judgements.all(), judgements::isStillFound).belowTheirLimit())
      .extracting(rule -> rule.substring(0, 5)).containsExactlyElementsOf(BELOW_THEIR_LIMIT);
  }

  @Test
  void one_false_alarm_in_ten_is_too_much_for_a_critical_rule_and_allowed_for_a_medium_one() {
    assertThat(Precision.of(tenWithOneWrong("UA501"), all -> true).belowTheirLimit()).singleElement().asString()
      .startsWith("UA501");
    assertThat(Precision.of(tenWithOneWrong("UA103"), all -> true).belowTheirLimit()).isEmpty();
  }

  @Test
  void page_counts_right_and_wrong() {
    assertThat(Precision.of(tenWithOneWrong("UA501"), all -> true).page())
      .contains("| UA501 | Critical | 10 | 9 | 1 | 90.0 % | 95 % | 0 |");
  }

  @Test
  void false_alarm_that_is_gone_does_not_count() {
    Precision repaired = Precision.of(tenWithOneWrong("UA501"), Judgement::right);

    assertThat(repaired.belowTheirLimit()).isEmpty();
    assertThat(repaired.page()).contains("| UA501 | Critical | 9 | 9 | 0 | 100.0 % | 95 % | 1 |");
  }

  @Test
  void reason_may_have_a_comma_in_quotes_and_a_verdict_is_one_of_two() {
    assertThat(Judgement.parse("p,f.py,3,UA501,right,\"blocks, in a coroutine\"").why())
      .isEqualTo("blocks, in a coroutine");
    assertThatThrownBy(() -> Judgement.parse("p,f.py,3,UA501,maybe,who knows"))
      .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("maybe");
  }

  private static List<Judgement> tenWithOneWrong(String rule) {
    return IntStream.rangeClosed(1, 10)
      .mapToObj(line -> new Judgement("package", "file.py", line, rule, line > 1, "two words"))
      .toList();
  }

  @Test
  void row_is_written_as_it_is_read() {
    for (String row : List.of("owner/name@1a2b3c4d,f.py,3,UA501,right,blocks the loop",
      "p,f.py,3,UA501,wrong,\"blocks, in a thread\"")) {
      assertThat(Judgement.parse(row).asRow()).isEqualTo(row);
    }
    assertThat(Judgement.parse("owner/name@1a2b3c4d,f.py,3,UA501,right,blocks the loop").repository())
      .isEqualTo("owner/name");
  }

  private static String pageOf(Judgements judgements) {
    return Precision.of(judgements.all(), judgements::isStillFound).page();
  }

  private static List<Judgement> judgements() {
    return Judgements.read().withAdded().all();
  }
}
