package org.usingasyncio.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sonar.plugins.python.api.PythonCheck;
import org.sonar.plugins.python.api.PythonCheck.PreciseIssue;
import org.sonar.plugins.python.api.PythonVisitorContext;
import org.sonar.python.TestPythonVisitorRunner;

/** Runs checks, and CPython, on Python code. */
public final class Python {

  private Python() {
  }

  /** What SonarPython gives a check for a file. */
  public static PythonVisitorContext parse(Path file) {
    return TestPythonVisitorRunner.createContext(file.toFile());
  }

  public static PythonVisitorContext parse(Path folder, String code) {
    return parse(write(folder, code));
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
