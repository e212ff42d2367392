// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.launch;

import dev.colonnade.core.op.PoolGeometry;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.tornado.engine.Kernel;

/** Launches of pooling. */
final class PoolingLaunches {
  private PoolingLaunches() {}

  static Made pool(Call call, PoolOp op) {
    Buffer first = call.operand(0);
    Buffer result = call.result(0);
    Shape own = call.resultType().shape();
    return switch (op) {
      case PoolOp.MaxPool max ->
          made(op, Kernel.MAX_POOL, first, first, result, call.shape(0), own, false);
      case PoolOp.MaxPoolGradient gradient ->
          made(
              op,
              Kernel.MAX_POOL_GRADIENT,
              first,
              call.operand(1),
              result,
              own,
              call.shape(1),
              false);
      case PoolOp.AveragePool average ->
          made(
              op,
              Kernel.AVERAGE_POOL,
              first,
              first,
              result,
              call.shape(0),
              own,
              average.countPadding());
      case PoolOp.AveragePoolGradient gradient ->
          made(
              op,
              Kernel.AVERAGE_POOL_GRADIENT,
              first,
              first,
              result,
              own,
              call.shape(0),
              gradient.countPadding());
    };
  }

  private static Made made(
      PoolOp op,
      Kernel kernel,
      Buffer first,
      Buffer second,
      Buffer result,
      Shape input,
      Shape output,
      boolean countPadding) {
    PoolGeometry geometry = op.geometry();
    return Made.only(
        op.name(),
        Launch.elements(
            kernel,
            result.count(),
            new Arguments()
                .value(result.count())
                .buffer(first)
                .buffer(second)
                .buffer(result)
                .values(input.dimension(2), input.dimension(3))
                .values(output.dimension(2), output.dimension(3))
                .values(geometry.windowHeight(), geometry.windowWidth())
                .values(geometry.strideHeight(), geometry.strideWidth())
                .values(geometry.padTop(), geometry.padLeft())
                .values(geometry.dilationHeight(), geometry.dilationWidth())
                .value(countPadding ? 1 : 0)
                .values(geometry.padBottom(), geometry.padRight())));
  }
}
