// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op.composite;

import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.GridSample;
import dev.colonnade.core.op.Inference;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/**
 * Affine and elastic distortion of images at once, as the MLPs of Ciresan et al. (arXiv:1003.0358
 * [memory]) and DanNet were trained on; the elastic part is of Simard, Steinkraus and Platt, ICDAR
 * 2003 [memory]. The images are sampled bilinearly at {@link AffineGrid} plus {@link
 * DisplacementField}. Operands:
 *
 * <ol start="0">
 *   <li>images F32 [n, c, h, w];
 *   <li>affine parameters F32 [n, 6], as of {@link AffineGrid};
 *   <li>key I32 [2],
 *   <li>counters I32 [n, 2],
 *   <li>alpha F32 [n] and
 *   <li>kernel F32 [k], as of {@link DisplacementField}.
 * </ol>
 *
 * <p>Result F32 [n, c, h, w]. All that a recipe draws (moves, angles, scales, alpha by image, sigma
 * by epoch) is an operand, so that one compilation serves all epochs. There is no gradient, as
 * there is none of grid sampling.
 *
 * <p><b>Where a backend may claim.</b> At this level one kernel keeps an image to a thread block:
 * it draws the noise into local memory, smooths it there in two passes, and samples; noise, fields
 * and grid, each twice as large as an image of one channel, never touch the device's memory. The
 * draws of the affine parameters stay outside: they are a few numbers for each image, and their
 * ranges, which may differ between classes, are the recipe's business. One level down {@link
 * DisplacementField} can be claimed alone, for a backend that samples well already but has no
 * matrix units worth the products; {@link AffineGrid} also serves recipes without elastic fields.
 *
 * @param border what lies outside an image
 */
public record ElasticDistortion(GridSample.Border border) implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 6);
    Inference.dtype(this, operands, 0, DType.F32);
    Inference.rank(this, operands, 0, 4);
    Shape images = operands.get(0).shape();
    Inference.dtype(this, operands, 1, DType.F32);
    Inference.shape(
        this, operands, 1, Shape.of(images.dimension(0), AffineGrid.Parameter.values().length));
    Inference.dtype(this, operands, 2, DType.I32);
    Inference.shape(this, operands, 2, Shape.of(2));
    Inference.dtype(this, operands, 3, DType.I32);
    Inference.shape(this, operands, 3, Shape.of(images.dimension(0), 2));
    Inference.dtype(this, operands, 4, DType.F32);
    Inference.shape(this, operands, 4, Shape.of(images.dimension(0)));
    Inference.dtype(this, operands, 5, DType.F32);
    Inference.rank(this, operands, 5, 1);
    return List.of(operands.get(0));
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    V images = operands.get(0);
    int height = images.type().shape().dimension(2);
    int width = images.type().shape().dimension(3);
    V grid = builder.applyOne(new AffineGrid(height, width), operands.subList(1, 2));
    V field = builder.applyOne(new DisplacementField(height, width), operands.subList(2, 6));
    return List.of(builder.gridSample(images, builder.add(grid, field), border));
  }
}
