package org.usingasyncio.debt;

import java.util.List;
import org.sonar.api.measures.Metric;
import org.sonar.api.measures.Metrics;

/** The metrics of the domain <i>Asyncio</i>; {@code docs/measures.md} says how each is computed. */
public final class AsyncioMetrics implements Metrics {

  private static final String DOMAIN = "Asyncio";

  public static final Metric<Integer> CRITICAL = findings("asyncio_critical", "Asyncio Critical Findings",
    "Open findings of checklist items of level Critical");
  public static final Metric<Integer> HIGH = findings("asyncio_high", "Asyncio High Findings",
    "Open findings of checklist items of level High");
  public static final Metric<Integer> MEDIUM = findings("asyncio_medium", "Asyncio Medium Findings",
    "Open findings of checklist items of level Medium");
  public static final Metric<Integer> LOW = findings("asyncio_low", "Asyncio Low Findings",
    "Open findings of checklist items of level Low");

  public static final Metric<Long> DEBT = new Metric.Builder("asyncio_debt", "Asyncio Debt", Metric.ValueType.WORK_DUR)
    .setDescription("Effort to fix all open findings of Using Asyncio")
    .setDomain(DOMAIN)
    .setDirection(Metric.DIRECTION_WORST)
    .setQualitative(true)
    .setOptimizedBestValue(true)
    .setBestValue(0.0)
    .create();

  /** The share of each review pass in {@link #DEBT}, for example {@code blocking=15;coroutine=5}, in minutes. */
  public static final Metric<String> DEBT_BY_PASS = new Metric.Builder("asyncio_debt_by_pass", "Asyncio Debt by Pass",
    Metric.ValueType.DATA)
    .setDescription("Effort to fix the open findings of each review pass, in minutes")
    .setDomain(DOMAIN)
    .setDirection(Metric.DIRECTION_NONE)
    .setQualitative(false)
    .setHidden(true)
    .create();

  public static final Metric<Integer> COROUTINES = new Metric.Builder("asyncio_coroutines", "Coroutines",
    Metric.ValueType.INT)
    .setDescription("Number of coroutine functions and asynchronous generators")
    .setDomain(DOMAIN)
    .setDirection(Metric.DIRECTION_NONE)
    .setQualitative(false)
    .create();

  public static final Metric<Double> DENSITY = new Metric.Builder("asyncio_density",
    "Asyncio Findings per 100 Coroutines",
    Metric.ValueType.FLOAT)
    .setDescription("Open findings of Using Asyncio for each 100 coroutines")
    .setDomain(DOMAIN)
    .setDirection(Metric.DIRECTION_WORST)
    .setQualitative(true)
    .setDecimalScale(1)
    .create();

  public static final Metric<Integer> RATING = new Metric.Builder("asyncio_rating", "Asyncio Rating",
    Metric.ValueType.RATING)
    .setDescription("The worst level of the open findings, tempered by their density: A (best) to E")
    .setDomain(DOMAIN)
    .setDirection(Metric.DIRECTION_WORST)
    .setQualitative(true)
    .setBestValue(1.0)
    .setWorstValue(5.0)
    .create();

  /** A server refuses the rating of a plugin in a condition of a quality gate; a number it takes. */
  public static final Metric<Integer> GRADE = new Metric.Builder("asyncio_grade", "Asyncio Grade", Metric.ValueType.INT)
    .setDescription("The Asyncio rating as a number for quality gates: 1 for A to 5 for E")
    .setDomain(DOMAIN)
    .setDirection(Metric.DIRECTION_WORST)
    .setQualitative(true)
    .setBestValue(1.0)
    .setWorstValue(5.0)
    .create();

  /** What the scanner counts in each file; the sums over folders and projects are {@link #COROUTINES}. */
  public static final Metric<Integer> COROUTINES_OF_FILE = new Metric.Builder("asyncio_file_coroutines",
    "Coroutines of a File",
    Metric.ValueType.INT)
    .setDescription("Number of coroutine functions and asynchronous generators that a file defines")
    .setDomain(DOMAIN)
    .setDirection(Metric.DIRECTION_NONE)
    .setQualitative(false)
    .setHidden(true)
    .create();

  private static Metric<Integer> findings(String key, String name, String description) {
    return new Metric.Builder(key, name, Metric.ValueType.INT)
      .setDescription(description)
      .setDomain(DOMAIN)
      .setDirection(Metric.DIRECTION_WORST)
      .setQualitative(true)
      .setOptimizedBestValue(true)
      .setBestValue(0.0)
      .create();
  }

  /** The metric that counts the findings of a level. */
  static Metric<Integer> of(Level level) {
    return switch (level) {
      case CRITICAL -> CRITICAL;
      case HIGH -> HIGH;
      case MEDIUM -> MEDIUM;
      case LOW -> LOW;
    };
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"})
  public List<Metric> getMetrics() {
    return List.of(CRITICAL, HIGH, MEDIUM, LOW, DEBT, DEBT_BY_PASS, COROUTINES, DENSITY, RATING, GRADE,
      COROUTINES_OF_FILE);
  }
}
