// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** {@link Steps} of what training steps do not have. */
public final class RareSteps {
  private RareSteps() {}

  /** Runs the list. */
  public static void rareSteps(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int group = context.globalIdx;
    int first = arguments.get(0);
    int count = arguments.get(1);
    int awaited = 0;
    for (int number = 0; number < count; number++) {
      int header = first + number * 72;
      if (ints.get(header + 3) != 0) {
        awaited = awaited + arguments.get(2);
        Waiting.forAll(context, arguments, awaited);
      }
      int kernel = ints.get(header);
      int low = group * ints.get(header + 2);
      int high = low + ints.get(header + 2);
      high = high > ints.get(header + 1) ? ints.get(header + 1) : high;
      int task = header + 8;
      if (low < high) {
        if (kernel == 1) {
          Unary.unaryInts(ints, ints, task, low, high);
        }
        if (kernel == 2) {
          Unary.logicalNot(bytes, ints, task, low, high);
        }
        if (kernel == 4) {
          Binary.binaryInts(ints, ints, task, low, high);
        }
        if (kernel == 5) {
          Binary.binaryBools(bytes, ints, task, low, high);
        }
        if (kernel == 6) {
          Comparison.compareFloats(floats, bytes, ints, task, low, high);
        }
        if (kernel == 7) {
          Comparison.compareInts(ints, bytes, ints, task, low, high);
        }
        if (kernel == 8) {
          Comparison.compareUnsigned(bytes, ints, task, low, high);
        }
        if (kernel == 9) {
          Selection.selectFloats(floats, bytes, ints, task, low, high);
        }
        if (kernel == 10) {
          Selection.selectInts(ints, bytes, ints, task, low, high);
        }
        if (kernel == 11) {
          Selection.selectBytes(bytes, ints, task, low, high);
        }
        if (kernel == 14) {
          Movement.moveInts(ints, ints, task, low, high);
        }
        if (kernel == 15) {
          Movement.moveBytes(ints, bytes, ints, task, low, high);
        }
        if (kernel == 16) {
          Movement.countUp(ints, ints, task, low, high);
        }
        if (kernel == 21) {
          Reducing.reduceInts(ints, ints, task, low, high);
        }
        if (kernel == 22) {
          Reducing.argMaxOfFloats(floats, ints, ints, task, low, high);
        }
        if (kernel == 23) {
          Reducing.argMaxOfInts(ints, ints, task, low, high);
        }
        if (kernel == 33) {
          Pooling.averagePool(floats, ints, task, low, high);
        }
        if (kernel == 34) {
          Pooling.averagePoolGradient(floats, ints, task, low, high);
        }
        if (kernel == 35) {
          Sampling.philox(floats, ints, ints, task, low, high);
        }
        if (kernel == 36) {
          Sampling.gridSample(floats, ints, task, low, high);
        }
      }
    }
    if (group == 0) {
      arguments.set(10, count);
    }
  }
}
