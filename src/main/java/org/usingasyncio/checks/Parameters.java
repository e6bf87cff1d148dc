package org.usingasyncio.checks;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The values that a profile gives to the parameters of rules. SonarQube holds them to their type only where a person
 * types them in: a profile that is restored from a backup, or made by the web API, may hold anything, and SonarQube's own
 * conversion to the type of a field would stop the analysis.
 */
public final class Parameters {

  private static final Pattern NUMBER = Pattern.compile("\\s*\\d{1,18}\\s*");
  private static final Pattern NAME = Pattern.compile("(?U)[^\\W\\d]\\w*(\\.[^\\W\\d]\\w*)*(\\.\\*)?");

  private Parameters() {}

  public static boolean isNumber(String value) {
    return NUMBER.matcher(value).matches();
  }

  public static boolean isSwitch(String value) {
    return value.strip().equalsIgnoreCase("true") || value.strip().equalsIgnoreCase("false");
  }

  /** Whether it is a list of qualified names; an empty one is. */
  public static boolean isNames(String value) {
    return Stream.of(value.split(",")).map(String::strip).filter(name -> !name.isEmpty())
      .allMatch(name -> NAME.matcher(name).matches());
  }

  /** A whole number that is not negative; the default stands in for any other value. */
  public static long number(String value, String defaultValue) {
    return Long.parseLong((isNumber(value) ? value : defaultValue).strip());
  }
}
