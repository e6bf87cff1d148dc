package org.usingasyncio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sonar.plugins.python.api.PythonCheck;

/** The build runs all tests twice. This one fails if both runs use the same frontend. */
class FrontendTest {

  @Test
  void tests_run_on_the_frontend_that_the_build_names() {
    String version = System.getProperty("python.frontend.version");
    assertThat(version).isNotNull();
    assertThat(PythonCheck.class.getProtectionDomain().getCodeSource().getLocation().toString()).contains(version);
  }
}
