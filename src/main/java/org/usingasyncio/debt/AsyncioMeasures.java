package org.usingasyncio.debt;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.sonar.api.ce.measure.Component;
import org.sonar.api.ce.measure.Issue;
import org.sonar.api.ce.measure.Measure;
import org.sonar.api.ce.measure.MeasureComputer;
import org.sonar.api.measures.Metric;

/**
 * Computes the measures of the domain <i>Asyncio</i> on the server: for a file from its open issues, for a folder or project
 * from what is in it.
 */
public final class AsyncioMeasures implements MeasureComputer {

  private static final String REPOSITORY = "using-asyncio";

  @Override
  public MeasureComputerDefinition define(MeasureComputerDefinitionContext context) {
    return context.newDefinitionBuilder()
      .setInputMetrics(AsyncioMetrics.COROUTINES_OF_FILE.key())
      .setOutputMetrics(
        AsyncioMetrics.CRITICAL.key(), AsyncioMetrics.HIGH.key(), AsyncioMetrics.MEDIUM.key(), AsyncioMetrics.LOW.key(),
        AsyncioMetrics.DEBT.key(), AsyncioMetrics.COROUTINES.key(), AsyncioMetrics.DENSITY.key(), AsyncioMetrics.RATING.key())
      .build();
  }

  @Override
  public void compute(MeasureComputerContext context) {
    Map<Level, Integer> findings = new EnumMap<>(Level.class);
    for (Level level : Level.values()) {
      findings.put(level, sum(context, AsyncioMetrics.of(level)));
    }
    long debt = debtOfChildren(context);
    for (Issue issue : context.getIssues()) {
      Optional<Level> level = levelOf(issue);
      if (level.isPresent()) {
        findings.merge(level.get(), 1, Integer::sum);
        debt += issue.effort() == null ? 0 : issue.effort().toMinutes();
      }
    }
    int coroutines = coroutines(context);
    write(context, findings, debt, coroutines);
  }

  private static void write(MeasureComputerContext context, Map<Level, Integer> findings, long debt, int coroutines) {
    int all = findings.values().stream().mapToInt(Integer::intValue).sum();
    if (context.getComponent().getType() == Component.Type.FILE && all == 0 && coroutines == 0) {
      // A file that has nothing to do with asyncio has no measures.
      return;
    }
    findings.forEach((level, count) -> context.addMeasure(AsyncioMetrics.of(level).key(), count));
    context.addMeasure(AsyncioMetrics.DEBT.key(), debt);
    context.addMeasure(AsyncioMetrics.COROUTINES.key(), coroutines);
    context.addMeasure(AsyncioMetrics.DENSITY.key(), Rating.density(all, coroutines));
    context.addMeasure(AsyncioMetrics.RATING.key(), Rating.of(findings, coroutines));
  }

  /** An issue that somebody resolved, as a false positive or accepted, is no debt. */
  private static Optional<Level> levelOf(Issue issue) {
    boolean isOpen = issue.resolution() == null;
    return isOpen && issue.ruleKey().repository().equals(REPOSITORY) ? Catalogue.levelOf(issue.ruleKey().rule()) : Optional.empty();
  }

  private static int coroutines(MeasureComputerContext context) {
    Measure own = context.getComponent().getType() == Component.Type.FILE ? context.getMeasure(AsyncioMetrics.COROUTINES_OF_FILE.key()) : null;
    return (own == null ? 0 : own.getIntValue()) + sum(context, AsyncioMetrics.COROUTINES);
  }

  private static int sum(MeasureComputerContext context, Metric<Integer> metric) {
    int sum = 0;
    for (Measure measure : context.getChildrenMeasures(metric.key())) {
      sum += measure.getIntValue();
    }
    return sum;
  }

  private static long debtOfChildren(MeasureComputerContext context) {
    long sum = 0;
    for (Measure measure : context.getChildrenMeasures(AsyncioMetrics.DEBT.key())) {
      sum += measure.getLongValue();
    }
    return sum;
  }
}
