package org.usingasyncio.debt;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the open findings of a component add up to. */
final class Debt {

  private final Map<Level, Integer> findings = new EnumMap<>(Level.class);
  private final Map<String, Long> minutes = new TreeMap<>();

  void add(Level level, int count) {
    findings.merge(level, count, Integer::sum);
  }

  void add(Catalogue.Item item, long effort) {
    add(item.level(), 1);
    minutes.merge(item.pass(), effort, Long::sum);
  }

  /** Adds what {@link #minutesByPass()} has written. */
  void add(String minutesByPass) {
    for (String pair : minutesByPass.split(";")) {
      int end = pair.indexOf('=');
      if (end > 0) {
        minutes.merge(pair.substring(0, end), Long.parseLong(pair.substring(end + 1)), Long::sum);
      }
    }
  }

  int findings(Level level) {
    return findings.getOrDefault(level, 0);
  }

  int findings() {
    return findings.values().stream().mapToInt(Integer::intValue).sum();
  }

  long minutes() {
    return minutes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** For example {@code blocking=15;coroutine=5}: the passes that have a finding, by name. */
  String minutesByPass() {
    return minutes.entrySet().stream().map(pass -> pass.getKey() + "=" + pass.getValue())
      .collect(Collectors.joining(";"));
  }
}
