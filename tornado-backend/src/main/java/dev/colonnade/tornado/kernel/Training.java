// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** What a training step has beside products. Addresses of scalars lead to numbers in memory. */
public final class Training {
  private Training() {}

  /** Adds one number for each map. Arguments: count, x, bias, y, elements of a map, maps. */
  public static void biasAdd(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      int map = i / arguments.get(4) % arguments.get(5);
      floats.set(
          arguments.get(3) + i,
          floats.get(arguments.get(1) + i) + floats.get(arguments.get(2) + map));
    }
  }

  /** {@code amplitude * tanh(slope * x)}. Arguments: count, x, y, amplitude, slope. */
  public static void scaledTanh(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      float inner = floats.get(arguments.get(4)) * floats.get(arguments.get(1) + i);
      floats.set(arguments.get(2) + i, floats.get(arguments.get(3)) * TornadoMath.tanh(inner));
    }
  }

  /**
   * {@code dy * (amplitude * slope - slope / amplitude * y^2)}. Arguments: count, y, dy, dx, and
   * both factors.
   */
  public static void scaledTanhGradient(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      float y = floats.get(arguments.get(1) + i);
      float derivative = floats.get(arguments.get(4)) - y * y * floats.get(arguments.get(5));
      floats.set(arguments.get(3) + i, floats.get(arguments.get(2) + i) * derivative);
    }
  }

  /** {@code w - rate * (g + decay * w)}. Arguments: count, w, g, result, rate, decay. */
  public static void sgdStep(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      float w = floats.get(arguments.get(1) + i);
      float gradient = floats.get(arguments.get(2) + i) + floats.get(arguments.get(5)) * w;
      floats.set(arguments.get(3) + i, w - floats.get(arguments.get(4)) * gradient);
    }
  }

  /** A step with momentum. Arguments: count, w, v, g, new w, new v, rate, momentum, decay. */
  public static void momentumStep(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      float w = floats.get(arguments.get(1) + i);
      float gradient = floats.get(arguments.get(3) + i) + floats.get(arguments.get(8)) * w;
      float velocity =
          floats.get(arguments.get(7)) * floats.get(arguments.get(2) + i)
              - floats.get(arguments.get(6)) * gradient;
      floats.set(arguments.get(4) + i, w + velocity);
      floats.set(arguments.get(5) + i, velocity);
    }
  }

  /** Softmax cross-entropy of each row. Arguments: rows, logits, labels, loss, classes. */
  public static void crossEntropy(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int row = context.globalIdx;
    if (row < arguments.get(0)) {
      int classes = arguments.get(4);
      int from = arguments.get(1) + row * classes;
      float largest = floats.get(from);
      for (int place = 1; place < classes; place++) {
        float x = floats.get(from + place);
        largest = x > largest ? x : largest;
      }
      float sum = 0f;
      for (int place = 0; place < classes; place++) {
        sum = sum + TornadoMath.exp(floats.get(from + place) - largest);
      }
      int label = ints.get(arguments.get(2) + row);
      // A label that is no class chooses nothing, as in the decomposition.
      float chosen = 0f;
      if (label >= 0 && label < classes) {
        chosen = floats.get(from + label) - largest;
      }
      floats.set(arguments.get(3) + row, TornadoMath.log(sum) - chosen);
    }
  }

  /** Its gradient. Arguments: rows, logits, labels, dloss, dlogits, classes. */
  public static void crossEntropyGradient(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int row = context.globalIdx;
    if (row < arguments.get(0)) {
      int classes = arguments.get(5);
      int from = arguments.get(1) + row * classes;
      int to = arguments.get(4) + row * classes;
      float largest = floats.get(from);
      for (int place = 1; place < classes; place++) {
        float x = floats.get(from + place);
        largest = x > largest ? x : largest;
      }
      float sum = 0f;
      for (int place = 0; place < classes; place++) {
        sum = sum + TornadoMath.exp(floats.get(from + place) - largest);
      }
      int label = ints.get(arguments.get(2) + row);
      float scale = floats.get(arguments.get(3) + row);
      for (int place = 0; place < classes; place++) {
        float probability = TornadoMath.exp(floats.get(from + place) - largest) / sum;
        float target = place == label ? 1f : 0f;
        floats.set(to + place, (probability - target) * scale);
      }
    }
  }
}
