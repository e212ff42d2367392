// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.network;

import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Philox;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.models.notation.ConnectionTable;
import dev.colonnade.models.random.RandomStreams;

/**
 * Initial values of parameters, made on the host from the seed, the parameter's ordinal and the
 * element's index alone: the same on every device. Biases are drawn like weights, as the papers
 * treat them.
 */
public sealed interface Initialisation {
  /**
   * Uniform on [low, high).
   *
   * @param low smallest value
   * @param high upper bound
   */
  record Uniform(float low, float high) implements Initialisation {
    /** Refuses limits that are not finite or out of order. */
    public Uniform {
      if (!(low < high) || !Float.isFinite(high - low)) {
        throw new IllegalArgumentException(
            "weights are drawn from a lower to a higher number, but was " + low + " to " + high);
      }
    }

    @Override
    public float value(int word) {
      return low + (high - low) * Philox.uniform(word);
    }
  }

  /** The papers' uniform [-0.05, 0.05]. */
  @SuppressWarnings("ClassInitializationDeadlock") // Uniform's initialiser needs nothing from here
  Initialisation DANNET = new Uniform(-0.05f, 0.05f);

  /** One element from its random word. */
  float value(int word);

  /** All initial values of a parameter; weights outside a connection table are zero. */
  default HostTensor values(Parameter parameter, long seed) {
    int[] key = RandomStreams.key(seed, RandomStreams.Purpose.INITIALISATION);
    HostTensor tensor = HostTensor.zeros(parameter.type());
    long count = parameter.type().elementCount();
    int[] words = new int[4];
    for (long index = 0; index < count; index++) {
      if ((index & 3) == 0) {
        long block = index >>> 2;
        Philox.block(
            (int) block, (int) (block >>> 32), parameter.ordinal(), 0, key[0], key[1], words, 0);
      }
      tensor.set(index, value(words[(int) (index & 3)]));
    }
    parameter.table().ifPresent(table -> clearOutside(tensor, table));
    return tensor;
  }

  private static void clearOutside(HostTensor tensor, ConnectionTable table) {
    Shape shape = tensor.type().shape();
    int area = shape.dimension(2) * shape.dimension(3);
    for (int map = 0; map < shape.dimension(0); map++) {
      for (int source = 0; source < shape.dimension(1); source++) {
        if (!table.connects(map, source)) {
          long start = ((long) map * shape.dimension(1) + source) * area;
          for (int i = 0; i < area; i++) {
            tensor.set(start + i, 0f);
          }
        }
      }
    }
  }
}
