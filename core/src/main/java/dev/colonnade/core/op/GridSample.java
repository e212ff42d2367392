// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/**
 * Bilinear sampling of images at given places. Operands: x [n, c, h, w] and grid [n, p, q, 2], both
 * F32; result [n, c, p, q].
 *
 * <p>grid[..., 0] is the column and grid[..., 1] the row in pixels; (0, 0) is the centre of the
 * first pixel. With {@code i = floor(row)}, {@code f = row - i} (and alike for columns) the result
 * is the mean of the four neighbours weighted by (1 - f) and f. Places must be finite and within
 * 2^22 of the image; for others the result is open, but nothing outside the image is read. There is
 * no gradient: sampling prepares inputs.
 *
 * @param border what a neighbour outside the image counts as
 */
public record GridSample(Border border) implements Primitive {
  /** What lies outside the image. */
  public enum Border {
    /** Zero. */
    ZERO,
    /** The nearest pixel of the image. */
    REPLICATE
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 2);
    for (int i = 0; i < 2; i++) {
      Inference.dtype(this, operands, i, DType.F32);
      Inference.rank(this, operands, i, 4);
    }
    Shape x = operands.get(0).shape();
    Shape grid = operands.get(1).shape();
    Inference.require(
        this,
        operands,
        grid.dimension(0) == x.dimension(0) && grid.dimension(3) == 2,
        "wants a grid [n, p, q, 2] with the images' n");
    return List.of(
        operands
            .get(0)
            .withShape(
                Shape.of(x.dimension(0), x.dimension(1), grid.dimension(1), grid.dimension(2))));
  }
}
