// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.op.GridSample;
import dev.colonnade.core.op.Random;
import dev.colonnade.core.op.composite.ElasticDistortion;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cuda.driver.LaunchShape;
import java.util.List;

/** Launches of {@code sampling.cu}. */
final class SamplingKernels {
  /** {@code ELASTIC_ROWS} of sampling.cu. */
  private static final int MOST_ROWS = 2048;

  /** A column is one or two warps of pixels in most data sets. */
  private static final int COLUMN_THREADS = 64;

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

  /** Two launches, with the noise smoothed along columns between them. */
  Made elastic(Call call, ElasticDistortion op) {
    Shape x = call.shape(0);
    int images = x.dimension(0);
    int height = x.dimension(2);
    int width = x.dimension(3);
    Buffer smooth = call.workspace(DType.F32, 2L * images * width * height);
    Parameters parameters = new Parameters();
    for (int operand = 0; operand < 6; operand++) {
      parameters.buffer(call.operand(operand));
    }
    parameters
        .buffer(smooth)
        .buffer(call.result(0))
        .int32(images)
        .int32(x.dimension(1))
        .int32(height)
        .int32(width)
        .int32(call.shape(5).dimension(0))
        .int32(op.border() == GridSample.Border.REPLICATE ? 1 : 0);
    return new Made(
        "elastic_distortion",
        "only",
        List.of(),
        List.of(
            launcher.of(
                "elastic_columns",
                LaunchShape.linear(2 * images * width, COLUMN_THREADS),
                parameters),
            launcher.elements(call, "elastic_sample", (long) images * height * width, parameters)));
  }

  /** Whether a column of an image fits the memory of a block. */
  static boolean takes(Shape images) {
    return images.rank() == 4
        && images.dimension(2) <= MOST_ROWS
        && 2L * images.dimension(0) * images.dimension(3) <= Integer.MAX_VALUE;
  }
}
