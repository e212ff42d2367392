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
 * The places at which {@link dev.colonnade.core.op.GridSample} must look so that an image appears
 * scaled, sheared, turned and moved. Operand: parameters F32 [n, 6]; result F32 [n, height, width,
 * 2], the column and the row of each place, in pixels.
 *
 * <p>With q measured from the image's centre, x to the right and y down, the original's point q
 * appears at {@code R K S q + t}: scaled by S = diag(sx, sy), sheared by K = [1 tan(k); 0 1],
 * turned by R (clockwise on the screen for a positive angle), moved by t. The result is the inverse
 * of that at every pixel's centre. A row of the parameters holds, in this order ({@link
 * Parameter}): tx and ty in pixels; the angle of R in radians; sx and sy, factors that are not
 * zero; k in radians, below a right angle. (0, 0, 0, 1, 1, 0) gives every pixel its own place.
 *
 * <p>Parameters come apart, not as a matrix: so the inverse needs no determinant, and parameters
 * that are neutral leave the others' results as they are, bit for bit, where sine and cosine of
 * zero are exact.
 *
 * @param height rows of pixels
 * @param width columns of pixels
 */
public record AffineGrid(int height, int width) implements Composite {
  /** The columns of the parameters, in order. */
  public enum Parameter {
    /** Move to the right, in pixels. */
    TRANSLATION_X(0),
    /** Move down, in pixels. */
    TRANSLATION_Y(0),
    /** Clockwise turn, in radians. */
    ROTATION(0),
    /** Factor of the width. */
    SCALE_X(1),
    /** Factor of the height. */
    SCALE_Y(1),
    /** Horizontal shear, an angle in radians. */
    SHEAR(0);

    private final float neutral;

    Parameter(float neutral) {
      this.neutral = neutral;
    }

    /** The value that changes nothing. */
    public float neutral() {
      return neutral;
    }
  }

  /** Checks the extents. */
  public AffineGrid {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a grid has at least one row and one column, not " + height + " x " + width);
    }
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 1);
    Inference.dtype(this, operands, 0, DType.F32);
    Shape parameters = operands.get(0).shape();
    Inference.require(
        this,
        operands,
        parameters.rank() == 2 && parameters.dimension(1) == Parameter.values().length,
        "wants parameters of shape [n, " + Parameter.values().length + "]");
    return List.of(operands.get(0).withShape(Shape.of(parameters.dimension(0), height, width, 2)));
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    V parameters = operands.get(0);
    V centreX = builder.constant((width - 1) / 2f);
    V centreY = builder.constant((height - 1) / 2f);
    V x = builder.subtract(coordinate(builder, 2), centreX);
    V y = builder.subtract(coordinate(builder, 1), centreY);
    x = builder.subtract(x, parameter(builder, parameters, Parameter.TRANSLATION_X));
    y = builder.subtract(y, parameter(builder, parameters, Parameter.TRANSLATION_Y));
    V angle = parameter(builder, parameters, Parameter.ROTATION);
    V cosine = builder.cosine(angle);
    V sine = builder.sine(angle);
    V turned = builder.add(builder.multiply(x, cosine), builder.multiply(y, sine));
    y = builder.subtract(builder.multiply(y, cosine), builder.multiply(x, sine));
    V shear = parameter(builder, parameters, Parameter.SHEAR);
    V tangent = builder.divide(builder.sine(shear), builder.cosine(shear));
    x = builder.subtract(turned, builder.multiply(y, tangent));
    x = builder.multiply(x, inverse(builder, parameters, Parameter.SCALE_X));
    y = builder.multiply(y, inverse(builder, parameters, Parameter.SCALE_Y));
    Shape plane = Shape.of(parameters.type().shape().dimension(0), height, width, 1);
    return List.of(
        builder.concatenate(
            3,
            List.of(
                builder.reshape(builder.add(x, centreX), plane),
                builder.reshape(builder.add(y, centreY), plane))));
  }

  /** F32 [1, height, width]: row (axis 1) or column (axis 2) of each pixel. */
  private <V extends Operand> V coordinate(OpBuilder<V> builder, int axis) {
    return builder.convert(builder.iota(Shape.of(1, height, width), axis), DType.F32);
  }

  private static <V extends Operand> V inverse(
      OpBuilder<V> builder, V parameters, Parameter scale) {
    return builder.divide(builder.constant(1f), parameter(builder, parameters, scale));
  }

  /** F32 [n, 1, 1]. */
  private static <V extends Operand> V parameter(
      OpBuilder<V> builder, V parameters, Parameter which) {
    return builder.reshape(
        builder.slice(parameters, 1, which.ordinal(), which.ordinal() + 1),
        Shape.of(parameters.type().shape().dimension(0), 1, 1));
  }
}
