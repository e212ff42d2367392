// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.distortion;

import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.Compare;
import dev.colonnade.core.op.GridSample;
import dev.colonnade.core.op.composite.AffineGrid;
import dev.colonnade.core.op.composite.ElasticDistortion;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.Arrays;
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
    Value parameters =
        builder.concatenate(
            1,
            Arrays.stream(AffineGrid.Parameter.values())
                .map(parameter -> parameter(draws, parameter, labels))
                .toList());
    GridSample.Border border =
        switch (distortion.fill()) {
          case BACKGROUND -> GridSample.Border.ZERO;
          case REPLICATE -> GridSample.Border.REPLICATE;
        };
    if (distortion.elastic().isEmpty()) {
      Value grid = builder.applyOne(new AffineGrid(height, width), List.of(parameters));
      return builder.gridSample(images, grid, border);
    }
    return builder.applyOne(
        new ElasticDistortion(border),
        List.of(
            images,
            parameters,
            builder.feed(DistortionFeeds.ELASTIC_KEY, TensorType.i32(2)),
            counters,
            alpha(draws, distortion.elastic().get()),
            builder.feed(
                DistortionFeeds.SMOOTHING,
                TensorType.f32(DistortionFeeds.smoothingReach(height, width)))));
  }

  /** F32 [n, 1]: one parameter of each image. */
  private Value parameter(Value draws, AffineGrid.Parameter parameter, Value labels) {
    return switch (parameter) {
      case TRANSLATION_X -> signed(draws, Draw.TRANSLATION_X, distortion.translationX() * width);
      case TRANSLATION_Y -> signed(draws, Draw.TRANSLATION_Y, distortion.translationY() * height);
      case ROTATION -> angle(draws, Draw.ROTATION, distortion.rotation(), labels);
      case SCALE_X -> scale(draws, Draw.SCALE_X, distortion.scaleX());
      case SCALE_Y -> scale(draws, Draw.SCALE_Y, distortion.scaleY());
      case SHEAR -> angle(draws, Draw.SHEAR, distortion.shear(), labels);
    };
  }

  /** F32 [n], in pixels. */
  private Value alpha(Value draws, Distortion.Elastic elastic) {
    Value alpha =
        builder.add(
            builder.multiply(draw(draws, Draw.ALPHA), elastic.alpha().width()),
            builder.constant(elastic.alpha().low()));
    return builder.reshape(alpha, Shape.of(rows));
  }

  /** F32 [n, 1]: an angle in radians, within the bound of the image's class; 0 without range. */
  private Value angle(Value draws, Draw draw, float degrees, Value labels) {
    if (degrees == 0) {
      return signed(draws, draw, 0);
    }
    Value bound = builder.constant((float) Math.toRadians(degrees));
    for (Map.Entry<Integer, Float> other : distortion.anglesOfClass().entrySet()) {
      Value same =
          builder.compare(Compare.Relation.EQUAL, labels, builder.constant(other.getKey()));
      bound =
          builder.select(same, builder.constant((float) Math.toRadians(other.getValue())), bound);
    }
    return builder.multiply(
        signed(draws, draw, 1),
        distortion.anglesOfClass().isEmpty() ? bound : builder.reshape(bound, Shape.of(rows, 1)));
  }

  private Value scale(Value draws, Draw draw, float range) {
    return builder.add(signed(draws, draw, range), builder.constant(1f));
  }

  /** F32 [n, 1], uniform on [-limit, limit). */
  private Value signed(Value draws, Draw draw, float limit) {
    Value centred = builder.subtract(builder.multiply(draw(draws, draw), 2f), builder.constant(1f));
    return builder.multiply(centred, limit);
  }

  /** F32 [n, 1]. */
  private Value draw(Value draws, Draw draw) {
    return builder.slice(draws, 1, draw.ordinal(), draw.ordinal() + 1);
  }
}
