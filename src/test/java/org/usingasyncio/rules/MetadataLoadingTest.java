package org.usingasyncio.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sonar.api.Plugin;
import org.sonar.api.SonarEdition;
import org.sonar.api.SonarQubeSide;
import org.sonar.api.SonarRuntime;
import org.sonar.api.impl.server.RulesDefinitionContext;
import org.sonar.api.internal.SonarRuntimeImpl;
import org.sonar.api.server.profile.BuiltInQualityProfilesDefinition;
import org.sonar.api.server.rule.RulesDefinition;
import org.sonar.api.utils.Version;
import org.usingasyncio.UsingAsyncioPlugin;
import org.usingasyncio.testing.RuleFiles;
import org.usingasyncio.testing.RuleFiles.Entry;

/** The metadata as a server reads it: what it reads depends on the version of its plugin API. */
class MetadataLoadingTest {

  private static final String NEWEST = "13.4";

  @ParameterizedTest
  @ValueSource(strings = {"9.14", "10.1", "11.1", NEWEST})
  void every_rule_loads(String apiVersion) {
    RulesDefinition.Repository repository = repository(apiVersion);
    assertThat(repository.name()).isEqualTo("Using Asyncio");
    assertThat(repository.language()).isEqualTo("py");
    assertThat(repository.rules()).extracting(RulesDefinition.Rule::key)
      .containsExactlyInAnyOrderElementsOf(RuleFiles.checks().keySet());
    assertThat(repository.rules()).allSatisfy(rule -> {
      Entry entry = RuleFiles.catalogue().get(rule.key());
      assertThat(rule.type().name()).isEqualTo(entry.type());
      assertThat(rule.activatedByDefault()).isTrue();
      assertThat(rule.debtRemediationFunction()).isNotNull();
      assertThat(rule.tags()).contains("asyncio", entry.priority());
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"9.14", "10.1", "11.1", NEWEST})
  void description_has_tabs(String apiVersion) {
    assertThat(repository(apiVersion).rules()).allSatisfy(rule -> assertThat(rule.ruleDescriptionSections())
      .extracting(section -> section.getKey())
      .contains("introduction", "root_cause", "how_to_fix", "resources"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1", "11.1", NEWEST})
  void impacts_and_attribute_load_where_the_server_knows_them(String apiVersion) {
    assertThat(repository(apiVersion).rules()).allSatisfy(rule -> {
      assertThat(rule.defaultImpacts()).hasSize(1);
      assertThat(rule.cleanCodeAttribute()).isNotNull();
    });
  }

  @Test
  void profile_activates_every_rule_and_is_not_the_default() {
    BuiltInQualityProfilesDefinition.Context context = new BuiltInQualityProfilesDefinition.Context();
    new UsingAsyncioProfile().define(context);
    BuiltInQualityProfilesDefinition.BuiltInQualityProfile profile = context.profile("py", "Using Asyncio");
    assertThat(profile.isDefault()).isFalse();
    assertThat(profile.rules()).allMatch(rule -> rule.repoKey().equals("using-asyncio"))
      .extracting(rule -> rule.ruleKey())
      .containsExactlyInAnyOrderElementsOf(RuleFiles.checks().keySet());
  }

  @Test
  void scanner_gets_the_checks_of_the_same_repository() {
    UsingAsyncioRules rules = new UsingAsyncioRules(server(NEWEST));
    assertThat(rules.repositoryKey()).isEqualTo("using-asyncio");
    assertThat(rules.checkClasses()).hasSameElementsAs(CheckList.all());
  }

  @Test
  void warnings_are_for_servers_only() {
    assertThat(extensions(server("11.1")).contains(FailureReport.class)).isTrue();
    assertThat(extensions(SonarRuntimeImpl.forSonarLint(Version.parse("10.14"))).contains(FailureReport.class))
      .isFalse();
  }

  @Test
  void rules_and_profile_are_registered() {
    assertThat(extensions(server("11.1")).contains(UsingAsyncioRules.class)).isTrue();
    assertThat(extensions(server("11.1")).contains(UsingAsyncioProfile.class)).isTrue();
    assertThat(extensions(SonarRuntimeImpl.forSonarLint(Version.parse("10.14"))).contains(UsingAsyncioRules.class))
      .isTrue();
  }

  private static RulesDefinition.Repository repository(String apiVersion) {
    RulesDefinition.Context context = new RulesDefinitionContext();
    new UsingAsyncioRules(server(apiVersion)).define(context);
    return context.repository("using-asyncio");
  }

  private static List<?> extensions(SonarRuntime runtime) {
    Plugin.Context context = new Plugin.Context(runtime);
    new UsingAsyncioPlugin().define(context);
    return context.getExtensions();
  }

  private static SonarRuntime server(String apiVersion) {
    return SonarRuntimeImpl.forSonarQube(Version.parse(apiVersion), SonarQubeSide.SERVER, SonarEdition.COMMUNITY);
  }
}
