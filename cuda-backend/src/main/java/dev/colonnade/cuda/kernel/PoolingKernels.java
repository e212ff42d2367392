// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.op.PoolGeometry;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.tensor.Shape;

/** Launches of {@code pooling.cu}. */
final class PoolingKernels {
  private final Launcher launcher;

  PoolingKernels(KernelLibrary library) {
    launcher = new Launcher(library, "pooling");
  }

  Made pool(Call call, PoolOp op) {
    Parameters parameters = new Parameters();
    switch (op) {
      case PoolOp.MaxPool pool -> parameters.buffer(call.operand(0)).none();
      case PoolOp.AveragePool pool -> parameters.buffer(call.operand(0)).none();
      case PoolOp.MaxPoolGradient pool ->
          parameters.buffer(call.operand(0)).buffer(call.operand(1));
      case PoolOp.AveragePoolGradient pool -> parameters.none().buffer(call.operand(0));
    }
    parameters.buffer(call.result(0));
    return switch (op) {
      case PoolOp.MaxPool(PoolGeometry geometry) ->
          launch(call, "max_pool", call.shape(0), geometry, false, parameters);
      case PoolOp.MaxPoolGradient(PoolGeometry geometry) ->
          launch(call, "max_pool_gradient", call.shape(0), geometry, false, parameters);
      case PoolOp.AveragePool(PoolGeometry geometry, boolean countPadding) ->
          launch(call, "average_pool", call.shape(0), geometry, countPadding, parameters);
      case PoolOp.AveragePoolGradient(PoolGeometry geometry, boolean countPadding, Shape input) ->
          launch(call, "average_pool_gradient", input, geometry, countPadding, parameters);
    };
  }

  private Made launch(
      Call call,
      String kernel,
      Shape input,
      PoolGeometry geometry,
      boolean countPadding,
      Parameters parameters) {
    int height = input.dimension(2);
    int width = input.dimension(3);
    parameters
        .int64((long) input.dimension(0) * input.dimension(1))
        .int32(height)
        .int32(width)
        .int32(geometry.outputHeight(height))
        .int32(geometry.outputWidth(width))
        .int32(geometry.windowHeight())
        .int32(geometry.windowWidth())
        .int32(geometry.strideHeight())
        .int32(geometry.strideWidth())
        .int32(geometry.padTop())
        .int32(geometry.padLeft())
        .int32(geometry.padBottom())
        .int32(geometry.padRight())
        .int32(geometry.dilationHeight())
        .int32(geometry.dilationWidth())
        .int32(countPadding ? 1 : 0);
    return Made.only(launcher.elements(call, kernel, call.resultType().elementCount(), parameters));
  }
}
