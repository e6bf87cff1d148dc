package org.usingasyncio.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sonar.check.RuleProperty;
import org.sonar.plugins.python.api.PythonCheck.CheckScope;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.testing.Fixture;
import org.usingasyncio.testing.RuleFiles;
import org.usingasyncio.testing.RuleFiles.Entry;

/** Class, metadata, description, fixture, profile and catalogue speak of the same rules and say the same. */
class WholeSetTest {

  private static final Map<Character, String> SECTIONS = Map.of(
    '1', "concurrency", '2', "coroutines", '3', "patterns", '4', "lifecycle", '5', "blocking", '6', "libraries",
    '7', "resilience");
  private static final Map<String, String> DEFAULT_SEVERITY = Map.of(
    "Critical", "Blocker", "High", "Critical", "Medium", "Major", "Low", "Minor");
  private static final Map<String, Set<String>> IMPACTS = Map.of(
    "Critical", Set.of("RELIABILITY BLOCKER"),
    "High", Set.of("RELIABILITY HIGH"),
    "Medium", Set.of("MAINTAINABILITY MEDIUM", "RELIABILITY MEDIUM"),
    "Low", Set.of("MAINTAINABILITY LOW"));
  private static final Set<String> PRIORITIES = Set.of("blocking", "leak", "cancellation", "timeout", "best-practice");
  private static final Set<String> PASSES = Set.of(
    "pass-concurrency", "pass-coroutine", "pass-resource", "pass-shutdown", "pass-blocking", "pass-library",
    "pass-error");

  static Stream<String> keys() {
    return RuleFiles.checks().keySet().stream();
  }

  @Test
  void catalogue_has_every_item_of_the_checklist() {
    Map<String, Entry> catalogue = RuleFiles.catalogue();
    assertThat(catalogue).hasSize(63);
    assertThat(catalogue.values()).allSatisfy(entry -> {
      assertThat(DEFAULT_SEVERITY).containsKey(entry.severity());
      assertThat(entry.type()).isEqualTo(Set.of("Critical", "High").contains(entry.severity()) ? "BUG" : "CODE_SMELL");
      assertThat(PRIORITIES).contains(entry.priority());
      assertThat(PASSES).contains(entry.pass());
    });
  }

