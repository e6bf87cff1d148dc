package org.usingasyncio.checks;

import java.util.Map;

/** The parameter {@code depth} of the rules that follow calls from file to file: the project phase reads it. */
public final class Depth {

  public static final String KEY = "depth";
  public static final String DESCRIPTION = "Number of functions through which a path from one file to another may lead.";
  /** The default, as a parameter has it. */
  public static final String DEFAULT = "6";

  private Depth() {}

  /** How many functions a path may lead through; the default where the profile sets none or no whole number above zero. */
  public static int of(Map<String, String> parameters) {
    try {
      int depth = Integer.parseInt(parameters.getOrDefault(KEY, "").trim());
      return depth > 0 ? depth : Integer.parseInt(DEFAULT);
    } catch (NumberFormatException notANumber) {
      return Integer.parseInt(DEFAULT);
    }
  }
}
