package org.usingasyncio.testing;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sonar.check.RuleProperty;
import org.sonar.plugins.python.api.ProjectPythonVersion;
import org.sonar.plugins.python.api.PythonVersionUtils;
import org.usingasyncio.checks.AsyncioCheck;

/**
 * A fixture of a rule: {@code UA501.py}, or a variant such as {@code UA501_parameter.py} that says in its first comment
 * what is different:
 *
 * <pre>
 * # parameters: blockingCalls=legacy.call,other.call; other=3
 * # sonar.python.version: 3.9
 * </pre>
 */
public record Fixture(String key, Path path) {

  private static final Pattern NAME = Pattern.compile("(UA\\d{3})(_\\w+)?\\.py");
  private static final Pattern HEADER = Pattern.compile("# (parameters|sonar\\.python\\.version): (.*)");

  /** The fixtures of all rules. */
  public static List<Fixture> all() {
    return RuleFiles.namesIn(RuleFiles.FIXTURES).stream().flatMap(Fixture::named).toList();
  }

  private static Stream<Fixture> named(String fileName) {
    Matcher name = NAME.matcher(fileName);
    return name.matches()
      ? Stream.of(new Fixture(name.group(1), RuleFiles.FIXTURES.resolve(fileName)))
      : Stream.empty();
  }

  /** Is this the one fixture that every rule has? */
  public boolean isMain() {
    return path.getFileName().toString().equals(key + ".py");
  }

  public List<String> lines() {
    return RuleFiles.lines(path);
  }

  /** A new instance of the rule, with this fixture's parameters. */
  public AsyncioCheck newCheck() {
    AsyncioCheck check = RuleFiles.newCheck(RuleFiles.checks().get(key));
    parameters().forEach((name, value) -> setParameter(check, name, value));
    return check;
  }

  /** Does something while the project has the Python versions that this fixture names. */
  public <T> T withPythonVersion(Supplier<T> action) {
    Optional<String> versions = header("sonar.python.version");
    if (versions.isEmpty()) {
      return action.get();
    }
    Set<PythonVersionUtils.Version> before = ProjectPythonVersion.currentVersions();
    try {
      ProjectPythonVersion.setCurrentVersions(PythonVersionUtils.fromString(versions.get()));
      return action.get();
    } finally {
      ProjectPythonVersion.setCurrentVersions(before);
    }
  }

  @Override
  public String toString() {
    return path.getFileName().toString();
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    header("parameters").stream()
      .flatMap(value -> Stream.of(value.split(";")))
      .map(parameter -> parameter.split("=", 2))
      .forEach(parameter -> parameters.put(parameter[0].strip(), parameter[1].strip()));
    return parameters;
  }

  /** The headers stand in the first lines, before any code. */
  private Optional<String> header(String name) {
    return lines().stream()
      .takeWhile(line -> line.startsWith("#"))
      .map(HEADER::matcher)
      .filter(header -> header.matches() && header.group(1).equals(name))
      .map(header -> header.group(2).strip())
      .findFirst();
  }

  /** As SonarQube does it: by the key of the property, converted to the type of the field. */
  private static void setParameter(AsyncioCheck check, String name, String value) {
    try {
      for (Field field : check.getClass().getDeclaredFields()) {
        RuleProperty property = field.getAnnotation(RuleProperty.class);
        if (property != null && (property.key().isEmpty() ? field.getName() : property.key()).equals(name)) {
          field.setAccessible(true);
          field.set(check, convert(value, field.getType()));
          return;
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalArgumentException(check.getClass() + " has no parameter \"" + name + "\"");
  }

  private static Object convert(String value, Class<?> type) {
    if (type == int.class) {
      return Integer.parseInt(value);
    }
    return type == boolean.class ? Boolean.parseBoolean(value) : value;
  }
}
