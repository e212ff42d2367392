// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime.flow;

import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * How an element-wise instruction reads an operand: a buffer, and for each axis of the result the
 * distance of neighbours in that buffer, 0 where the operand is repeated. A broadcast read this way
 * needs no memory and no pass of its own.
 *
 * @param buffer what is read
 * @param shape shape of the result, which the operand is repeated to
 * @param strides distance of neighbours on each axis, in elements
 */
public record OperandView(Buffer buffer, Shape shape, List<Long> strides) {
  /** Copies the strides. */
  public OperandView {
    strides = List.copyOf(strides);
  }

  /** The view of a buffer that holds all elements of {@code shape} in order. */
  public static OperandView dense(Buffer buffer, Shape shape) {
    long[] strides = shape.strides();
    Long[] boxed = new Long[strides.length];
    for (int axis = 0; axis < boxed.length; axis++) {
      boxed[axis] = shape.dimension(axis) == 1 ? 0L : strides[axis];
    }
    return new OperandView(buffer, shape, List.of(boxed));
  }

  /** The view of the broadcast of what this one shows. */
  public OperandView broadcast(ShapeOp.Broadcast broadcast) {
    Long[] spread = new Long[broadcast.shape().rank()];
    Arrays.fill(spread, 0L);
    for (int axis = 0; axis < broadcast.axes().size(); axis++) {
      spread[broadcast.axes().get(axis)] = shape.dimension(axis) == 1 ? 0L : strides.get(axis);
    }
    return new OperandView(buffer, broadcast.shape(), List.of(spread));
  }

  /** Whether element i of the result is element i of the buffer. */
  public boolean isDense() {
    return equals(dense(buffer, shape));
  }

  /** Whether all elements of the result are the buffer's first. */
  public boolean isUniform() {
    return strides.stream().allMatch(stride -> stride == 0);
  }
}
