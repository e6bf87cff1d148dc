package org.usingasyncio.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sonar.sslr.api.RecognitionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.sonar.api.SonarProduct;
import org.sonar.plugins.python.api.PythonCheck;
import org.sonar.plugins.python.api.PythonCheck.PreciseIssue;
import org.sonar.plugins.python.api.PythonFile;
import org.sonar.plugins.python.api.PythonVisitorContext;
import org.sonar.python.TestPythonVisitorRunner;

/** Runs checks, and CPython, on Python code. */
public final class Python {

  private Python() {}

  /** What SonarPython gives a check for a file. */
  public static PythonVisitorContext parse(Path file) {
    return TestPythonVisitorRunner.createContext(file.toFile());
  }

  public static PythonVisitorContext parse(Path folder, String code) {
    return parse(write(folder, code));
  }

  /** What SonarPython gives a check for a file that does not parse. The constructor differs between frontends. */
  public static PythonVisitorContext unparsable(PythonFile file) {
    RecognitionException cause = new RecognitionException(1, "no Python");
    Map<Class<?>, Object> values = Map.of(
      PythonFile.class, file,
      RecognitionException.class, cause,
      SonarProduct.class, SonarProduct.SONARQUBE,
      boolean.class, false);
    for (Constructor<?> constructor : PythonVisitorContext.class.getConstructors()) {
      List<Class<?>> types = List.of(constructor.getParameterTypes());
      if (types.contains(RecognitionException.class) && values.keySet().containsAll(types)) {
        try {
          return (PythonVisitorContext) constructor.newInstance(types.stream().map(values::get).toArray());
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    throw new IllegalStateException("No constructor for a file that does not parse");
  }

  /** The issues of a check, as it reports them. */
  public static List<PreciseIssue> issues(PythonCheck check, PythonVisitorContext context) {
    int before = context.getIssues().size();
    check.scanFile(context);
    List<PreciseIssue> issues = context.getIssues();
    return List.copyOf(issues.subList(before, issues.size()));
  }

  /** Fails unless CPython compiles the file; passes on a machine that has no {@code python3}. */
  public static void assertCompiles(Path file) {
    try {
      Process python = new ProcessBuilder("python3", "-c",
        "import sys; compile(open(sys.argv[1], encoding='utf-8').read(), sys.argv[1], 'exec')", file.toString())
        .redirectErrorStream(true)
        .start();
      String output = new String(python.getInputStream().readAllBytes());
      assertThat(python.waitFor(30, TimeUnit.SECONDS)).as("python3 ends").isTrue();
      assertThat(python.exitValue()).as(output).isZero();
    } catch (IOException noPython) {
      // Not every machine has a python3; the integration machine has.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static Path write(Path folder, String code) {
    try {
      return Files.writeString(Files.createTempFile(folder, "example", ".py"), code);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
