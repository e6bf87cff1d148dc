package org.usingasyncio.corpus;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.usingasyncio.testing.RuleFiles;

/** The share of right findings among those that were read. */
final class Precision {

  /** Severities and the precision they must have, in percent. */
  static final Map<String, Integer> LIMITS = new TreeMap<>(Map.of("Critical", 95, "High", 95, "Medium", 90, "Low", 90));

  private final Map<String, List<Judgement>> byRule;
  private final Map<String, Long> goneByRule;

  private Precision(Map<String, List<Judgement>> byRule, Map<String, Long> goneByRule) {
    this.byRule = byRule;
    this.goneByRule = goneByRule;
  }

  /** Of the findings that still come up: a repaired rule is not held to its past. */
  static Precision of(List<Judgement> judgements, Predicate<Judgement> isStillFound) {
    return new Precision(
      judgements.stream().filter(isStillFound)
        .collect(Collectors.groupingBy(Judgement::rule, TreeMap::new, Collectors.toList())),
      judgements.stream().filter(isStillFound.negate())
        .collect(Collectors.groupingBy(Judgement::rule, TreeMap::new, Collectors.counting())));
  }

  /** Rules with more false alarms than their severity allows. */
  List<String> belowTheirLimit() {
    return byRule.entrySet().stream()
      .filter(rule -> rule.getValue().stream().filter(Judgement::right).count() * 100 < (long) limitOf(rule.getKey())
        * rule.getValue().size())
      .map(rule -> rule.getKey() + ": " + numbers(rule.getValue()))
      .toList();
  }

  /** The page of documentation. */
  String page() {
    StringBuilder page = new StringBuilder(
      """
      # Precision

      Findings in real code, each read by a person and judged: right, or a false alarm. The judgements, with the reason
      for each, stand in `its/corpus/judged.csv`; `its/corpus/precision` writes this page from them. Rules that are not
      listed have no judged finding yet. Findings that were judged and no longer come up, most of them false alarms
      that were repaired, are counted under "gone" and not in the precision. Of the findings in applications
      (`owner/name@commit`), those that a repair took away were not kept: for these the page shows what is left after it.

      | rule | severity | judged | right | wrong | precision | limit | gone |
      | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
      """);
    byRule.forEach((rule, judged) -> page.append(String.format(Locale.ROOT, "| %s | %s | %s | %d %% | %d |%n", rule,
      severityOf(rule), numbers(judged), limitOf(rule), goneByRule.getOrDefault(rule, 0L))));
    List<Judgement> all = byRule.values().stream().flatMap(List::stream).toList();
    if (!all.isEmpty()) {
      page.append(String.format(Locale.ROOT, "| all | | %s | | %d |%n", numbers(all),
        goneByRule.values().stream().mapToLong(Long::longValue).sum()));
    }
    return page.toString();
  }

  private static String numbers(List<Judgement> judged) {
    long right = judged.stream().filter(Judgement::right).count();
    return String.format(Locale.ROOT, "%d | %d | %d | %.1f %%", judged.size(), right, judged.size() - right,
      100.0 * right / judged.size());
  }

  private static int limitOf(String rule) {
    return LIMITS.get(severityOf(rule));
  }

  private static String severityOf(String rule) {
    return RuleFiles.catalogue().get(rule).severity();
  }
}
