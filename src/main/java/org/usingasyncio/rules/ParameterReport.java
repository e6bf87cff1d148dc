package org.usingasyncio.rules;

import java.lang.reflect.Field;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sonar.api.batch.Phase;
import org.sonar.api.batch.rule.ActiveRule;
import org.sonar.api.batch.sensor.Sensor;
import org.sonar.api.batch.sensor.SensorContext;
import org.sonar.api.batch.sensor.SensorDescriptor;
import org.sonar.api.notifications.AnalysisWarnings;
import org.sonar.api.rule.RuleKey;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Parameters;

/** Says in an analysis warning which parameter of the profile has a value that its rule cannot use. */
@Phase(name = Phase.Name.POST)
public final class ParameterReport implements Sensor {

  private static final Logger LOG = LoggerFactory.getLogger(ParameterReport.class);

  private final AnalysisWarnings warnings;

  public ParameterReport(AnalysisWarnings warnings) {
    this.warnings = warnings;
  }

  @Override
  public void describe(SensorDescriptor descriptor) {
    descriptor.name("Using Asyncio: parameters of the rules").onlyOnLanguage(UsingAsyncioRules.LANGUAGE);
  }

  @Override
  public void execute(SensorContext context) {
    for (Class<? extends AsyncioCheck> check : CheckList.all()) {
      String rule = check.getAnnotation(Rule.class).key();
      ActiveRule active = context.activeRules().find(RuleKey.of(UsingAsyncioRules.REPOSITORY_KEY, rule));
      if (active != null) {
        for (Field field : check.getFields()) {
          complaint(field, active).ifPresent(complaint -> tell(rule, complaint));
        }
      }
    }
  }

  private void tell(String rule, String complaint) {
    String message = "Using Asyncio: in the quality profile, the parameter " + complaint.formatted(rule);
    LOG.warn(message);
    warnings.addUnique(message);
  }

  /** What is wrong with the value of a parameter and what happens, with a place for the rule; nothing if it is right. */
  private static Optional<String> complaint(Field field, ActiveRule active) {
    RuleProperty property = field.getAnnotation(RuleProperty.class);
    String value = property == null ? null : active.param(property.key());
    if (value == null) {
      return Optional.empty();
    }
    String shown = "\"" + property.key() + "\" of %s is \"" + value.replace("%", "%%") + "\", ";
    if (property.type().equals("INTEGER")) {
      return Optional.of(shown + "not a whole number. Its default, " + property.defaultValue() + ", is used.")
        .filter(wrong -> !Parameters.isNumber(value));
    }
    if (field.getType() == boolean.class) {
      return Optional.of(shown + "neither true nor false. It counts as false.")
        .filter(wrong -> !Parameters.isSwitch(value));
    }
    return Optional.of(shown + "not a comma-separated list of qualified names. What is not a name is never found.")
      .filter(wrong -> !Parameters.isNames(value));
  }
}
