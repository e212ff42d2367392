// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.plain;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.instruction.LoopNest;
import java.util.Arrays;
import java.util.List;

/**
 * Copies a box of elements from one buffer to another, each with strides of its own: what
 * transposing, reversing, repeating, slicing, padding and joining consist of.
 */
final class BoxCopy implements LoopNest.Run {
  private final DType dtype;
  private final int from;
  private final int to;
  private final LoopNest nest;
  private Frame frame = new Frame(0);

  /**
   * A copy.
   *
   * @param extents of the box
   * @param from buffer read
   * @param fromStrides its stride on each axis; 0 repeats, negative reverses
   * @param to buffer written
   * @param toStrides its stride on each axis
   */
  BoxCopy(DType dtype, int[] extents, int from, int[] fromStrides, int to, int[] toStrides) {
    this.dtype = dtype;
    this.from = from;
    this.to = to;
    this.nest = LoopNest.of(extents, List.of(toStrides, fromStrides));
  }

  /** Copies the box whose first element is at these places, counted from the buffers' starts. */
  void run(Frame current, int fromFirst, int toFirst) {
    frame = current;
    nest.forEachRun(this, current.offset(to) + toFirst, current.offset(from) + fromFirst);
  }

  @Override
  public void run(int[] at) {
    int n = nest.runLength();
    int toStride = nest.runStride(0);
    int fromStride = nest.runStride(1);
    int target = at[0];
    int source = at[1];
    if (toStride == 1 && fromStride == 1) {
      System.arraycopy(frame.array(from, dtype), source, frame.array(to, dtype), target, n);
      return;
    }
    switch (dtype) {
      case F32 -> {
        float[] p = frame.floats(from);
        float[] q = frame.floats(to);
        if (toStride == 1 && fromStride == 0) {
          Arrays.fill(q, target, target + n, p[source]);
        } else {
          for (int i = 0; i < n; i++) {
            q[target + i * toStride] = p[source + i * fromStride];
          }
        }
      }
      case I32 -> {
        int[] p = frame.ints(from);
        int[] q = frame.ints(to);
        for (int i = 0; i < n; i++) {
          q[target + i * toStride] = p[source + i * fromStride];
        }
      }
      case U8, BOOL -> {
        byte[] p = frame.bytes(from);
        byte[] q = frame.bytes(to);
        for (int i = 0; i < n; i++) {
          q[target + i * toStride] = p[source + i * fromStride];
        }
      }
    }
  }
}
