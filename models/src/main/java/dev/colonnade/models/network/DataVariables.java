// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.network;

import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.models.data.DataSet;
import java.util.List;

/**
 * A data set on the device: images and labels as variables, so that a batch is gathered there and
 * no image crosses a bus in the inner loop.
 *
 * @param images U8 [size, channels, height, width] as stored, or F32 scaled to the net's inputs
 * @param labels I32 [size]
 */
public record DataVariables(Variable images, Variable labels) {
  /** Variables for this data set: {@code name/images}, kept as bytes or floats, and labels. */
  public static DataVariables of(String name, DataSet data, DType storage) {
    return of(name, storage, data.size(), data.channels(), data.height(), data.width());
  }

  /**
   * Variables of these extents: {@code name/images}, and {@code name/labels}.
   *
   * @param storage U8 for bytes as they are, F32 for the net's inputs
   * @param size number of images
   * @throws IllegalArgumentException if {@code storage} is another type
   */
  public static DataVariables of(
      String name, DType storage, int size, int channels, int height, int width) {
    if (storage != DType.U8 && storage != DType.F32) {
      throw new IllegalArgumentException("images are kept as u8 or f32, not as " + storage);
    }
    return new DataVariables(
        new Variable(
            name + "/images", new TensorType(storage, Shape.of(size, channels, height, width))),
        new Variable(name + "/labels", TensorType.i32(size)));
  }

  /** Number of images. */
  public int size() {
    return images.type().shape().dimension(0);
  }

  /** Bytes on the device. */
  public long byteSize() {
    return images.type().byteSize() + labels.type().byteSize();
  }

  /** The net's inputs for some of the images, F32, from those images as they are stored. */
  public static Value inputs(GraphBuilder builder, Value stored, InputScaling scaling) {
    return stored.type().dtype() == DType.F32
        ? stored
        : scale(builder, builder.convert(stored, DType.F32), scaling);
  }

  /** The net's inputs from bytes given as floats. */
  static Value scale(GraphBuilder builder, Value bytes, InputScaling scaling) {
    return builder.add(builder.multiply(bytes, scaling.slope()), builder.constant(scaling.low()));
  }

  /** The bytes, as floats, of images as they are stored. */
  static Value bytes(GraphBuilder builder, Value stored, InputScaling scaling) {
    return stored.type().dtype() == DType.U8
        ? builder.convert(stored, DType.F32)
        : builder.multiply(
            builder.subtract(stored, builder.constant(scaling.low())), 1 / scaling.slope());
  }

  /** The rows from {@code start} (I32 scalar, at most size - count) on. */
  static Value chunk(GraphBuilder builder, Variable variable, Value start, int count) {
    Shape shape = variable.type().shape();
    return builder.dynamicSlice(
        builder.read(variable), starts(builder, start, shape.rank()), shape.with(0, count));
  }

  /** I32 [rank]: (start, 0, 0, ...). */
  static Value starts(GraphBuilder builder, Value start, int rank) {
    Value first = builder.reshape(start, Shape.of(1));
    return rank == 1
        ? first
        : builder.concatenate(
            0,
            List.of(first, builder.constant(HostTensor.of(Shape.of(rank - 1), new int[rank - 1]))));
  }

  /** Images as the variable keeps them. */
  public HostTensor imagesOf(DataSet data, InputScaling scaling) {
    HostTensor bytes = HostTensor.wrap(images.type().withDType(DType.U8), data.images());
    if (images.type().dtype() == DType.U8) {
      return bytes;
    }
    HostTensor scaled = HostTensor.zeros(images.type());
    for (long i = 0; i < images.type().elementCount(); i++) {
      scaled.set(i, bytes.getUnsigned(i) * scaling.slope() + scaling.low());
    }
    return scaled;
  }

  /** Labels as the variable keeps them. */
  public HostTensor labelsOf(DataSet data) {
    return HostTensor.wrap(labels.type(), data.labels());
  }
}
