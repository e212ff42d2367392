// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** What a training step has beside products. Addresses of scalars lead to numbers in memory. */
public final class Training {
  private Training() {}

  /** Adds one number for each map. Arguments: count, x, bias, y, elements of a map, maps. */
  static void biasAdd(FloatArray floats, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      int map = i / list.get(base + 4) % list.get(base + 5);
      floats.set(
          list.get(base + 3) + i,
          floats.get(list.get(base + 1) + i) + floats.get(list.get(base + 2) + map));
    }
  }

  /** {@code amplitude * tanh(slope * x)}. Arguments: count, x, y, amplitude, slope. */
  static void scaledTanh(FloatArray floats, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      float inner = floats.get(list.get(base + 4)) * floats.get(list.get(base + 1) + i);
      floats.set(list.get(base + 2) + i, floats.get(list.get(base + 3)) * TornadoMath.tanh(inner));
    }
  }

  /**
   * {@code dy * (amplitude * slope - slope / amplitude * y^2)}. Arguments: count, y, dy, dx, and
   * both factors.
   */
  static void scaledTanhGradient(FloatArray floats, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      float y = floats.get(list.get(base + 1) + i);
      float derivative = floats.get(list.get(base + 4)) - y * y * floats.get(list.get(base + 5));
      floats.set(list.get(base + 3) + i, floats.get(list.get(base + 2) + i) * derivative);
    }
  }

  /** {@code w - rate * (g + decay * w)}. Arguments: count, w, g, result, rate, decay. */
  static void sgdStep(FloatArray floats, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      float w = floats.get(list.get(base + 1) + i);
      float gradient = floats.get(list.get(base + 2) + i) + floats.get(list.get(base + 5)) * w;
      floats.set(list.get(base + 3) + i, w - floats.get(list.get(base + 4)) * gradient);
    }
  }

  /** A step with momentum. Arguments: count, w, v, g, new w, new v, rate, momentum, decay. */
  static void momentumStep(FloatArray floats, IntArray list, int base, int low, int high) {
    for (int i = low; i < high; i++) {
      float w = floats.get(list.get(base + 1) + i);
      float gradient = floats.get(list.get(base + 3) + i) + floats.get(list.get(base + 8)) * w;
      float velocity =
          floats.get(list.get(base + 7)) * floats.get(list.get(base + 2) + i)
              - floats.get(list.get(base + 6)) * gradient;
      floats.set(list.get(base + 4) + i, w + velocity);
      floats.set(list.get(base + 5) + i, velocity);
    }
  }

  /** Softmax cross-entropy of each row. Arguments: rows, logits, labels, loss, classes. */
  static void crossEntropy(
      FloatArray floats, IntArray ints, IntArray list, int base, int low, int high) {
    for (int row = low; row < high; row++) {
      int classes = list.get(base + 4);
      int from = list.get(base + 1) + row * classes;
      float largest = floats.get(from);
      for (int place = 1; place < classes; place++) {
        float x = floats.get(from + place);
        largest = x > largest ? x : largest;
      }
      float sum = 0f;
      for (int place = 0; place < classes; place++) {
        sum = sum + TornadoMath.exp(floats.get(from + place) - largest);
      }
      int label = ints.get(list.get(base + 2) + row);
      // A label that is no class chooses nothing, as in the decomposition.
      float chosen = 0f;
      if (label >= 0 && label < classes) {
        chosen = floats.get(from + label) - largest;
      }
      floats.set(list.get(base + 3) + row, TornadoMath.log(sum) - chosen);
    }
  }

  /** Its gradient. Arguments: rows, logits, labels, dloss, dlogits, classes. */
  static void crossEntropyGradient(
      FloatArray floats, IntArray ints, IntArray list, int base, int low, int high) {
    for (int row = low; row < high; row++) {
      int classes = list.get(base + 5);
      int from = list.get(base + 1) + row * classes;
      int to = list.get(base + 4) + row * classes;
      float largest = floats.get(from);
      for (int place = 1; place < classes; place++) {
        float x = floats.get(from + place);
        largest = x > largest ? x : largest;
      }
      float sum = 0f;
      for (int place = 0; place < classes; place++) {
        sum = sum + TornadoMath.exp(floats.get(from + place) - largest);
      }
      int label = ints.get(list.get(base + 2) + row);
      float scale = floats.get(list.get(base + 3) + row);
      for (int place = 0; place < classes; place++) {
        float probability = TornadoMath.exp(floats.get(from + place) - largest) / sum;
        float target = place == label ? 1f : 0f;
        floats.set(to + place, (probability - target) * scale);
      }
    }
  }
}
