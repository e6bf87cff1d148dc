package org.usingasyncio.corpus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.PythonCheck;

/** The rules of the plugin, made as SonarQube makes them: one instance each, with default parameters. */
final class Rules {

  private static final String CHECK_LIST = "org.usingasyncio.rules.CheckList";

  private Rules() {
  }

  static List<PythonCheck> all() {
    try {
      return made((Collection<?>) Class.forName(CHECK_LIST).getMethod("all").invoke(null));
    } catch (ReflectiveOperationException cause) {
      throw new IllegalStateException("No rules: " + CHECK_LIST + ".all() cannot be asked", cause);
    }
  }

  /** All rules whose key is wanted; every rule when nothing in particular is. */
  static List<PythonCheck> named(Collection<String> keys) {
    List<PythonCheck> rules = all().stream().filter(rule -> keys.isEmpty() || keys.contains(keyOf(rule))).toList();
    List<String> known = rules.stream().map(Rules::keyOf).toList();
    keys.stream().filter(key -> !known.contains(key)).forEach(key -> System.err.println("There is no rule " + key));
    return rules;
  }

  static String keyOf(PythonCheck rule) {
    return rule.getClass().getAnnotation(Rule.class).key();
  }

  private static List<PythonCheck> made(Collection<?> classes) throws ReflectiveOperationException {
    List<PythonCheck> rules = new ArrayList<>();
    for (Object type : classes) {
      rules.add((PythonCheck) ((Class<?>) type).getDeclaredConstructor().newInstance());
    }
    return rules;
  }
}
