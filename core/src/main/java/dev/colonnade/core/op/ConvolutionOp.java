// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/**
 * Two-dimensional convolution and its two gradients, F32, fp32 accumulation or better; the
 * operands' precision is the math mode's.
 *
 * <p>"Convolution" is the field's word for cross-correlation: the filter is not flipped. Logical
 * layouts: input [n, c, h, w], filter [m, c / groups, r, s], output [n, m, p, q]. Group g of the m
 * output maps reads group g of the c input maps.
 */
public sealed interface ConvolutionOp extends Primitive {
  /** Strides, padding, dilation, groups. */
  ConvolutionGeometry geometry();

  /** Operands x [n, c, h, w] and filter [m, c / groups, r, s]; result [n, m, p, q]. */
  record Convolution(ConvolutionGeometry geometry) implements ConvolutionOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 2);
      Shape output =
          output(this, operands, operands.get(0).shape(), operands.get(1).shape(), geometry);
      return List.of(operands.get(0).withShape(output));
    }
  }

  /**
   * Gradient of the input ("backward data"). Operands dy [n, m, p, q] and filter; result of shape
   * {@code inputShape}.
   *
   * @param geometry of the forward convolution
   * @param inputShape shape [n, c, h, w] of the forward input
   */
  record ConvolutionInputGradient(ConvolutionGeometry geometry, Shape inputShape)
      implements ConvolutionOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 2);
      Shape output = output(this, operands, inputShape, operands.get(1).shape(), geometry);
      Inference.shape(this, operands, 0, output);
      return List.of(operands.get(0).withShape(inputShape));
    }
  }

  /**
   * Gradient of the filter ("backward filter"), summed over the batch. Operands x [n, c, h, w] and
   * dy [n, m, p, q]; result of shape {@code filterShape}.
   *
   * @param geometry of the forward convolution
   * @param filterShape shape [m, c / groups, r, s] of the forward filter
   */
  record ConvolutionFilterGradient(ConvolutionGeometry geometry, Shape filterShape)
      implements ConvolutionOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 2);
      Shape output = output(this, operands, operands.get(0).shape(), filterShape, geometry);
      Inference.shape(this, operands, 1, output);
      return List.of(operands.get(0).withShape(filterShape));
    }
  }

  /** Output shape of the convolution of these shapes; fails with a sentence if they do not fit. */
  static Shape output(
      Op op, List<TensorType> operands, Shape x, Shape filter, ConvolutionGeometry geometry) {
    for (int i = 0; i < operands.size(); i++) {
      Inference.dtype(op, operands, i, DType.F32);
      Inference.rank(op, operands, i, 4);
    }
    Inference.require(
        op, operands, x.rank() == 4 && filter.rank() == 4, "wants shapes of rank 4 (NCHW, MCRS)");
    int groups = geometry.groups();
    Inference.require(
        op,
        operands,
        x.dimension(1) == filter.dimension(1) * groups && filter.dimension(0) % groups == 0,
        "wants input maps = filter input maps x groups, and filter output maps divisible by groups");
    int height = geometry.outputHeight(x.dimension(2), filter.dimension(2));
    int width = geometry.outputWidth(x.dimension(3), filter.dimension(3));
    Inference.require(
        op,
        operands,
        height >= 1 && width >= 1,
        "has a filter larger than its padded input; use a smaller filter or more padding");
    return Shape.of(x.dimension(0), filter.dimension(0), height, width);
  }
}
