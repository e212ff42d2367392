// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/** Reductions over axes, which disappear from the result's shape. */
public sealed interface Reduction extends Primitive {
  /**
   * Sum over {@code axes}. F32 (any order, fp32 accumulation or better), I32 (wraps).
   *
   * @param axes distinct axes in ascending order; none is the identity
   */
  record ReduceSum(List<Integer> axes) implements Reduction {
    /** Copies the axes. */
    public ReduceSum {
      axes = List.copyOf(axes);
    }

    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      return reduced(this, operands, axes);
    }
  }

  /**
   * Maximum over {@code axes}; NaN if any element is NaN. F32, I32.
   *
   * @param axes distinct axes in ascending order; none is the identity
   */
  record ReduceMax(List<Integer> axes) implements Reduction {
    /** Copies the axes. */
    public ReduceMax {
      axes = List.copyOf(axes);
    }

    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      return reduced(this, operands, axes);
    }
  }

  /**
   * I32 index along {@code axis} of the largest element; the first of equal ones; a NaN counts as
   * larger than any number, the first of several wins. F32, I32.
   *
   * @param axis axis that disappears
   */
  record ArgMax(int axis) implements Reduction {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      return List.of(reduced(this, operands, List.of(axis)).get(0).withDType(DType.I32));
    }
  }

  private static List<TensorType> reduced(Op op, List<TensorType> operands, List<Integer> axes) {
    Inference.arity(op, operands, 1);
    Inference.dtype(op, operands, 0, DType.F32, DType.I32);
    TensorType operand = operands.get(0);
    int previous = -1;
    for (int axis : axes) {
      Inference.require(
          op,
          operands,
          axis > previous && axis < operand.shape().rank(),
          "wants distinct axes in ascending order, each below the operand's rank");
      previous = axis;
    }
    int[] kept = new int[operand.shape().rank() - axes.size()];
    for (int axis = 0, next = 0; axis < operand.shape().rank(); axis++) {
      if (!axes.contains(axis)) {
        kept[next++] = operand.shape().dimension(axis);
      }
    }
    return List.of(operand.withShape(Shape.of(kept)));
  }
}
