// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.distortion;

import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.Compare;
import dev.colonnade.core.op.GridSample;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;
import java.util.Map;

/** Appends the distortion of a chunk of images to a graph; see {@link Distortion} for the maths. */
public final class DistortionGraph {
  /** Words of an image's affine stream, in this order. */
  private enum Draw {
    TRANSLATION_X,
    TRANSLATION_Y,
    ROTATION,
    SCALE_X,
    SCALE_Y,
    SHEAR,
    ALPHA
  }

  private final GraphBuilder builder;
  private final Distortion distortion;
  private final int rows;
  private final int height;
  private final int width;

  private DistortionGraph(GraphBuilder builder, Distortion distortion, Shape shape) {
    this.builder = builder;
    this.distortion = distortion;
    this.rows = shape.dimension(0);
    this.height = shape.dimension(2);
    this.width = shape.dimension(3);
  }

  /**
   * Appends the distortion; declares the feeds of {@link DistortionFeeds}.
   *
   * @param images F32 [n, channels, height, width], 0 for black: bytes as they are, unscaled
   * @param examples I32 [n], number of each image in its data set
   * @param labels I32 [n], read only if some classes have angles of their own
   * @return F32, of the images' shape
   */
  public static Value build(
      GraphBuilder builder, Distortion distortion, Value images, Value examples, Value labels) {
    Value epoch = builder.feed(DistortionFeeds.EPOCH, TensorType.i32());
    if (distortion.isIdentity()) {
      return images;
    }
    DistortionGraph graph = new DistortionGraph(builder, distortion, images.type().shape());
    return builder.scoped(
        "distortion", () -> graph.sample(images, graph.counters(epoch, examples), labels));
  }

  /** I32 [n, 2]: (epoch, example). */
  private Value counters(Value epoch, Value examples) {
    Shape column = Shape.of(rows, 1);
    return builder.concatenate(
        1, List.of(builder.broadcast(epoch, column), builder.reshape(examples, column)));
  }

  private Value sample(Value images, Value counters, Value labels) {
    Value key = builder.feed(DistortionFeeds.AFFINE_KEY, TensorType.i32(2));
    Value draws = builder.randomUniform(key, counters, Shape.of(rows, Draw.values().length));
    Value centreX = builder.constant((width - 1) / 2f);
    Value centreY = builder.constant((height - 1) / 2f);
    Value x = builder.subtract(coordinate(2), centreX);
    Value y = builder.subtract(coordinate(1), centreY);
    if (distortion.translationX() > 0) {
      x = builder.subtract(x, signed(draws, Draw.TRANSLATION_X, distortion.translationX() * width));
    }
    if (distortion.translationY() > 0) {
      y =
          builder.subtract(
              y, signed(draws, Draw.TRANSLATION_Y, distortion.translationY() * height));
    }
    if (distortion.rotation() > 0) {
      Value angle = angle(draws, Draw.ROTATION, distortion.rotation(), labels);
      Value cosine = builder.cosine(angle);
      Value sine = builder.sine(angle);
      Value turned = builder.add(builder.multiply(x, cosine), builder.multiply(y, sine));
      y = builder.subtract(builder.multiply(y, cosine), builder.multiply(x, sine));
      x = turned;
    }
    if (distortion.shear() > 0) {
      Value angle = angle(draws, Draw.SHEAR, distortion.shear(), labels);
      Value tangent = builder.divide(builder.sine(angle), builder.cosine(angle));
      x = builder.subtract(x, builder.multiply(y, tangent));
    }
    if (distortion.scaleX() > 0) {
      x = builder.multiply(x, inverseScale(draws, Draw.SCALE_X, distortion.scaleX()));
    }
    if (distortion.scaleY() > 0) {
      y = builder.multiply(y, inverseScale(draws, Draw.SCALE_Y, distortion.scaleY()));
    }
    x = builder.add(x, centreX);
    y = builder.add(y, centreY);
    if (distortion.elastic().isPresent()) {
      Value fields = displacements(counters, draws, distortion.elastic().get());
      x = builder.add(x, field(fields, 0));
      y = builder.add(y, field(fields, 1));
    }
    Shape plane = Shape.of(rows, height, width, 1);
    Value grid =
        builder.concatenate(
            3, List.of(builder.reshape(full(x), plane), builder.reshape(full(y), plane)));
    return builder.gridSample(
        images,
        grid,
        switch (distortion.fill()) {
          case BACKGROUND -> GridSample.Border.ZERO;
          case REPLICATE -> GridSample.Border.REPLICATE;
        });
  }

