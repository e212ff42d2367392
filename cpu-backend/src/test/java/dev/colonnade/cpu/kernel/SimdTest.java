// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

final class SimdTest {

  @Test
  void theVectorLengthIsTheForcedOneOrTheMachines() {
    String forced = System.getProperty(Simd.PROPERTY);
    int machine = Math.clamp(FloatVector.SPECIES_PREFERRED.vectorBitSize(), 128, 512);
    assertThat(Simd.bits()).isEqualTo(forced == null ? machine : Integer.parseInt(forced));
    assertThat(Simd.LANES).isEqualTo(Simd.bits() / 32);
    assertThat(Simd.INT.length()).isEqualTo(Simd.LANES);
  }

  @Test
  void lanesAreSummedPairwise() {
    float[] lanes = new float[Simd.LANES];
    float expected = 0;
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = 1 << i;
      expected += lanes[i];
    }
    FloatVector vector = FloatVector.fromArray(Simd.FLOAT, lanes, 0);
    assertThat(Simd.sum(vector)).isEqualTo(expected);
  }
}
