// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.op.GridSample;
import dev.colonnade.core.op.Random;
import dev.colonnade.core.tensor.Shape;

/** Launches of {@code sampling.cu}. */
final class SamplingKernels {
  private final Launcher launcher;

  SamplingKernels(KernelLibrary library) {
    launcher = new Launcher(library, "sampling");
  }

  Made random(Call call, Random op) {
    int rows = call.shape(1).rank() == 2 ? call.shape(1).dimension(0) : 1;
    long row = op.shape().elementCount() / rows;
    return Made.only(
        launcher.elements(
            call,
            "random_words",
            rows * Math.ceilDiv(row, 4),
            new Parameters()
                .buffer(call.operand(0))
                .buffer(call.operand(1))
                .buffer(call.result(0))
                .int64(rows)
                .int64(row)
                .int32(op.distribution() == Random.Distribution.UNIFORM ? 1 : 0)));
  }

  Made gridSample(Call call, GridSample op) {
    Shape x = call.shape(0);
    Shape y = call.resultType().shape();
    return Made.only(
        launcher.elements(
            call,
            "grid_sample",
            (long) y.dimension(0) * y.dimension(2) * y.dimension(3),
            new Parameters()
                .buffer(call.operand(0))
                .buffer(call.operand(1))
                .buffer(call.result(0))
                .int32(x.dimension(0))
                .int32(x.dimension(1))
                .int32(x.dimension(2))
                .int32(x.dimension(3))
                .int32(y.dimension(2))
                .int32(y.dimension(3))
                .int32(op.border() == GridSample.Border.REPLICATE ? 1 : 0)));
  }
}
