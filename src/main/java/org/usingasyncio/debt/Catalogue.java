package org.usingasyncio.debt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The checklist items as they are published, whatever severity a profile gives their rules. */
final class Catalogue {

  private static final Map<String, Item> ITEMS = read();

  private Catalogue() {}

  /**
   * An item of the checklist.
   *
   * @param level its level
   * @param pass  the review pass it belongs to, for example {@code blocking}
   */
  record Item(Level level, String pass) {}

  /** The item of a rule, for example of {@code UA501}; empty for a key that is not ours. */
  static Optional<Item> item(String ruleKey) {
    return Optional.ofNullable(ITEMS.get(ruleKey));
  }

  private static Map<String, Item> read() {
    InputStream stream = Catalogue.class.getResourceAsStream("/org/usingasyncio/rules/catalogue.tsv");
    if (stream == null) {
      throw new IllegalStateException("The rule catalogue is not packaged.");
    }
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).map(line -> line.split("\t"))
        .collect(Collectors.toUnmodifiableMap(row -> row[0],
          row -> new Item(Level.valueOf(row[2].toUpperCase(Locale.ROOT)), row[6].replace("pass-", ""))));
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
