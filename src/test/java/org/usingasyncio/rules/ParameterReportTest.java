package org.usingasyncio.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sonar.api.batch.rule.internal.ActiveRulesBuilder;
import org.sonar.api.batch.rule.internal.NewActiveRule;
import org.sonar.api.batch.sensor.internal.SensorContextTester;
import org.sonar.api.rule.RuleKey;

class ParameterReportTest {

  @TempDir
  Path base;

  private final List<String> warnings = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "none", value = {
    "UA101 | iterations | many | not a whole number. Its default, 100000, is used.",
    "UA101 | iterations | -1 | not a whole number. Its default, 100000, is used.",
    "UA106 | iterations | 99999999999999999999 | not a whole number. Its default, 100000, is used.",
    "UA201 | reportNeverSuspending | yes | neither true nor false. It counts as false.",
    "UA505 | blockingCalls | time sleep( | not a comma-separated list of qualified names. What is not a name is never found.",
    "UA505 | blockingCalls | a..b | not a comma-separated list of qualified names. What is not a name is never found.",
    "UA505 | blockingCalls | 100% %s | not a comma-separated list of qualified names. What is not a name is never found.",
  })
  void a_value_that_makes_no_sense_is_told(String rule, String parameter, String value, String what) {
    report(rule, parameter, value);

    assertThat(warnings)
      .containsExactly("Using Asyncio: in the quality profile, the parameter \"" + parameter + "\" of "
        + rule + " is \"" + value + "\", " + what);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "UA101 | iterations | 5000",
    "UA106 | iterations | 5000000000",
    "UA201 | reportNeverSuspending | true",
    "UA505 | blockingCalls | legacy.client.Client.fetch, other.*,größe.messen,",
    "UA505 | blockingCalls | ``",
  })
  void a_value_that_makes_sense_is_not(String rule, String parameter, String value) {
    report(rule, parameter, value);

    assertThat(warnings).isEmpty();
  }

  @Test
  void a_rule_that_is_off_is_not_asked() {
    new ParameterReport(warnings::add).execute(SensorContextTester.create(base));

    assertThat(warnings).isEmpty();
  }

  private void report(String rule, String parameter, String value) {
    SensorContextTester context = SensorContextTester.create(base);
    context.setActiveRules(new ActiveRulesBuilder().addRule(new NewActiveRule.Builder()
      .setRuleKey(RuleKey.of("using-asyncio", rule)).setParam(parameter, value).build()).build());
    new ParameterReport(warnings::add).execute(context);
  }
}
