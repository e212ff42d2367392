// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.DType;
import org.junit.jupiter.api.Test;

final class ArrayLimitTest {
  private static Buffer buffer(long count) {
    return new Buffer(0, DType.U8, count, "feed large", Buffer.SCRATCH);
  }

  @Test
  void theLongestArrayIsAllowedAndOneMoreElementIsNot() {
    assertThat(ArrayLimit.count(buffer((1L << 31) - 9))).isEqualTo(Integer.MAX_VALUE - 8);
    assertThatThrownBy(() -> ArrayLimit.count(buffer((1L << 31) - 8)))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("feed large")
        .hasMessageContaining("more elements than a Java array holds (2^31 - 9)");
  }
}
