package org.usingasyncio.corpus;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the rules find in the corpus, as a page of documentation. */
final class CorpusTable {

  private CorpusTable() {}

  record Row(long lines, long coroutines, Expectation found) {

    int findings() {
      return found.rows().size();
    }

    int findings(String rule) {
      return (int) found.rows().stream().filter(row -> row.rule().equals(rule)).count();
    }
  }

  static String of(Map<String, Row> packages) {
    List<String> rules = packages.values().stream()
      .flatMap(row -> row.found().linesByRuleAndFile().keySet().stream())
      .distinct()
      .sorted()
      .toList();
    StringBuilder page = new StringBuilder(
      """
      # What the rules find in real code

      `mvn verify -Pcorpus` writes this page. Findings of every rule in packages of Debian's archive, in absolute
      numbers, per thousand lines and per hundred coroutines. Rules without a finding are left out; a finding is not
      yet a true one: see [precision](precision.md).

      ## By rule

      | rule | findings | packages | per 1,000 lines | per 100 coroutines |
      | --- | ---: | ---: | ---: | ---: |
      """);
    long lines = packages.values().stream().mapToLong(Row::lines).sum();
    long coroutines = packages.values().stream().mapToLong(Row::coroutines).sum();
    Map<String, Integer> totals = new TreeMap<>();
    for (String rule : rules) {
      int total = packages.values().stream().mapToInt(row -> row.findings(rule)).sum();
      long in = packages.values().stream().filter(row -> row.findings(rule) > 0).count();
      totals.put(rule, total);
      page.append(String.format(Locale.ROOT, "| %s | %d | %d | %s | %s |%n", rule, total, in, per(total, 1000, lines),
        per(total, 100, coroutines)));
    }
    int all = totals.values().stream().mapToInt(Integer::intValue).sum();
    page.append(String.format(Locale.ROOT, "| all | %d | %d | %s | %s |%n", all,
      packages.values().stream().filter(row -> row.findings() > 0).count(), per(all, 1000, lines),
      per(all, 100, coroutines)));

    page
      .append("\n## By package\n\n| package | lines | coroutines | findings | per 1,000 lines | per 100 coroutines |");
    rules.forEach(rule -> page.append(' ').append(rule).append(" |"));
    page.append("\n| --- | ---: | ---: | ---: | ---: | ---: |");
    rules.forEach(rule -> page.append(" ---: |"));
    page.append('\n');
    packages.forEach((name, row) -> {
      page.append(String.format(Locale.ROOT, "| %s | %d | %d | %d | %s | %s |", name, row.lines(), row.coroutines(),
        row.findings(), per(row.findings(), 1000, row.lines()), per(row.findings(), 100, row.coroutines())));
      rules.forEach(rule -> page.append(row.findings(rule) == 0 ? " |" : " " + row.findings(rule) + " |"));
      page.append('\n');
    });
    return page.toString();
  }

  private static String per(long findings, int unit, long size) {
    return size == 0 ? "" : String.format(Locale.ROOT, "%.2f", findings * (double) unit / size);
  }
}
