// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.layout;

import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.Inference;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/**
 * Steps of gradient descent taken while the gradient is computed, so that it is neither written to
 * memory nor read again. Operands: the gradient's two, the weights, the rate; the result, the new
 * weights, may lie where the old ones lie.
 */
public sealed interface StepOp extends Composite {
  @Override
  default boolean overwrites(int operand) {
    return operand == 2;
  }

  @Override
  default List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 4);
    Inference.shape(this, operands, 3, Shape.SCALAR);
    TensorType gradient = gradientOp().infer(operands.subList(0, 2)).get(0);
    Inference.require(
        this, operands, gradient.equals(operands.get(2)), "wants weights of the gradient's type");
    return List.of(gradient);
  }

  @Override
  default <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    V gradient = builder.applyOne(gradientOp(), operands.subList(0, 2));
    return builder.apply(new SgdStep(decay()), List.of(operands.get(2), gradient, operands.get(3)));
  }

  /** What computes the gradient. */
  Op gradientOp();

  /** The factor of the weights in the step. */
  float decay();

  /**
   * The weights of a fully connected layer, without decay.
   *
   * @param transposeA whether the first operand is transposed
   * @param transposeB whether the second operand is transposed
   */
  record MatMulStep(boolean transposeA, boolean transposeB) implements StepOp {
    @Override
    public MatMul gradientOp() {
      return new MatMul(transposeA, transposeB);
    }

    @Override
    public float decay() {
      return 0;
    }
  }

  /**
   * A filter in panels, from single images.
   *
   * @param geometry of the convolution
   * @param filterShape the filter's logical shape
   * @param decay the factor of the weights in the step
   */
  record FilterStep(ConvolutionGeometry geometry, Shape filterShape, float decay)
      implements StepOp {
    @Override
    public BatchedOp.BatchedFilterGradient gradientOp() {
      return new BatchedOp.BatchedFilterGradient(geometry, filterShape);
    }
  }
}