  /** Displacements in pixels, F32 [n, 2, height, width]: along x, then along y. */
  private Value displacements(Value counters, Value draws, Distortion.Elastic elastic) {
    Value key = builder.feed(DistortionFeeds.ELASTIC_KEY, TensorType.i32(2));
    Value smoothRows = builder.feed(DistortionFeeds.SMOOTH_ROWS, TensorType.f32(height, height));
    Value smoothColumns =
        builder.feed(DistortionFeeds.SMOOTH_COLUMNS, TensorType.f32(width, width));
    // Drawn column by column, so that one transposition serves both smoothing products.
    Value uniform = builder.randomUniform(key, counters, Shape.of(rows, 2 * width * height));
    Value noise = builder.subtract(builder.multiply(uniform, 2f), builder.constant(1f));
    Value alongRows =
        builder.matMul(
            builder.reshape(noise, Shape.of(rows * 2 * width, height)), smoothRows, false, true);
    Value turned =
        builder.transpose(builder.reshape(alongRows, Shape.of(rows * 2, width, height)), 0, 2, 1);
    Value smooth =
        builder.matMul(
            builder.reshape(turned, Shape.of(rows * 2 * height, width)),
            smoothColumns,
            false,
            true);
    Value alpha =
        builder.add(
            builder.multiply(draw(draws, Draw.ALPHA), elastic.alpha().width()),
            builder.constant(elastic.alpha().low()));
    return builder.multiply(
        builder.reshape(smooth, Shape.of(rows, 2, height, width)),
        builder.reshape(alpha, Shape.of(rows, 1, 1, 1)));
  }

  private Value field(Value fields, int axis) {
    return builder.reshape(builder.slice(fields, 1, axis, axis + 1), Shape.of(rows, height, width));
  }

  /** F32 [n, 1, 1]: an angle in radians, within the bound of the image's class. */
  private Value angle(Value draws, Draw draw, float degrees, Value labels) {
    Value bound = builder.constant((float) Math.toRadians(degrees));
    for (Map.Entry<Integer, Float> other : distortion.anglesOfClass().entrySet()) {
      Value same =
          builder.compare(Compare.Relation.EQUAL, labels, builder.constant(other.getKey()));
      bound =
          builder.select(same, builder.constant((float) Math.toRadians(other.getValue())), bound);
    }
    Value unit = signed(draws, draw, 1);
    return builder.multiply(
        unit,
        distortion.anglesOfClass().isEmpty()
            ? bound
            : builder.reshape(bound, Shape.of(rows, 1, 1)));
  }

  private Value inverseScale(Value draws, Draw draw, float range) {
    Value scale = builder.add(signed(draws, draw, range), builder.constant(1f));
    return builder.divide(builder.constant(1f), scale);
  }

  /** F32 [n, 1, 1], uniform on [-limit, limit). */
  private Value signed(Value draws, Draw draw, float limit) {
    Value centred = builder.subtract(builder.multiply(draw(draws, draw), 2f), builder.constant(1f));
    return builder.multiply(centred, limit);
  }

  private Value draw(Value draws, Draw draw) {
    return builder.reshape(
        builder.slice(draws, 1, draw.ordinal(), draw.ordinal() + 1), Shape.of(rows, 1, 1));
  }

  /** F32 [1, height, width]: row (axis 1) or column (axis 2) of each pixel. */
  private Value coordinate(int axis) {
    return builder.convert(builder.iota(Shape.of(1, height, width), axis), DType.F32);
  }

  private Value full(Value coordinates) {
    return builder.broadcast(coordinates, Shape.of(rows, height, width));
  }
}
