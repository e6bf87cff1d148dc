package org.usingasyncio.knowledge;

import java.util.Locale;

/** What a blocking call waits for; each kind belongs to one rule of section 5 (or to UA605). */
public enum Blocking {
  SLEEP, HTTP, FILE, FILESYSTEM, DATABASE, LEGACY;

  static Blocking of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
