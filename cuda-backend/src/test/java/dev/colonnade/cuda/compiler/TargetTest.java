// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetTest {
  private static final List<Integer> KNOWN = List.of(75, 80, 86, 90, 100, 120);

  private static Target choose(int major, int minor) {
    return Target.choose(KNOWN, major, minor, "a compiler");
  }

  @Test
  void aKnownDeviceGetsMachineCode() {
    assertThat(choose(9, 0).option()).isEqualTo("--gpu-architecture=sm_90");
    assertThat(choose(12, 0).architecture()).isEqualTo("sm_120");
  }

  @Test
  void aDeviceBetweenOrAfterGetsPtxOfTheNextOlder() {
    assertThat(choose(8, 9).architecture()).isEqualTo("compute_86");
    assertThat(choose(13, 0).architecture()).isEqualTo("compute_120");
  }

  @Test
  void anOlderDeviceIsRefusedWithTheRemedy() {
    assertThatThrownBy(() -> choose(7, 0))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("7.5 and newer")
        .hasMessageContaining("has 7.0")
        .hasMessageContaining("older CUDA toolkit");
  }
}
