package org.usingasyncio.rules;

import org.sonar.api.batch.Phase;
import org.sonar.api.batch.sensor.Sensor;
import org.sonar.api.batch.sensor.SensorContext;
import org.sonar.api.batch.sensor.SensorDescriptor;
import org.sonar.api.notifications.AnalysisWarnings;
import org.usingasyncio.checks.Failures;

/** Says in one analysis warning that rules have failed: a review with holes must not look like a clean one. */
@Phase(name = Phase.Name.POST)
public final class FailureReport implements Sensor {

  private final AnalysisWarnings warnings;

  public FailureReport(AnalysisWarnings warnings) {
    this.warnings = warnings;
  }

  @Override
  public void describe(SensorDescriptor descriptor) {
    descriptor.name("Using Asyncio: completeness of the review").onlyOnLanguage(UsingAsyncioRules.LANGUAGE);
  }

  @Override
  public void execute(SensorContext context) {
    Failures.take(context.fileSystem().workDir())
      .ifPresent(failures -> warnings.addUnique(failures.summary()));
  }
}
