package org.usingasyncio.corpus;

import java.util.Collection;
import java.util.List;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.PythonCheck;
import org.usingasyncio.rules.CheckList;

/** The rules of the plugin, made as SonarQube makes them: one instance each, with default parameters. */
final class Rules {

  private Rules() {}

  static List<PythonCheck> all() {
    return CheckList.all().stream().map(Rules::made).toList();
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

  private static PythonCheck made(Class<? extends PythonCheck> type) {
    try {
      return type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException cause) {
      throw new IllegalStateException(type + " needs a public constructor without parameters", cause);
    }
  }
}
