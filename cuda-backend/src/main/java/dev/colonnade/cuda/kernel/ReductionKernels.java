// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.op.Reduction;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cuda.driver.LaunchShape;
import java.util.List;
import java.util.stream.IntStream;

/** Launches of {@code reduction.cu}. */
final class ReductionKernels {
  /** {@code REDUCE_THREADS} of reduction.cu. */
  private static final int THREADS = 256;

  /** Up to this many elements a thread alone is faster than a block that has to join its parts. */
  private static final int SHORT = 32;

  private final Launcher launcher;

  ReductionKernels(KernelLibrary library) {
    launcher = new Launcher(library, "reduction");
  }

  Made reduce(Call call, Reduction op) {
    return switch (op) {
      case Reduction.ReduceSum(List<Integer> axes) -> overAxes(call, "reduce_sum", axes);
      case Reduction.ReduceMax(List<Integer> axes) -> overAxes(call, "reduce_max", axes);
      case Reduction.ArgMax(int axis) -> argMax(call, axis);
    };
  }

  private Made overAxes(Call call, String name, List<Integer> axes) {
    Shape shape = call.shape(0);
    long[] strides = Nest.dense(shape);
    Nest kept = axesOf(shape, strides, axes, false);
    Nest reduced = axesOf(shape, strides, axes, true);
    long results = call.resultType().elementCount();
    long count = shape.elementCount() / results;
    Parameters parameters =
        new Parameters()
            .buffer(call.operand(0))
            .buffer(call.result(0))
            .int64(results)
            .int64(count)
            .strides(kept.strides(0))
            .strides(reduced.strides(0))
            .nest(kept.extents())
            .nest(reduced.extents());
    String kernel = name + (call.type(0).dtype() == DType.F32 ? "_f32" : "_i32");
    if (count <= SHORT || results > Integer.MAX_VALUE) {
      return Made.only(launcher.elements(call, kernel + "_short", results, parameters));
    }
    return Made.only(launcher.of(kernel, LaunchShape.linear((int) results, THREADS), parameters));
  }

  private static Nest axesOf(Shape shape, long[] strides, List<Integer> axes, boolean among) {
    int[] chosen =
        IntStream.range(0, shape.rank()).filter(axis -> axes.contains(axis) == among).toArray();
    long[] extents = new long[chosen.length];
    long[] own = new long[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      extents[i] = shape.dimension(chosen[i]);
      own[i] = strides[chosen[i]];
    }
    return Nest.of(extents, own);
  }

  private Made argMax(Call call, int axis) {
    long results = call.resultType().elementCount();
    return Made.only(
        launcher.elements(
            call,
            call.type(0).dtype() == DType.F32 ? "arg_max_f32" : "arg_max_i32",
            results,
            new Parameters()
                .buffer(call.operand(0))
                .buffer(call.result(0))
                .int64(results)
                .int64(Nest.dense(call.shape(0))[axis])
                .int32(call.shape(0).dimension(axis))));
  }
}
