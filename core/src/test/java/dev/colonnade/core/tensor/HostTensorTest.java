// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class HostTensorTest {
  @Test
  void heapAndNativeTensorsBehaveAlike() {
    try (Arena arena = Arena.ofConfined()) {
      TensorType type = TensorType.f32(2, 3);
      for (HostTensor tensor :
          new HostTensor[] {HostTensor.zeros(type), HostTensor.allocate(type, arena)}) {
        tensor.set(4, 2.5f);
        assertThat(tensor.getFloat(4)).isEqualTo(2.5f);
        assertThat(tensor.toFloatArray()).containsExactly(0, 0, 0, 0, 2.5f, 0);
        assertThat(tensor.row(1).toFloatArray()).containsExactly(0, 2.5f, 0);
        assertThat(tensor.copy().bitwiseEquals(tensor)).isTrue();
      }
    }
  }

  @Test
  void rowsShareMemoryAndCopiesDoNot() {
    HostTensor tensor = HostTensor.of(Shape.of(2, 2), 1, 2, 3, 4);
    HostTensor copy = tensor.copy();
    tensor.row(1).set(0, 9);
    assertThat(tensor.toIntArray()).containsExactly(1, 2, 9, 4);
    assertThat(copy.toIntArray()).containsExactly(1, 2, 3, 4);
    assertThatThrownBy(() -> tensor.row(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void bitwiseEqualityTellsZerosAndNansApart() {
    HostTensor plus = HostTensor.of(Shape.of(1), 0f);
    HostTensor minus = HostTensor.of(Shape.of(1), -0f);
    HostTensor nan = HostTensor.of(Shape.of(1), Float.NaN);
    assertThat(plus.bitwiseEquals(minus)).isFalse();
    assertThat(nan.bitwiseEquals(HostTensor.of(Shape.of(1), Float.NaN))).isTrue();
    assertThat(plus.bitwiseEquals(HostTensor.of(Shape.of(1), 0))).isFalse();
  }

  @Test
  void wrongAccessSaysWhatTheTensorIs() {
    HostTensor tensor = HostTensor.ofU8(Shape.of(2), (byte) 200, (byte) 1);
    assertThat(tensor.getUnsigned(0)).isEqualTo(200);
    assertThatThrownBy(() -> tensor.getFloat(0)).hasMessageContaining("u8[2]");
    assertThatThrownBy(
            () -> HostTensor.wrap(TensorType.f32(3), MemorySegment.ofArray(new float[2])))
        .hasMessageContaining("8 bytes")
        .hasMessageContaining("f32[3]");
    assertThatThrownBy(() -> HostTensor.zeros(TensorType.u8(1 << 20, 1 << 12)))
        .hasMessageContaining("native memory");
    assertThatThrownBy(() -> tensor.copyFrom(HostTensor.scalar(1f))).hasMessageContaining("f32[]");
  }

  @Test
  void printsTypeAndLeadingElements() {
    assertThat(HostTensor.of(Shape.of(2), true, false)).hasToString("bool[2] [1, 0]");
    assertThat(HostTensor.zeros(TensorType.f32(9)).toString()).endsWith("0.0, ...]");
  }
}
