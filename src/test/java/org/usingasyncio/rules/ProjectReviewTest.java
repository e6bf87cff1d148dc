package org.usingasyncio.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sonar.api.batch.fs.InputFile;
import org.sonar.api.batch.fs.internal.TestInputFileBuilder;
import org.sonar.api.batch.rule.internal.ActiveRulesBuilder;
import org.sonar.api.batch.rule.internal.NewActiveRule;
import org.sonar.api.batch.sensor.internal.SensorContextTester;
import org.sonar.api.batch.sensor.issue.Issue;
import org.sonar.api.rule.RuleKey;
import org.sonar.plugins.python.api.PythonInputFileContext;
import org.sonar.plugins.python.api.PythonVisitorContext;
import org.sonar.plugins.python.api.caching.PythonReadCache;
import org.sonar.plugins.python.api.caching.PythonWriteCache;
import org.sonar.python.TestPythonVisitorRunner;
import org.sonar.python.caching.CacheContextImpl;
import org.sonar.python.semantic.ProjectLevelSymbolTable;
import org.sonar.python.semantic.SymbolUtils;
import org.usingasyncio.checks.blocking.BlockingSleepCheck;
import org.usingasyncio.checks.lifecycle.OwnedResourceNeverClosedCheck;

class ProjectReviewTest {

  private static final String CACHE = """
                                      def read_cache(name):
                                          with open(name) as file:
                                              return file.read()
                                      """;
  private static final String PROFILES = """
                                         from shop.cache import read_cache

                                         async def load_profile(name):
                                             return read_cache(name)
                                         """;

  @TempDir
  Path base;

  private final Map<String, byte[]> written = new HashMap<>();
  private Map<String, byte[]> previous = Map.of();
  private SensorContextTester sensor;

  @BeforeEach
  void startAnalysis() throws IOException {
    Files.createDirectories(base.resolve("shop"));
    Files.createDirectories(base.resolve(".work"));
    file("shop/__init__.py", "");
    sensor = SensorContextTester.create(base);
    sensor.fileSystem().setWorkDir(base.resolve(".work"));
    activate(Map.of());
  }

  private void activate(Map<String, String> parameters) {
    activate("UA104", parameters);
  }

  private void activate(String key, Map<String, String> parameters) {
    NewActiveRule.Builder rule = new NewActiveRule.Builder().setRuleKey(RuleKey.of("using-asyncio", key));
    parameters.forEach(rule::setParam);
    sensor.setActiveRules(new ActiveRulesBuilder().addRule(rule.build()).build());
  }

  private Path file(String path, String content) throws IOException {
    return Files.writeString(base.resolve(path), content);
  }

  private void index(String path) throws IOException {
    String content = Files.readString(base.resolve(path));
    sensor.fileSystem().add(TestInputFileBuilder.create("project", base.toFile(), base.resolve(path).toFile())
      .setLanguage("py").setType(InputFile.Type.MAIN).setContents(content).setCharset(StandardCharsets.UTF_8).build());
  }

  /** What SonarPython does for a file that is new or changed. */
  private void parse(String path) throws IOException {
    index(path);
    new BlockingSleepCheck().scanFile(context(path));
  }

  /** What SonarPython does for a file that is as it was in the previous analysis. */
  private boolean leaveOut(String path) throws IOException {
    index(path);
    PythonVisitorContext context = context(path);
    return new BlockingSleepCheck().scanWithoutParsing(
      new PythonInputFileContext(context.pythonFile(), context.workingDirectory(), context.cacheContext(),
        null, ProjectLevelSymbolTable.empty()));
  }

  private PythonVisitorContext context(String path) {
    return context(path, base.resolve(".work").toFile());
  }

  private PythonVisitorContext context(String path, java.io.File workingDirectory) {
    java.io.File file = base.resolve(path).toFile();
    return TestPythonVisitorRunner.createContext(file, workingDirectory,
      SymbolUtils.pythonPackageName(file, base.toString()),
      ProjectLevelSymbolTable.empty(), new CacheContextImpl(true, new Written(), new Previous()));
  }

  private List<Issue> review() {
    new ProjectReview().execute(sensor);
    return new ArrayList<>(sensor.allIssues());
  }

  @Test
  void shows_the_path_across_files() throws IOException {
    file("shop/cache.py", CACHE);
    file("shop/profiles.py", PROFILES);
    parse("shop/cache.py");
    parse("shop/profiles.py");

    List<Issue> issues = review();

    assertThat(issues).hasSize(1);
    Issue issue = issues.get(0);
    assertThat(issue.primaryLocation().message())
      .isEqualTo("Run \"read_cache\" in a thread, it blocks the event loop: read_cache → open.");
    assertThat(issue.primaryLocation().textRange().start().line()).isEqualTo(4);
    // SonarQube shows the locations of a flow from the last to the first.
    assertThat(issue.flows()).hasSize(1);
    assertThat(issue.flows().get(0).locations())
      .extracting(place -> place.inputComponent().key(), place -> place.textRange().start().line(),
        place -> place.message())
      .containsExactly(
        tuple("project:shop/cache.py", 2, "\"open\" is called here"),
        tuple("project:shop/profiles.py", 3, "on the event loop because of this \"async\""));
  }

