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

/** The level of each checklist item, whatever severity a profile gives its rule. */
public final class Catalogue {

  private static final Map<String, Level> LEVELS = read();

  private Catalogue() {
  }

  /** The checklist level of a rule, for example of {@code UA501}; empty for a key of another repository. */
  public static Optional<Level> levelOf(String ruleKey) {
    return Optional.ofNullable(LEVELS.get(ruleKey));
  }

  private static Map<String, Level> read() {
    InputStream stream = Catalogue.class.getResourceAsStream("/org/usingasyncio/rules/catalogue.tsv");
    if (stream == null) {
      throw new IllegalStateException("The rule catalogue is not packaged.");
    }
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).map(line -> line.split("\t"))
        .collect(Collectors.toUnmodifiableMap(row -> row[0], row -> Level.valueOf(row[2].toUpperCase(Locale.ROOT))));
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
