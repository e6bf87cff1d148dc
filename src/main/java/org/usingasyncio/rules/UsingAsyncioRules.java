package org.usingasyncio.rules;

import java.util.List;
import org.sonar.api.SonarRuntime;
import org.sonar.api.server.rule.RulesDefinition;
import org.sonar.plugins.python.api.PythonCustomRuleRepository;
import org.sonarsource.analyzer.commons.RuleMetadataLoader;

/** The rule repository: to the server the descriptions, to the scanner the checks. */
public final class UsingAsyncioRules implements RulesDefinition, PythonCustomRuleRepository {

  public static final String REPOSITORY_KEY = "using-asyncio";
  public static final String REPOSITORY_NAME = "Using Asyncio";
  public static final String LANGUAGE = "py";

  /** Where the build puts the files of {@code rules-metadata}. */
  static final String METADATA_FOLDER = "org/usingasyncio/rules";

  private final SonarRuntime runtime;

  public UsingAsyncioRules(SonarRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public void define(Context context) {
    NewRepository repository = context.createRepository(REPOSITORY_KEY, LANGUAGE).setName(REPOSITORY_NAME);
    new RuleMetadataLoader(METADATA_FOLDER, UsingAsyncioProfile.PATH, runtime)
      .addRulesByAnnotatedClass(repository, checkClasses());
    repository.done();
  }

  @Override
  public String repositoryKey() {
    return REPOSITORY_KEY;
  }

  @Override
  public List<Class<?>> checkClasses() {
    return List.copyOf(CheckList.all());
  }
}
