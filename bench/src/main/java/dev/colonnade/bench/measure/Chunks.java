// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;

/** Where consecutive chunks of a data set begin. */
final class Chunks {
  private Chunks() {}

  /** I32 [steps]: 0, chunk, 2 chunk ... */
  static HostTensor offsets(int steps, int chunk) {
    return offsets(steps, chunk, Integer.MAX_VALUE);
  }

  /** I32 [steps]: the same, from 0 again where the set ends. */
  static HostTensor offsets(int steps, int chunk, int size) {
    HostTensor offsets = HostTensor.zeros(new TensorType(DType.I32, Shape.of(steps)));
    for (int step = 0; step < steps; step++) {
      offsets.set(step, (int) ((long) step * chunk % size));
    }
    return offsets;
  }
}
