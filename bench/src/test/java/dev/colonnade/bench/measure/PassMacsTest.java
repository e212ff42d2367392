// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.models.notation.LayerTable;
import dev.colonnade.models.notation.NetString;
import org.junit.jupiter.api.Test;

class PassMacsTest {

  /** 4C3 on 1x8x8: 36 outputs x 4 maps x 9; MP2 leaves 4x3x3; 10N: 36 x 10. */
  @Test
  void trainingCountsThreeProductsButNoGradientOfTheImage() {
    LayerTable table = LayerTable.of(NetString.parse("1x8x8-4C3-MP2-10N"));
    long convolution = 36 * 4 * 9;
    long full = 36 * 10;
    assertThat(PassMacs.of(Pass.EVALUATE, table)).isEqualTo(Measured.of(convolution + full));
    assertThat(PassMacs.of(Pass.TRAIN_STEP, table))
        .isEqualTo(Measured.of(2 * convolution + 3 * full));
    assertThat(PassMacs.of(Pass.PAPER_EPOCH, table).describe()).startsWith("unavailable: ");
  }
}
