// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.batched;

import dev.colonnade.cpu.kernel.Simd;
import dev.colonnade.cpu.kernel.gemm.MicroKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Runs of memory as wide as a panel, copied many at a time. */
final class Runs {
  private static final VectorSpecies<Float> FLOAT = Simd.FLOAT;
  private static final int LANES = Simd.LANES;

  private Runs() {}

  /** Copies {@code rows} runs to the rows of a panel. */
  static void copy(
      float[] source,
      int sourceOffset,
      int sourceStride,
      int rows,
      float[] panel,
      int panelOffset) {
    for (int row = 0; row < rows; row++) {
      int from = sourceOffset + row * sourceStride;
      int to = panelOffset + row * MicroKernel.COLUMNS;
      FloatVector.fromArray(FLOAT, source, from).intoArray(panel, to);
      FloatVector.fromArray(FLOAT, source, from + LANES).intoArray(panel, to + LANES);
    }
  }
}
