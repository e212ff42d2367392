// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.op.Activation;

/**
 * A convolution with what follows it, as one operation graph: {@code y = activation(convolution +
 * bias)} forward; backward a plain convolution. Under {@link MathMode#BF16} the two tensors that
 * are read lie in memory as bfloat16, else as binary32; sums, bias and activation are binary32.
 *
 * @param problem the convolution
 * @param direction what is computed
 * @param hasBias whether a vector of m floats is added, forward only
 * @param activation what is applied to the sum, forward only
 * @param result type of the tensor that is written
 */
public record GraphConvolution(
    ConvolutionProblem problem,
    Direction direction,
    boolean hasBias,
    Activation activation,
    DataType result) {
  /** Checks that bias and activation stand where they can. */
  public GraphConvolution {
    if (direction != Direction.FORWARD
        && (hasBias || !(activation instanceof Activation.Identity))) {
      throw new IllegalArgumentException(
          "bias and activation follow a convolution forward, not " + direction);
    }
  }

  /** A convolution and nothing else, with a binary32 result. */
  public static GraphConvolution plain(ConvolutionProblem problem, Direction direction) {
    return new GraphConvolution(
        problem, direction, false, new Activation.Identity(), DataType.FLOAT);
  }

  /** Type of the tensors that are read. */
  public DataType operands() {
    return problem.mathMode() == MathMode.BF16 ? DataType.BFLOAT16 : DataType.FLOAT;
  }
}
