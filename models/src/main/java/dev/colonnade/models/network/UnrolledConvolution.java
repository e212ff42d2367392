// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.network;

import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** A convolution as slices, a concatenation and one matrix product ({@link ConvolutionWay}). */
final class UnrolledConvolution {
  private UnrolledConvolution() {}

  /**
   * Appends it.
   *
   * @param x F32 [n, c, h, w]
   * @param filter F32 [m, c, kh, kw]
   * @param geometry stride and padding; neither groups nor dilation
   * @return F32 [n, m, oh, ow]
   * @throws IllegalArgumentException if the geometry has groups or dilation
   */
  static Value build(GraphBuilder builder, Value x, Value filter, ConvolutionGeometry geometry) {
    if (geometry.groups() != 1 || geometry.dilationHeight() != 1 || geometry.dilationWidth() != 1) {
      throw new IllegalArgumentException(
          "a convolution with groups or dilation is not unrolled: " + geometry);
    }
    Value padded = pad(builder, x, geometry);
    Shape image = padded.type().shape();
    Shape kernel = filter.type().shape();
    int n = image.dimension(0);
    int channels = image.dimension(1);
    int high = (image.dimension(2) - kernel.dimension(2)) / geometry.strideHeight() + 1;
    int wide = (image.dimension(3) - kernel.dimension(3)) / geometry.strideWidth() + 1;
    // The filter's own order of taps: [m, c, kh, kw] is [m, c kh kw] as it lies.
    List<Value> taps = new ArrayList<>();
    for (int dy = 0; dy < kernel.dimension(2); dy++) {
      for (int dx = 0; dx < kernel.dimension(3); dx++) {
        Value places =
            builder.slice(
                padded,
                new int[] {0, 0, dy, dx},
                new int[] {
                  n,
                  channels,
                  dy + (high - 1) * geometry.strideHeight() + 1,
                  dx + (wide - 1) * geometry.strideWidth() + 1
                },
                new int[] {1, 1, geometry.strideHeight(), geometry.strideWidth()});
        taps.add(builder.reshape(places, Shape.of(n, channels, 1, high * wide)));
      }
    }
    int rows = channels * kernel.dimension(2) * kernel.dimension(3);
    int maps = kernel.dimension(0);
    Value unrolled = builder.concatenate(2, taps);
    Value matrix = builder.reshape(filter, Shape.of(maps, rows));
    if (n == 1) {
      Value product =
          builder.matMul(matrix, builder.reshape(unrolled, Shape.of(rows, high * wide)));
      return builder.reshape(product, Shape.of(1, maps, high, wide));
    }
    // One product for the whole batch: [c taps, n places].
    Value columns =
        builder.reshape(
            builder.transpose(builder.reshape(unrolled, Shape.of(n, rows, high * wide)), 1, 0, 2),
            Shape.of(rows, n * high * wide));
    Value product =
        builder.reshape(builder.matMul(matrix, columns), Shape.of(maps, n, high * wide));
    return builder.reshape(builder.transpose(product, 1, 0, 2), Shape.of(n, maps, high, wide));
  }

  private static Value pad(GraphBuilder builder, Value x, ConvolutionGeometry geometry) {
    boolean valid =
        geometry.padTop() == 0
            && geometry.padBottom() == 0
            && geometry.padLeft() == 0
            && geometry.padRight() == 0;
    return valid
        ? x
        : builder.pad(
            x,
            builder.constant(0f),
            new int[] {0, 0, geometry.padTop(), geometry.padLeft()},
            new int[] {0, 0, geometry.padBottom(), geometry.padRight()},
            new int[4]);
  }
}
