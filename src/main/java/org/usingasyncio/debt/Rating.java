package org.usingasyncio.debt;

import java.util.Map;

/** How good a component is, from 1 (A) to 5 (E). */
final class Rating {

  static final int A = 1;
  static final int B = 2;
  static final int C = 3;
  static final int D = 4;
  static final int E = 5;

  /** From how many findings per 100 coroutines a level weighs one grade more. */
  private static final Map<Level, Double> DENSE = Map.of(Level.CRITICAL, 5.0, Level.HIGH, 10.0,
    Level.MEDIUM, 25.0, Level.LOW, 50.0);

  private Rating() {}

  /**
   * The grade of the worst level that is present: D for Critical, C for High, B for Medium, A for Low or nothing; one
   * grade worse where that level is dense.
   */
  static int of(Debt debt, int coroutines) {
    for (Level level : Level.values()) {
      int count = debt.findings(level);
      if (count > 0) {
        return grade(level) + (density(count, coroutines) > DENSE.get(level) ? 1 : 0);
      }
    }
    return A;
  }

  private static int grade(Level worst) {
    return switch (worst) {
      case CRITICAL -> D;
      case HIGH -> C;
      case MEDIUM -> B;
      case LOW -> A;
    };
  }

  /** Findings per 100 coroutines; code without a coroutine counts as one. */
  static double density(int findings, int coroutines) {
    return 100.0 * findings / Math.max(1, coroutines);
  }
}
