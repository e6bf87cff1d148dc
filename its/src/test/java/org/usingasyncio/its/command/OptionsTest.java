package org.usingasyncio.its.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.usingasyncio.its.harness.Artifact;

class OptionsTest {

  @Test
  void without_words_the_sample_is_reviewed_on_the_newest_server() {
    Options options = Options.of(List.of());

    assertThat(options.folder()).isEmpty();
    assertThat(options.port()).isEqualTo(9000);
    assertThat(options.version()).isEqualTo(Artifact.NEWEST_SERVER);
    assertThat(options.stop()).isFalse();
  }

  @Test
  void options_and_folder_come_in_any_order() {
    Options options = Options
      .of(List.of("--port", "9010", "app", "-Dsonar.python.version=3.12", "--server", "25.1.0.102122"));

    assertThat(options.folder()).contains(Path.of("app"));
    assertThat(options.port()).isEqualTo(9010);
    assertThat(options.version()).isEqualTo("25.1.0.102122");
    assertThat(options.settings()).isEqualTo(Map.of("sonar.python.version", "3.12"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "--prot 9010     | There is no option --prot.",
    "--port          | --port needs a value.",
    "--port 80       | A port is a number from 1024 to 65535, not 80.",
    "--port 123456   | A port is a number from 1024 to 65535, not 123456.",
    "--server newest | A version looks like 26.9.0.129388, not newest.",
    "app tests       | One folder at a time: app or tests?",
    "--keep app      | --keep goes with --stop: without it, the server stays up anyway.",
  })
  void a_wrong_call_is_explained(String words, String explanation) {
    assertThatThrownBy(() -> Options.of(List.of(words.split(" "))))
      .isInstanceOf(Options.Wrong.class)
      .hasMessage(explanation);
  }
}
