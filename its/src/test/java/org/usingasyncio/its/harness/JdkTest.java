package org.usingasyncio.its.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkTest {

  private static final Jdk.Need FULL_21 = new Jdk.Need(21, Integer.MAX_VALUE, true);

  @TempDir
  private Path home;

  @Test
  void the_release_file_tells_version_and_modules() throws IOException {
    installation("JAVA_VERSION=\"21.0.4\"\nMODULES=\"java.base jdk.jlink\"\n");

    assertThat(Jdk.at(home)).contains(new Jdk(home, 21, Set.of("java.base", "jdk.jlink")));
  }

  @Test
  void the_old_numbering_is_read() throws IOException {
    installation("JAVA_VERSION=\"1.8.0_402\"\n");

    assertThat(Jdk.at(home)).map(Jdk::feature).contains(8);
  }

  @Test
  void a_folder_without_java_is_no_installation() {
    assertThat(Jdk.at(home)).isEmpty();
  }

  @Test
  void a_runtime_without_jlink_is_not_a_full_jdk() {
    assertThat(FULL_21.isMetBy(new Jdk(home, 21, Set.of("java.base")))).isFalse();
    assertThat(FULL_21.isMetBy(new Jdk(home, 21, Set.of("java.base", "jdk.jlink")))).isTrue();
    assertThat(FULL_21.isMetBy(new Jdk(home, 17, Set.of("java.base", "jdk.jlink")))).isFalse();
  }

  @Test
  void an_older_server_does_not_run_on_a_newer_java() {
    assertThat(new Jdk.Need(17, 23, false).isMetBy(new Jdk(home, 25, Set.of()))).isFalse();
  }

  @Test
  void without_a_suitable_one_it_is_said_what_was_found() {
    Jdk.Need tomorrows = new Jdk.Need(9999, Integer.MAX_VALUE, true);

    assertThatThrownBy(() -> Jdk.find(tomorrows, "SonarQube"))
      .isInstanceOf(Failure.class)
      .hasMessageStartingWith(
        "SonarQube needs a full JDK (with the module jdk.jlink), version 9999 or newer, and none was")
      .hasMessageContaining("in " + System.getProperty("java.home"));
  }

  private void installation(String release) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.createFile(home.resolve("bin/java")).toFile().setExecutable(true);
    Files.writeString(home.resolve("release"), release);
  }
}
