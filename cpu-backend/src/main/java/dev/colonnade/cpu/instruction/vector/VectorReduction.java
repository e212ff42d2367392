// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.vector;

import dev.colonnade.core.op.Reduction;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.kernel.reduction.Reduce;
import dev.colonnade.cpu.team.WorkerTeam;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * F32 sums and maxima over axes that are neighbours, and over two such groups (a bias gradient sums
 * over the images and over the pixels, but not over the maps between them): the inner group first.
 */
final class VectorReduction {
  private static final int WORTH_A_THREAD = 32_768;

  private VectorReduction() {}

  /** The instruction, or empty where the axes are of another kind. */
  static Optional<Instruction> of(Reduction reduction, Call call, WorkerTeam team) {
    if (call.operandType(0).dtype() != DType.F32) {
      return Optional.empty();
    }
    List<Integer> axes;
    boolean sum;
    switch (reduction) {
      case Reduction.ReduceSum(List<Integer> summed) -> {
        axes = summed;
        sum = true;
      }
      case Reduction.ReduceMax(List<Integer> searched) -> {
        axes = searched;
        sum = false;
      }
      case Reduction.ArgMax argMax -> {
        return Optional.empty();
      }
    }
    List<Integer> groups = new ArrayList<>();
    boolean firstIsReduced = groups(call.operandType(0).shape(), axes, groups);
    int x = call.operand(0);
    int y = call.result(0);
    int n = groups.size();
    if (n == 0 || (n == 1 && !firstIsReduced)) {
      return Optional.empty();
    }
    if (!firstIsReduced && n <= 3) {
      int inner = n == 3 ? groups.get(2) : 1;
      return Optional.of(new Pass(sum, groups.get(0), groups.get(1), inner, x, y, team));
    }
    if (firstIsReduced && n <= 2) {
      int inner = n == 2 ? groups.get(1) : 1;
      return Optional.of(new Pass(sum, 1, groups.get(0), inner, x, y, team));
    }
    if (firstIsReduced && n == 3) {
      int partial = call.floatWorkspace(groups.get(0) * groups.get(1));
      Instruction inner =
          new Pass(sum, groups.get(0) * groups.get(1), groups.get(2), 1, x, partial, team);
      Instruction outer = new Pass(sum, 1, groups.get(0), groups.get(1), partial, y, team);
      return Optional.of(frame -> {
        inner.run(frame);
        outer.run(frame);
      });
    }
    return Optional.empty();
  }

  /** Merges neighbouring axes of one kind; tells whether the first group is reduced. */
  private static boolean groups(Shape shape, List<Integer> axes, List<Integer> groups) {
    boolean first = false;
    boolean last = false;
    for (int axis = 0; axis < shape.rank(); axis++) {
      int extent = shape.dimension(axis);
      if (extent == 1) {
        continue;
      }
      boolean reduced = axes.contains(axis);
      if (groups.isEmpty()) {
        first = reduced;
        groups.add(extent);
      } else if (reduced == last) {
        groups.set(groups.size() - 1, groups.get(groups.size() - 1) * extent);
      } else {
        groups.add(extent);
      }
      last = reduced;
    }
    return first;
  }

  /** Outer x reduced x inner to outer x inner. */
  private static final class Pass extends Spans {
    private final boolean sum;
    private final int reduced;
    private final int inner;
    private final int x;
    private final int y;

    Pass(boolean sum, int outer, int reduced, int inner, int x, int y, WorkerTeam team) {
      super(team, outer, Math.max(1, WORTH_A_THREAD / Math.max(1, reduced * inner)));
      this.sum = sum;
      this.reduced = reduced;
      this.inner = inner;
      this.x = x;
      this.y = y;
    }

    @Override
    void span(Frame frame, int from, int to) {
      if (sum) {
        Reduce.sum(
            from,
            to,
            reduced,
            inner,
            frame.floats(x),
            frame.offset(x),
            frame.floats(y),
            frame.offset(y));
      } else {
        Reduce.max(
            from,
            to,
            reduced,
            inner,
            frame.floats(x),
            frame.offset(x),
            frame.floats(y),
            frame.offset(y));
      }
    }
  }
}
