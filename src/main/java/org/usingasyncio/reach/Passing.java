package org.usingasyncio.reach;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * With which arguments of its own a function comes to a call, and what it passes on. A set of values is the sum of
 * {@link #NONE}, {@link #FALSE} and {@link #TRUE}.
 *
 * @param needs the parameters that decide whether the call is made, with the values that lead to it
 * @param given the arguments of the call, in source order
 */
public record Passing(Map<String, Integer> needs, List<Given> given) {

  /** What calls do that are always made and pass nothing. */
  public static final Passing NOTHING = new Passing(Map.of(), List.of());

  public static final int NONE = 1;
  /** What is false but is not None: {@code False}, {@code 0}, {@code ""}. */
  public static final int FALSE = 2;
  /** Anything else: two halves of 14 bits. A constant has one bit in each half, two constants seldom the same two. */
  public static final int TRUE = 0x3fff_fffc;
  public static final int ANY = NONE | FALSE | TRUE;
  private static final int FIRST = 2;
  private static final int HALF = 14;
  /** The keyword of an unpacking, and the name that ends the parameters that are passed by position. */
  public static final String REST = "*";

  /**
   * @param keyword empty for an argument that is passed by position
   * @param values what the argument may be
   * @param parameter the parameter of the calling function that is passed on; empty for anything else
   */
  public record Given(String keyword, int values, String parameter) {}

  /** A constant with this name: {@code Mode.FAST}, {@code self.ON_START}. */
  public static int constant(String name) {
    int number = (name.hashCode() * 0x9e37_79b1 >>> 16) % (HALF * HALF);
    return 1 << FIRST + number % HALF | 1 << FIRST + HALF + number / HALF;
  }

  /** What is in both sets. */
  public static int both(int one, int other) {
    int values = one & other;
    int half = values >> FIRST & (1 << HALF) - 1;
    return half == 0 || values >> FIRST + HALF == 0 ? values & (NONE | FALSE) : values;
  }

  /** What is known of the parameters where the call is made; empty when what was known before keeps it from being made. */
  public Optional<Map<String, Integer>> where(Map<String, Integer> known) {
    if (needs.isEmpty()) {
      return Optional.of(known);
    }
    Map<String, Integer> found = new HashMap<>(known);
    needs.forEach((parameter, values) -> found.merge(parameter, values, Passing::both));
    return found.containsValue(0) ? Optional.empty() : Optional.of(found);
  }

  /**
   * What the called function knows of its parameters.
   *
   * @param known what is known where the call is made
   * @param parameters the parameters of the called function, in their order, with what their defaults are
   */
  public Map<String, Integer> inside(Map<String, Integer> known, Map<String, Integer> parameters) {
    Map<String, Integer> found = new HashMap<>(parameters);
    List<String> left = new ArrayList<>(parameters.keySet());
    boolean hidesSome = given.stream().anyMatch(one -> one.keyword().equals(REST));
    if (hidesSome) {
      found.replaceAll((parameter, values) -> ANY);
    }
    for (Given one : given) {
      boolean isByPosition = one.keyword().isEmpty() && !left.isEmpty() && !left.get(0).equals(REST);
      found.replace(isByPosition ? left.remove(0) : one.keyword(),
        both(one.values(), known.getOrDefault(one.parameter(), ANY)));
    }
    found.values().removeIf(values -> values == ANY);
    return found;
  }
}