  @Test
  void forgets_everything_at_its_end() throws IOException {
    file("shop/cache.py", CACHE);
    file("shop/profiles.py", PROFILES);
    parse("shop/cache.py");
    parse("shop/profiles.py");
    review();

    assertThat(review()).hasSize(1);
  }

  @Test
  void raises_nothing_that_one_file_shows() throws IOException {
    file("shop/cache.py", CACHE + "\nasync def load(name):\n    return read_cache(name)\n");
    parse("shop/cache.py");

    assertThat(review()).isEmpty();
  }

  @Test
  void gives_the_same_issues_for_any_order_of_the_files() throws IOException {
    file("shop/cache.py", CACHE);
    file("shop/profiles.py", PROFILES);
    parse("shop/profiles.py");
    parse("shop/cache.py");

    assertThat(review()).hasSize(1);
  }

  @Test
  void raises_nothing_for_a_rule_that_is_not_active() throws IOException {
    file("shop/cache.py", CACHE);
    file("shop/profiles.py", PROFILES);
    parse("shop/cache.py");
    parse("shop/profiles.py");
    sensor.setActiveRules(new ActiveRulesBuilder().build());

    assertThat(review()).isEmpty();
  }

  @Test
  void judges_a_changed_file_against_the_cached_summary_of_an_unchanged_one() throws IOException {
    file("shop/cache.py", CACHE);
    file("shop/profiles.py", "async def load_profile(name):\n    return name\n");
    parse("shop/cache.py");
    parse("shop/profiles.py");
    assertThat(review()).isEmpty();

    previous = new HashMap<>(written);
    written.clear();
    startAnalysis();
    file("shop/profiles.py", PROFILES);
    assertThat(leaveOut("shop/cache.py")).isTrue();
    parse("shop/profiles.py");

    assertThat(review()).hasSize(1);
    assertThat(written.keySet()).as("both summaries are there for the next analysis").hasSize(2);
  }

  @Test
  void has_a_file_parsed_whose_summary_is_not_in_the_cache() throws IOException {
    file("shop/cache.py", CACHE);

    assertThat(leaveOut("shop/cache.py")).isFalse();
  }

  @Test
  void a_cycle_of_functions_ends() throws IOException {
    file("shop/cache.py", "from shop.profiles import odd\n\ndef even(n):\n    return odd(n)\n");
    file("shop/profiles.py",
      "from shop.cache import even\n\ndef odd(n):\n    return even(n)\n\nasync def ask():\n    return even(1)\n");
    parse("shop/cache.py");
    parse("shop/profiles.py");

    assertThat(review()).isEmpty();
  }

  @Test
  void a_path_is_as_long_as_the_profile_says() throws IOException {
    file("shop/cache.py", CACHE + "\ndef read(name):\n    return read_cache(name)\n");
    file("shop/profiles.py", PROFILES.replace("read_cache", "read"));
    parse("shop/cache.py");
    parse("shop/profiles.py");
    activate(Map.of("depth", "1"));

    assertThat(review()).isEmpty();
  }

  private static final String CLIENT = """
                                       import aiohttp

                                       class Client:
                                           async def open(self):
                                               self.session = aiohttp.ClientSession()
                                       """;

  @Test
  void what_a_relative_may_close_is_raised_once_by_the_phase() throws IOException {
    file("shop/base.py", CLIENT);
    index("shop/base.py");
    activate("UA410", Map.of());
    PythonVisitorContext context = context("shop/base.py");
    new OwnedResourceNeverClosedCheck().scanFile(context);

    assertThat(context.getIssues()).isEmpty();
    assertThat(review()).extracting(issue -> issue.primaryLocation().textRange().start().line()).containsExactly(5);
  }

  @Test
  void an_unchanged_file_is_judged_with_a_new_relative() throws IOException {
    file("shop/base.py", CLIENT);
    activate("UA410", Map.of());
    parse("shop/base.py");
    assertThat(review()).hasSize(1);

    previous = new HashMap<>(written);
    written.clear();
    startAnalysis();
    activate("UA410", Map.of());
    file("shop/prices.py",
      "from shop.base import Client\n\nclass Prices(Client):\n    async def close(self):\n        await self.session.close()\n");
    assertThat(leaveOut("shop/base.py")).isTrue();
    parse("shop/prices.py");

    assertThat(review()).isEmpty();
  }

  @Test
  void an_ide_has_no_phase_and_the_file_speaks_for_itself() throws IOException {
    file("shop/base.py", CLIENT);
    PythonVisitorContext context = context("shop/base.py", null);
    new OwnedResourceNeverClosedCheck().scanFile(context);

    assertThat(context.getIssues()).hasSize(1);
  }

  private final class Written implements PythonWriteCache {
    @Override
    public void write(String key, byte[] data) {
      assertThat(written).as("a key may be written once").doesNotContainKey(key);
      written.put(key, data);
    }

    @Override
    public void copyFromPrevious(String key) {
      write(key, previous.get(key));
    }
  }

  private final class Previous implements PythonReadCache {
    @Override
    public InputStream read(String key) {
      return new ByteArrayInputStream(previous.get(key));
    }

    @Override
    public byte[] readBytes(String key) {
      return previous.get(key);
    }

    @Override
    public boolean contains(String key) {
      return previous.containsKey(key);
    }
  }
}
