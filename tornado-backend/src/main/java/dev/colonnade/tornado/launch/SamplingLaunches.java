// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.launch;

import dev.colonnade.core.op.GridSample;
import dev.colonnade.core.op.Random;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.tornado.engine.Kernel;

/** Launches of random numbers and of sampling. */
final class SamplingLaunches {
  private SamplingLaunches() {}

  static Made random(Call call, Random op) {
    boolean perRow = call.shape(1).rank() == 2;
    int rows = perRow ? op.shape().dimension(0) : 1;
    long length = op.shape().elementCount() / rows;
    long blocks = Math.ceilDiv(length, 4);
    return Made.only(
        "random",
        Launch.elements(
            Kernel.PHILOX,
            rows * blocks,
            new Arguments()
                .value(rows * blocks)
                .buffer(call.operand(0))
                .buffer(call.operand(1))
                .buffer(call.result(0))
                .value(op.distribution() == Random.Distribution.UNIFORM ? 1 : 0)
                .value(length)
                .value(perRow ? 2 : 0)
                .value(blocks)));
  }

  static Made gridSample(Call call, GridSample op) {
    Shape x = call.shape(0);
    Shape y = call.resultType().shape();
    return Made.only(
        "grid_sample",
        Launch.elements(
            Kernel.GRID_SAMPLE,
            y.elementCount(),
            new Arguments()
                .value(y.elementCount())
                .buffer(call.operand(0))
                .buffer(call.operand(1))
                .buffer(call.result(0))
                .values(x.dimension(1), x.dimension(2), x.dimension(3))
                .value((long) y.dimension(2) * y.dimension(3))
                .value(op.border() == GridSample.Border.REPLICATE ? 1 : 0)));
  }
}
