// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.launch;

import dev.colonnade.core.op.Reduction;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.tornado.engine.Kernel;
import java.util.List;
import java.util.stream.IntStream;

/** Launches of reductions. */
final class ReductionLaunches {
  /** Elements that a thread sums up alone; more are divided, and their parts joined. */
  private static final long ALONE = 2048;

  /** Elements of a part. */
  private static final long PART = 512;

  private ReductionLaunches() {}

  static Made reduce(Call call, Reduction op) {
    return switch (op) {
      case Reduction.ReduceSum(List<Integer> axes) -> overAxes(call, op.name(), 0, axes);
      case Reduction.ReduceMax(List<Integer> axes) -> overAxes(call, op.name(), 1, axes);
      case Reduction.ArgMax(int axis) -> argMax(call, axis);
    };
  }

  private static Made overAxes(Call call, String name, int function, List<Integer> axes) {
    Shape shape = call.shape(0);
    long[] strides = Nest.dense(shape);
    Nest kept = axesOf(shape, strides, axes, false);
    Nest reduced = axesOf(shape, strides, axes, true);
    long results = call.resultType().elementCount();
    long count = shape.elementCount() / results;
    DType dtype = call.type(0).dtype();
    if (count <= ALONE) {
      return Made.only(
          name,
          launch(
              dtype, function, call.operand(0), call.result(0), results, 1, count, kept, reduced));
    }
    // Sums of parts also round better than one long sum.
    long length = Math.max(PART, Math.ceilDiv(count, 1024));
    long parts = Math.ceilDiv(count, length);
    Buffer between = call.workspace(dtype, results * parts);
    return new Made(
        name,
        "parts",
        List.of(
            launch(dtype, function, call.operand(0), between, results, parts, count, kept, reduced),
            launch(
                dtype,
                function,
                between,
                call.result(0),
                results,
                1,
                parts,
                Nest.of(new long[] {results}, new long[] {parts}),
                Nest.of(new long[] {parts}, new long[] {1}))));
  }

  private static Launch launch(
      DType dtype,
      int function,
      Buffer from,
      Buffer to,
      long results,
      long parts,
      long count,
      Nest kept,
      Nest reduced) {
    // One element is one axis of extent 1 for the kernel.
    boolean single = reduced.extents().length == 0;
    return Launch.elements(
        dtype == DType.F32 ? Kernel.REDUCE_FLOATS : Kernel.REDUCE_INTS,
        results * parts,
        new Arguments()
            .value(results * parts)
            .value(function)
            .buffer(from)
            .buffer(to)
            .value(parts)
            .value(count)
            .value(Math.ceilDiv(count, parts))
            .value(kept.extents().length)
            .values(kept.extents())
            .at(16)
            .values(kept.strides(0))
            .at(24)
            .value(single ? 1 : reduced.extents().length)
            .values(single ? new long[] {1} : reduced.extents())
            .at(33)
            .values(single ? new long[] {0} : reduced.strides(0)));
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

  private static Made argMax(Call call, int axis) {
    long results = call.resultType().elementCount();
    return Made.only(
        "arg_max",
        Launch.elements(
            call.type(0).dtype() == DType.F32 ? Kernel.ARG_MAX_FLOATS : Kernel.ARG_MAX_INTS,
            results,
            new Arguments()
                .value(results)
                .buffer(call.operand(0))
                .buffer(call.result(0))
                .value(Nest.dense(call.shape(0))[axis])
                .value(call.shape(0).dimension(axis))));
  }
}
