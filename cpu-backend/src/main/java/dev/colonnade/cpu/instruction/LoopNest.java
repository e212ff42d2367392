// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction;

import java.util.Arrays;
import java.util.List;

/**
 * Loops over the axes of a box in row-major order, for operands with strides of their own.
 * Neighbouring axes that all operands walk through evenly are merged, and the innermost loop is
 * left to the caller as a run. Used by one thread at a time; running allocates nothing.
 */
public final class LoopNest {
  /** Works on one innermost run. */
  @FunctionalInterface
  public interface Run {
    /**
     * Works on a run of {@link LoopNest#runLength} elements.
     *
     * @param offsets for each operand the index of the run's first element
     */
    void run(int[] offsets);
  }

  private final int[] extents;
  private final int[][] strides;
  private final int runLength;
  private final int[] runStrides;
  private final int[] counter;
  private final int[] offsets;

  private LoopNest(int[] extents, int[][] strides, int runLength, int[] runStrides) {
    this.extents = extents;
    this.strides = strides;
    this.runLength = runLength;
    this.runStrides = runStrides;
    this.counter = new int[extents.length];
    this.offsets = new int[runStrides.length];
  }

  /**
   * Plans loops.
   *
   * @param extents of the box, outermost first
   * @param operandStrides for each operand its stride on each axis
   */
  public static LoopNest of(int[] extents, List<int[]> operandStrides) {
    int operands = operandStrides.size();
    int[] merged = new int[extents.length];
    int[][] strides = new int[operands][extents.length];
    int axes = 0;
    for (int axis = 0; axis < extents.length; axis++) {
      if (extents[axis] == 1) {
        continue;
      }
      boolean joins = axes > 0;
      for (int operand = 0; operand < operands && joins; operand++) {
        int[] own = operandStrides.get(operand);
        joins = strides[operand][axes - 1] == own[axis] * extents[axis];
      }
      int place = joins ? axes - 1 : axes++;
      merged[place] = joins ? merged[place] * extents[axis] : extents[axis];
      for (int operand = 0; operand < operands; operand++) {
        strides[operand][place] = operandStrides.get(operand)[axis];
      }
    }
    int outer = Math.max(0, axes - 1);
    int[] runStrides = new int[operands];
    for (int operand = 0; operand < operands; operand++) {
      runStrides[operand] = axes == 0 ? 0 : strides[operand][axes - 1];
    }
    int[][] outerStrides = new int[operands][];
    for (int operand = 0; operand < operands; operand++) {
      outerStrides[operand] = Arrays.copyOf(strides[operand], outer);
    }
    return new LoopNest(
        Arrays.copyOf(merged, outer), outerStrides, axes == 0 ? 1 : merged[axes - 1], runStrides);
  }

  /** Strides of a dense row-major box. */
  public static int[] dense(int[] extents) {
    int[] strides = new int[extents.length];
    int stride = 1;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= extents[axis];
    }
    return strides;
  }

  /** Elements in each run. */
  public int runLength() {
    return runLength;
  }

  /** Distance of neighbours in a run, for an operand. */
  public int runStride(int operand) {
    return runStrides[operand];
  }

  /** How many runs there are. */
  public int runs() {
    int runs = 1;
    for (int extent : extents) {
      runs *= extent;
    }
    return runs;
  }

  /** Calls {@code body} for all runs; the operands' first elements are at {@code first}. */
  public void forEachRun(Run body, int first0, int first1, int first2, int first3) {
    set(0, first0);
    set(1, first1);
    set(2, first2);
    set(3, first3);
    loop(body);
  }

  /** As above, for at most two operands. */
  public void forEachRun(Run body, int first0, int first1) {
    set(0, first0);
    set(1, first1);
    loop(body);
  }

  private void set(int operand, int first) {
    if (operand < offsets.length) {
      offsets[operand] = first;
    }
  }

  private void loop(Run body) {
    Arrays.fill(counter, 0);
    while (true) {
      body.run(offsets);
      int axis = counter.length - 1;
      while (axis >= 0) {
        counter[axis]++;
        for (int operand = 0; operand < offsets.length; operand++) {
          offsets[operand] += strides[operand][axis];
        }
        if (counter[axis] < extents[axis]) {
          break;
        }
        for (int operand = 0; operand < offsets.length; operand++) {
          offsets[operand] -= strides[operand][axis] * extents[axis];
        }
        counter[axis--] = 0;
      }
      if (axis < 0) {
        return;
      }
    }
  }
}
