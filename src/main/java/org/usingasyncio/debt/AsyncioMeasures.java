package org.usingasyncio.debt;

import java.util.Optional;
import org.sonar.api.ce.measure.Component;
import org.sonar.api.ce.measure.Issue;
import org.sonar.api.ce.measure.Measure;
import org.sonar.api.ce.measure.MeasureComputer;
import org.sonar.api.measures.Metric;

/**
 * Computes the measures of the domain <i>Asyncio</i> on the server: for a file from its open issues, for a folder or
 * project from what is in it.
 */
public final class AsyncioMeasures implements MeasureComputer {

  private static final String REPOSITORY = "using-asyncio";

  @Override
  public MeasureComputerDefinition define(MeasureComputerDefinitionContext context) {
    return context.newDefinitionBuilder()
      .setInputMetrics(AsyncioMetrics.COROUTINES_OF_FILE.key())
      .setOutputMetrics(
        AsyncioMetrics.CRITICAL.key(), AsyncioMetrics.HIGH.key(), AsyncioMetrics.MEDIUM.key(), AsyncioMetrics.LOW.key(),
        AsyncioMetrics.DEBT.key(), AsyncioMetrics.DEBT_BY_PASS.key(), AsyncioMetrics.COROUTINES.key(),
        AsyncioMetrics.DENSITY.key(), AsyncioMetrics.RATING.key())
      .build();
  }

  @Override
  public void compute(MeasureComputerContext context) {
    Debt debt = new Debt();
    for (Level level : Level.values()) {
      debt.add(level, sum(context, AsyncioMetrics.of(level)));
    }
    context.getChildrenMeasures(AsyncioMetrics.DEBT_BY_PASS.key()).forEach(child -> debt.add(child.getStringValue()));
    for (Issue issue : context.getIssues()) {
      item(issue).ifPresent(item -> debt.add(item, issue.effort() == null ? 0 : issue.effort().toMinutes()));
    }
    write(context, debt, coroutines(context));
  }

  private static void write(MeasureComputerContext context, Debt debt, int coroutines) {
    if (isFile(context) && debt.findings() == 0 && coroutines == 0) {
      // A file that has nothing to do with asyncio has no measures.
      return;
    }
    for (Level level : Level.values()) {
      context.addMeasure(AsyncioMetrics.of(level).key(), debt.findings(level));
    }
    context.addMeasure(AsyncioMetrics.DEBT.key(), debt.minutes());
    context.addMeasure(AsyncioMetrics.DEBT_BY_PASS.key(), debt.minutesByPass());
    context.addMeasure(AsyncioMetrics.COROUTINES.key(), coroutines);
    context.addMeasure(AsyncioMetrics.DENSITY.key(), Rating.density(debt.findings(), coroutines));
    context.addMeasure(AsyncioMetrics.RATING.key(), Rating.of(debt, coroutines));
  }

  /** An issue that somebody resolved, as a false positive or accepted, is no debt. */
  private static Optional<Catalogue.Item> item(Issue issue) {
    boolean isOpen = issue.resolution() == null;
    return isOpen && issue.ruleKey().repository().equals(REPOSITORY)
      ? Catalogue.item(issue.ruleKey().rule())
      : Optional.empty();
  }

  private static int coroutines(MeasureComputerContext context) {
    Measure own = isFile(context) ? context.getMeasure(AsyncioMetrics.COROUTINES_OF_FILE.key()) : null;
    return (own == null ? 0 : own.getIntValue()) + sum(context, AsyncioMetrics.COROUTINES);
  }

  private static boolean isFile(MeasureComputerContext context) {
    return context.getComponent().getType() == Component.Type.FILE;
  }

  private static int sum(MeasureComputerContext context, Metric<Integer> metric) {
    int sum = 0;
    for (Measure measure : context.getChildrenMeasures(metric.key())) {
      sum += measure.getIntValue();
    }
    return sum;
  }
}
