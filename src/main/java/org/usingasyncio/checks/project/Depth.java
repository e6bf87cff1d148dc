package org.usingasyncio.checks.project;

import java.util.Map;

/** The parameter {@code depth} of the rules that follow calls from file to file. */
final class Depth {

  private static final int DEFAULT = 6;

  private Depth() {}

  /** How many functions a path may lead through; the default where the profile sets none or no whole number above zero. */
  static int of(Map<String, String> parameters) {
    try {
      int depth = Integer.parseInt(parameters.getOrDefault("depth", "").trim());
      return depth > 0 ? depth : DEFAULT;
    } catch (NumberFormatException notANumber) {
      return DEFAULT;
    }
  }
}
