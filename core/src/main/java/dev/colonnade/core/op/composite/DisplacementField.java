// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op.composite;

import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.Inference;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/**
 * Smooth random displacements, one field for each axis: uniform noise on [-1, 1), zero outside the
 * image, convolved along rows and along columns with a symmetric kernel, and scaled (Simard,
 * Steinkraus and Platt, ICDAR 2003, sec. 2 [memory], with a Gaussian; used by Ciresan et al.,
 * arXiv:1003.0358 [memory]). Operands:
 *
 * <ol start="0">
 *   <li>key I32 [2] and
 *   <li>counters I32 [n, 2] of the noise, as for {@link dev.colonnade.core.op.Random}: the noise of
 *       image i at (row, column) along axis a (0 for x, 1 for y) is {@code 2 u - 1} of word {@code
 *       (a * width + column) * height + row} of the stream (key, counters[i]);
 *   <li>alpha F32 [n], scale of each image's displacements in pixels;
 *   <li>kernel F32 [k]: its weight at a distance of 0, 1, ..., k - 1 pixels, zero beyond.
 * </ol>
 *
 * <p>Result F32 [n, height, width, 2]: displacement in x, then in y, in pixels.
 *
 * <p>The kernel is an operand, since its width (the Gaussian's sigma) is drawn anew for each epoch;
 * only its reach k is fixed when compiled. The decomposition multiplies by its Toeplitz matrix: the
 * kernels in use reach across the whole image, where a dense product takes no more work than a
 * convolution and runs on matrix units. Noise is numbered column by column, so that one
 * transposition serves both products.
 *
 * @param height rows of pixels
 * @param width columns of pixels
 */
public record DisplacementField(int height, int width) implements Composite {
  /** Checks the extents. */
  public DisplacementField {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a field has at least one row and one column, not " + height + " x " + width);
    }
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 4);
    Inference.dtype(this, operands, 0, DType.I32);
    Inference.dtype(this, operands, 1, DType.I32);
    Inference.dtype(this, operands, 2, DType.F32);
    Inference.dtype(this, operands, 3, DType.F32);
    Inference.shape(this, operands, 0, Shape.of(2));
    Inference.rank(this, operands, 1, 2);
    int images = operands.get(1).shape().dimension(0);
    Inference.shape(this, operands, 1, Shape.of(images, 2));
    Inference.shape(this, operands, 2, Shape.of(images));
    Inference.rank(this, operands, 3, 1);
    return List.of(TensorType.f32(images, height, width, 2));
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    int images = operands.get(1).type().shape().dimension(0);
    V kernel = operands.get(3);
    V uniform =
        builder.randomUniform(
            operands.get(0), operands.get(1), Shape.of(images, 2 * width * height));
    V noise = builder.subtract(builder.multiply(uniform, 2f), builder.constant(1f));
    V alongColumns =
        builder.matMul(
            builder.reshape(noise, Shape.of(images * 2 * width, height)),
            toeplitz(builder, kernel, height),
            false,
            true);
    V turned =
        builder.transpose(
            builder.reshape(alongColumns, Shape.of(images * 2, width, height)), 0, 2, 1);
    V smooth =
        builder.matMul(
            builder.reshape(turned, Shape.of(images * 2 * height, width)),
            toeplitz(builder, kernel, width),
            false,
            true);
    V scaled =
        builder.multiply(
            builder.reshape(smooth, Shape.of(images, 2, height, width)),
            builder.reshape(operands.get(2), Shape.of(images, 1, 1, 1)));
    return List.of(
        builder.concatenate(3, List.of(along(builder, scaled, 0), along(builder, scaled, 1))));
  }

  /** F32 [n, height, width, 1]: the displacement along one axis. */
  private <V extends Operand> V along(OpBuilder<V> builder, V scaled, int axis) {
    int images = scaled.type().shape().dimension(0);
    return builder.reshape(
        builder.slice(scaled, 1, axis, axis + 1), Shape.of(images, height, width, 1));
  }

  /** F32 [extent, extent]: the kernel's weight between each two pixels of a line. */
  private static <V extends Operand> V toeplitz(OpBuilder<V> builder, V kernel, int extent) {
    Shape square = Shape.of(extent, extent);
    int reach = kernel.type().shape().dimension(0);
    V weights = builder.concatenate(0, List.of(kernel, builder.fill(Shape.of(1), 0f)));
    V distance =
        builder.minimum(
            builder.absolute(builder.subtract(builder.iota(square, 0), builder.iota(square, 1))),
            builder.constant(reach));
    return builder.reshape(
        builder.gatherRows(weights, builder.reshape(distance, Shape.of(extent * extent))), square);
  }
}
