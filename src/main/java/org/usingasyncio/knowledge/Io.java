package org.usingasyncio.knowledge;

import java.util.Locale;

/** Where an operation goes when it leaves the process. */
public enum Io {
  NETWORK, DATABASE, FILE;

  static Io of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
