// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.oracle;

import dev.colonnade.core.tensor.Shape;
import java.util.function.Consumer;

/** Walks over the index tuples of a shape in row-major order. */
final class Indices {
  private Indices() {}

  /** Calls {@code body} with each index tuple; the array is reused between calls. */
  static void forEach(Shape shape, Consumer<int[]> body) {
    int[] index = new int[shape.rank()];
    long count = shape.elementCount();
    for (long i = 0; i < count; i++) {
      body.accept(index);
      for (int axis = index.length - 1; axis >= 0; axis--) {
        if (++index[axis] < shape.dimension(axis)) {
          break;
        }
        index[axis] = 0;
      }
    }
  }

  /** Row-major place of an index tuple. */
  static int offset(Shape shape, int... index) {
    int offset = 0;
    for (int axis = 0; axis < index.length; axis++) {
      offset = offset * shape.dimension(axis) + index[axis];
    }
    return offset;
  }

  /** {@code value} held between 0 and {@code last}. */
  static int clamp(double value, int last) {
    return (int) Math.max(0, Math.min(last, value));
  }
}
