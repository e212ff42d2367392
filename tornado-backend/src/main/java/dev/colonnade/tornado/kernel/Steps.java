// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Runs a list of tasks in one launch, for devices whose threads are cores: a launch costs as much
 * as a small task. Each group is one thread and takes its share of every task; where a task needs
 * what others have written, all wait for all. Here are the tasks of training steps; {@link
 * RareSteps} has the others, as TornadoVM compiles only so much at once.
 *
 * <p>A task is 72 integers: its kernel (a number, as in {@code engine.Kernel}), units of work,
 * units of a group's share, whether to wait first, and how many units lie on the first two axes;
 * its arguments are from 8 on. Arguments of the launch: where the tasks lie, how many, how many
 * groups, and those of {@link Waiting}; at 10 the tasks that were done are written.
 */
public final class Steps {
  private Steps() {}

  /** Runs the list. */
  public static void steps(
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
        if (kernel == 0) {
          Unary.unaryFloats(floats, ints, task, low, high);
        }
        if (kernel == 3) {
          Binary.binaryFloats(floats, ints, task, low, high);
        }
        if (kernel == 12) {
          Conversion.convertElements(floats, ints, bytes, ints, task, low, high);
        }
        if (kernel == 13) {
          Movement.moveFloats(floats, ints, ints, task, low, high);
        }
        if (kernel == 17) {
          Gathering.gatherFloats(floats, ints, ints, task, low, high);
        }
        if (kernel == 18) {
          Gathering.gatherInts(ints, ints, task, low, high);
        }
        if (kernel == 19) {
          Gathering.gatherBytes(ints, bytes, ints, task, low, high);
        }
        if (kernel == 20) {
          Reducing.reduceFloats(floats, ints, task, low, high);
        }
        if (kernel == 24) {
          Training.biasAdd(floats, ints, task, low, high);
        }
        if (kernel == 25) {
          Training.scaledTanh(floats, ints, task, low, high);
        }
        if (kernel == 26) {
          Training.scaledTanhGradient(floats, ints, task, low, high);
        }
        if (kernel == 27) {
          Training.sgdStep(floats, ints, task, low, high);
        }
        if (kernel == 28) {
          Training.momentumStep(floats, ints, task, low, high);
        }
        if (kernel == 29) {
          Training.crossEntropy(floats, ints, ints, task, low, high);
        }
        if (kernel == 30) {
          Training.crossEntropyGradient(floats, ints, ints, task, low, high);
        }
        if (kernel == 31) {
          Pooling.maxPool(floats, ints, task, low, high);
        }
        if (kernel == 32) {
          Pooling.maxPoolGradient(floats, ints, task, low, high);
        }
        if (kernel == 37) {
          Products.columnDot(floats, ints, task, low, high);
        }
        if (kernel == 38) {
          Products.joinSplits(floats, ints, task, low, high);
        }
        if (kernel == 39) {
          Borders.borderRows(floats, ints, task, low, high);
        }
        if (kernel == 40) {
          for (int unit = low; unit < high; unit++) {
            int xs = ints.get(header + 4);
            int ys = ints.get(header + 5);
            int line = unit / xs;
            int z = line / ys;
            Products.panel(context, floats, ints, task, unit - line * xs, line - z * ys, z);
          }
        }
      }
    }
    if (group == 0) {
      arguments.set(10, count);
    }
  }
}
