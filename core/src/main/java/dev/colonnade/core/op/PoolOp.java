// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/** Pooling over two-dimensional windows of [n, c, h, w] tensors, and its gradients. F32. */
public sealed interface PoolOp extends Primitive {
  /** The windows. */
  PoolGeometry geometry();

  /**
   * The largest element of each window; NaN if one of them is NaN (the first NaN is the winner). Of
   * equal elements the first in row-major order of the window wins. Operand [n, c, h, w], result
   * [n, c, p, q].
   */
  record MaxPool(PoolGeometry geometry) implements PoolOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 1);
      return List.of(
          operands.get(0).withShape(output(this, operands, operands.get(0).shape(), geometry)));
    }
  }

  /**
   * Gradient of {@link MaxPool}: each element of dy is added to the winner of its window. Operands
   * x (the forward input) and dy; result like x. Indices, if a backend keeps any, are its own.
   */
  record MaxPoolGradient(PoolGeometry geometry) implements PoolOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 2);
      Inference.dtype(this, operands, 1, DType.F32);
      Inference.shape(this, operands, 1, output(this, operands, operands.get(0).shape(), geometry));
      return List.of(operands.get(0));
    }
  }

  /**
   * Mean of each window. Operand [n, c, h, w], result [n, c, p, q].
   *
   * @param geometry the windows
   * @param countPadding whether padding positions count as zeros in the divisor; positions beyond
   *     the padding (ceil mode) never count
   */
  record AveragePool(PoolGeometry geometry, boolean countPadding) implements PoolOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 1);
      return List.of(
          operands.get(0).withShape(output(this, operands, operands.get(0).shape(), geometry)));
    }
  }

  /**
   * Gradient of {@link AveragePool}. Operand dy; result of shape {@code inputShape}.
   *
   * @param geometry the windows
   * @param countPadding as in the forward operation
   * @param inputShape shape [n, c, h, w] of the forward input
   */
  record AveragePoolGradient(PoolGeometry geometry, boolean countPadding, Shape inputShape)
      implements PoolOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 1);
      Inference.shape(this, operands, 0, output(this, operands, inputShape, geometry));
      return List.of(operands.get(0).withShape(inputShape));
    }
  }

  /** Output shape of a pooling; fails with a sentence if no window fits. */
  private static Shape output(Op op, List<TensorType> operands, Shape x, PoolGeometry geometry) {
    Inference.dtype(op, operands, 0, DType.F32);
    Inference.require(op, operands, x.rank() == 4, "wants an operand of rank 4 (NCHW)");
    int height = geometry.outputHeight(x.dimension(2));
    int width = geometry.outputWidth(x.dimension(3));
    Inference.require(
        op, operands, height >= 1 && width >= 1, "has a window larger than its padded input");
    Inference.require(
        op,
        operands,
        geometry.everyWindowTouches(x.dimension(2), x.dimension(3)),
        "has a window that lies wholly in the padding; use less padding or dilation");
    return Shape.of(x.dimension(0), x.dimension(1), height, width);
  }
}