  @Test
  void check_list_has_every_check() {
    Set<String> compiled = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("org.usingasyncio.checks").stream()
      .filter(type -> type.isAssignableTo(AsyncioCheck.class) && !type.getModifiers().contains(JavaModifier.ABSTRACT))
      .map(JavaClass::getName)
      .collect(Collectors.toCollection(TreeSet::new));

    assertThat(CheckList.all()).extracting(Class::getName).containsExactlyInAnyOrderElementsOf(compiled);
    assertThat(CheckList.all()).extracting(RuleFiles::keyOf).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void every_rule_has_metadata_and_no_metadata_is_left_over() {
    List<String> expected = Stream.concat(
      keys().flatMap(key -> Stream.of(key + ".html", key + ".json")),
      Stream.of("Using_Asyncio_profile.json", "catalogue.tsv"))
      .sorted()
      .toList();
    assertThat(RuleFiles.namesIn(RuleFiles.METADATA)).isEqualTo(expected);
  }

  @Test
  void every_rule_has_a_fixture_and_no_fixture_is_left_over() {
    assertThat(Fixture.all().stream().filter(Fixture::isMain).map(Fixture::key))
      .containsExactlyElementsOf(keys().toList());
    assertThat(Fixture.all()).extracting(Fixture::key).isSubsetOf(keys().toList());
    assertThat(RuleFiles.namesIn(RuleFiles.FIXTURES)).hasSameSizeAs(Fixture.all());
  }

  @Test
  void profile_has_every_rule() {
    JsonObject profile = Json.parse(RuleFiles.text(RuleFiles.METADATA.resolve("Using_Asyncio_profile.json")))
      .asObject();
    assertThat(profile.getString("name", "")).isEqualTo(UsingAsyncioProfile.NAME);
    assertThat(texts(profile.get("ruleKeys"))).containsExactlyElementsOf(keys().toList());
  }

  @Test
  void generated_files_are_fresh() throws Exception {
    Process sync = new ProcessBuilder("bash", "bin/sync-rules", "--check").redirectErrorStream(true).start();
    String output = new String(sync.getInputStream().readAllBytes());
    assertThat(sync.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(sync.exitValue()).as(output).isZero();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void nothing_is_left_to_do(String key) {
    Class<? extends AsyncioCheck> check = RuleFiles.checks().get(key);
    Path source = Path.of("src/main/java", check.getName().replace('.', '/') + ".java");
    assertThat(RuleFiles.text(source)).doesNotContain("TODO");
    assertThat(RuleFiles.text(RuleFiles.METADATA.resolve(key + ".json"))).doesNotContain("TODO");
    assertThat(RuleFiles.description(key)).doesNotContain("TODO");
    assertThat(RuleFiles.text(RuleFiles.FIXTURES.resolve(key + ".py"))).doesNotContain("# TODO");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void class_is_where_and_what_its_key_says(String key) {
    Class<? extends AsyncioCheck> check = RuleFiles.checks().get(key);
    assertThat(check.getPackageName()).isEqualTo("org.usingasyncio.checks." + SECTIONS.get(key.charAt(2)));
    assertThat(check.getSimpleName()).endsWith("Check");
    assertThat(RuleFiles.newCheck(check).ruleKey()).isEqualTo(key);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void metadata_says_what_the_catalogue_says(String key) {
    Entry entry = RuleFiles.catalogue().get(key);
    JsonObject metadata = RuleFiles.metadata(key);
    assertThat(metadata.getString("type", "")).isEqualTo(entry.type());
    assertThat(metadata.getString("defaultSeverity", "")).isEqualTo(DEFAULT_SEVERITY.get(entry.severity()));
    assertThat(metadata.getString("status", "")).isEqualTo("ready");

    JsonObject code = metadata.get("code").asObject();
    assertThat(StreamSupport.stream(code.get("impacts").asObject().spliterator(), false)
      .map(impact -> impact.getName() + " " + impact.getValue().asString())).hasSize(1)
      .isSubsetOf(IMPACTS.get(entry.severity()));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void tags_say_what_the_catalogue_says(String key) {
    Entry entry = RuleFiles.catalogue().get(key);
    List<String> tags = texts(RuleFiles.metadata(key).get("tags"));
    assertThat(tags).contains("asyncio", "chapter-" + entry.chapter(), entry.pass(), entry.priority());
    assertThat(tags).doesNotHaveDuplicates().allMatch(tag -> tag.matches("[a-z0-9-]+"));
    assertThat(tags).filteredOn(PRIORITIES::contains).hasSize(1);
    assertThat(tags).filteredOn(tag -> tag.startsWith("pass-")).hasSize(1);
    assertThat(tags).filteredOn(tag -> tag.startsWith("chapter-")).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void scope_is_the_same_in_class_and_metadata(String key) {
    CheckScope scope = RuleFiles.newCheck(RuleFiles.checks().get(key)).scope();
    assertThat(scope).isEqualTo(key.equals("UA506") ? CheckScope.ALL : CheckScope.MAIN);
    assertThat(RuleFiles.metadata(key).getString("scope", "")).isEqualToIgnoringCase(scope.name());
  }

  @ParameterizedTest
  @MethodSource("keys")
  void title_says_what_should_be(String key) {
    assertThat(RuleFiles.metadata(key).getString("title", ""))
      .hasSizeLessThanOrEqualTo(80)
      .matches("[A-Z\"].* should (not )?[a-z].*[^.]");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void effort_is_a_function(String key) {
    JsonObject remediation = RuleFiles.metadata(key).get("remediation").asObject();
    String time = "[1-9]\\d*(min|h)";
    switch (remediation.getString("func", "")) {
      case "Constant/Issue" -> assertThat(remediation.getString("constantCost", "")).matches(time);
      case "Linear" -> {
        assertThat(remediation.getString("linearFactor", "")).matches(time);
        assertThat(remediation.getString("linearDesc", "")).isNotBlank();
      }
      case "Linear with offset" -> {
        assertThat(remediation.getString("linearFactor", "")).matches(time);
        assertThat(remediation.getString("linearOffset", "")).matches(time);
        assertThat(remediation.getString("linearDesc", "")).isNotBlank();
      }
      default -> assertThat(remediation.toString()).as("a known function").isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void parameters_are_described(String key) {
    for (Field field : RuleFiles.checks().get(key).getDeclaredFields()) {
      RuleProperty property = field.getAnnotation(RuleProperty.class);
      if (property != null) {
        assertThat(property.key()).matches("[a-z][A-Za-z]+");
        assertThat(field.getType()).as("a type into which SonarQube converts every value")
          .isIn(String.class, boolean.class);
        assertThat(property.description()).matches("[A-Z].*\\.");
        assertThat(property.defaultValue()).as("default of %s", property.key())
          .isEqualTo(defaultOf(field, RuleFiles.newCheck(RuleFiles.checks().get(key))));
      }
    }
  }

  /** The annotation is what the server shows, the field is what the check uses. */
  private static String defaultOf(Field field, AsyncioCheck check) {
    try {
      field.setAccessible(true);
      return String.valueOf(field.get(check));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> texts(JsonValue array) {
    return array.asArray().values().stream().map(JsonValue::asString).toList();
  }
}
