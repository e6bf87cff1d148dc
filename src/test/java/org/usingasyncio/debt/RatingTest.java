package org.usingasyncio.debt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatingTest {

  @ParameterizedTest(name = "{0} critical, {1} high, {2} medium, {3} low in {4} coroutines: {5}")
  @CsvSource({
    "0, 0,  0,  0,   0, A",
    "0, 0,  0, 50, 100, A",
    "0, 0,  0, 51, 100, B",
    "0, 0,  1,  0, 100, B",
    "0, 0, 25,  0, 100, B",
    "0, 0, 26,  0, 100, C",
    "0, 1,  0,  0, 100, C",
    "0, 10, 0,  0, 100, C",
    "0, 11, 0,  0, 100, D",
    "1, 0,  0,  0, 100, D",
    "5, 0,  0,  0, 100, D",
    "6, 0,  0,  0, 100, E",
    // The levels below the worst do not temper it.
    "1, 99, 99, 99, 100, D",
    // Without a coroutine, or with very few, one finding is many.
    "1, 0,  0,  0,   0, E",
    "0, 0,  0,  1,   1, B",
  })
  void the_worst_level_tempered_by_its_density(int critical, int high, int medium, int low, int coroutines,
    String letter) {
    Debt debt = new Debt();
    debt.add(Level.CRITICAL, critical);
    debt.add(Level.HIGH, high);
    debt.add(Level.MEDIUM, medium);
    debt.add(Level.LOW, low);

    assertThat("-ABCDE".charAt(Rating.of(debt, coroutines))).hasToString(letter);
  }

  @Test
  void density_is_per_hundred_coroutines() {
    assertThat(Rating.density(3, 200)).isEqualTo(1.5);
    assertThat(Rating.density(3, 0)).isEqualTo(300);
  }
}
