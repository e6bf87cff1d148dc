package org.usingasyncio.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.PythonCheck;
import org.sonar.plugins.python.api.PythonSubscriptionCheck;
import org.sonar.plugins.python.api.PythonVisitorContext;
import org.sonar.python.SubscriptionVisitor;
import org.sonar.python.checks.OpenSourceCheckList;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.rules.CheckList;

/** Our rules, and those that SonarPython brings. */
final class Rules {

  private Rules() {}

  /** Our 63, by key. */
  static Map<String, AsyncioCheck> ours() {
    Map<String, AsyncioCheck> rules = new TreeMap<>();
    CheckList.all().forEach(type -> {
      AsyncioCheck rule = (AsyncioCheck) made(type);
      rules.put(rule.ruleKey(), rule);
    });
    return rules;
  }

  /** SonarPython's own rules for asyncio, by their class names. */
  static List<PythonCheck> sonarAsync() {
    return sonarPython().stream()
      .filter(check -> check.getClass().getSimpleName().toLowerCase(Locale.ROOT).contains("async"))
      .filter(check -> !check.getClass().getSimpleName().contains("AwsLambda"))
      .toList();
  }

  /** The profile that SonarQube uses when nobody chooses another. */
  static List<PythonCheck> sonarWay() {
    Set<String> keys = sonarWayKeys();
    return sonarPython().stream().filter(check -> keys.contains(keyOf(check))).toList();
  }

  /** As SonarPython runs its rules: those that subscribe to nodes share one walk. */
  static void run(Collection<PythonCheck> checks, PythonVisitorContext context) {
    List<PythonSubscriptionCheck> subscribers = new ArrayList<>();
    for (PythonCheck check : checks) {
      if (check instanceof PythonSubscriptionCheck subscriber) {
        subscribers.add(subscriber);
      } else {
        check.scanFile(context);
      }
    }
    SubscriptionVisitor.analyze(subscribers, context);
  }

  private static List<PythonCheck> sonarPython() {
    return new OpenSourceCheckList().getChecks().map(Rules::made).filter(PythonCheck.class::isInstance)
      .map(PythonCheck.class::cast).toList();
  }

  private static Set<String> sonarWayKeys() {
    try (InputStream profile = Rules.class.getClassLoader()
      .getResourceAsStream(OpenSourceCheckList.SONAR_WAY_PROFILE_LOCATION)) {
      String json = new String(profile.readAllBytes(), StandardCharsets.UTF_8);
      return Pattern.compile("\"(\\w+)\"").matcher(json).results().map(match -> match.group(1))
        .collect(Collectors.toSet());
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private static String keyOf(PythonCheck check) {
    return check.getClass().getAnnotation(Rule.class).key();
  }

  private static Object made(Class<?> type) {
    try {
      return type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException cause) {
      throw new IllegalStateException(cause);
    }
  }
}
