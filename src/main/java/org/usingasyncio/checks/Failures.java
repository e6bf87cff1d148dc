package org.usingasyncio.checks;

import java.io.File;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sonar.plugins.python.api.PythonVisitorContext;
import org.sonar.plugins.python.api.tree.FileInput;

/**
 * Rules that failed on a file, per analysis.
 * <p>
 * SonarPython gives checks nothing that lives as long as an analysis. The working directory is the one thing that both
 * a check and a sensor see, so it is the key. In an IDE there is none, and a failure is only logged.
 */
public final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private static final int MAX_FRAMES = 40;

  private static final Map<File, Failures> BY_WORKING_DIRECTORY = new HashMap<>();
  private static final Set<FileInput> WITHOUT_MODEL = Collections
    .synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private final Set<String> files = new TreeSet<>();
  private final Set<String> rules = new TreeSet<>();
  private boolean allRules;

  private Failures() {}

  static void ruleFailed(String ruleKey, PythonVisitorContext context, Throwable cause) {
    String file = context.pythonFile().toString();
    LOG.warn("Rule {} failed on {} and reports nothing there", ruleKey, file, shortened(cause));
    record(context, file, Optional.of(ruleKey));
  }

  /** Notes that a rule failed in the project phase of the analysis with this working directory. */
  public static void projectRuleFailed(String ruleKey, File workingDirectory, Throwable cause) {
    LOG.warn("Rule {} failed across files and reports nothing there", ruleKey, cause);
    record(workingDirectory, "the project", Optional.of(ruleKey));
  }

  static void modelFailed(PythonVisitorContext context, Throwable cause) {
    String file = context.pythonFile().toString();
    WITHOUT_MODEL.add(context.rootTree());
    LOG.warn("No rule of Using Asyncio can review {}", file, shortened(cause));
    record(context, file, Optional.empty());
  }

  static boolean hasModelFailed(FileInput tree) {
    return WITHOUT_MODEL.contains(tree);
  }

  /** The failures of the analysis with this working directory, which are then forgotten. */
  public static synchronized Optional<Failures> take(File workingDirectory) {
    return Optional.ofNullable(BY_WORKING_DIRECTORY.remove(workingDirectory.getAbsoluteFile()));
  }

  /** One sentence for the user. */
  public String summary() {
    return String.format(
      "Using Asyncio could not complete its review: %s failed on %s, so issues may be missing. "
        + "The scanner log names the causes.",
      allRules ? "all rules" : counted(rules.size(), "rule"),
      counted(files.size(), "file"));
  }

  private static void record(PythonVisitorContext context, String file, Optional<String> ruleKey) {
    record(context.workingDirectory(), file, ruleKey);
  }

  private static synchronized void record(File workingDirectory, String file, Optional<String> ruleKey) {
    if (workingDirectory == null) {
      return;
    }
    Failures failures = BY_WORKING_DIRECTORY.computeIfAbsent(workingDirectory.getAbsoluteFile(), key -> new Failures());
    failures.files.add(file);
    ruleKey.ifPresentOrElse(failures.rules::add, () -> failures.allRules = true);
  }

  /** The trace of a stack overflow repeats itself a thousand times. */
  private static Throwable shortened(Throwable cause) {
    StackTraceElement[] trace = cause.getStackTrace();
    cause.setStackTrace(Arrays.copyOf(trace, Math.min(trace.length, MAX_FRAMES)));
    return cause;
  }

  private static String counted(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
