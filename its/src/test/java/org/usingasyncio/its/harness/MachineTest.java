package org.usingasyncio.its.harness;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {

  @Test
  void too_little_memory_is_said_in_numbers() {
    assertThatThrownBy(() -> Machine.requireMemory(700))
      .isInstanceOf(Failure.class)
      .hasMessage("Too little memory: SonarQube needs 2048 MB, and 700 MB are free.");
    assertThatCode(() -> Machine.requireMemory(4000)).doesNotThrowAnyException();
  }

  @Test
  void too_little_disk_is_said_in_numbers(@TempDir Path folder) {
    assertThatThrownBy(() -> Machine.requireDisk(folder, Long.MAX_VALUE))
      .isInstanceOf(Failure.class)
      .hasMessageStartingWith("Too little disk: " + Long.MAX_VALUE + " MB are needed in " + folder);
    assertThatCode(() -> Machine.requireDisk(folder, 0)).doesNotThrowAnyException();
  }
}
