// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

/** Which maps of the layer below each map of a convolution reads. */
public sealed interface Connections {

  /** Every output map reads every input map (of its group). */
  @SuppressWarnings("ClassInitializationDeadlock") // Full's initialiser needs nothing from here
  Connections FULL = new Full();

  /** The usual case. */
  record Full() implements Connections {}

  /**
   * A random connection table, as the MNIST nets of Ciresan et al. (IJCAI 2011) have: each output
   * map reads {@code fanIn} input maps, drawn by {@link ConnectionTable#random}. The table belongs
   * to the net, not to a training run: two runs with different seeds for the weights share it.
   *
   * @param fanIn input maps read by each output map, at least 1
   * @param seed of the draw, at least 0; 0 is not printed
   */
  record Random(int fanIn, long seed) implements Connections {

    /**
     * Checks the two numbers.
     *
     * @throws IllegalArgumentException if the fan-in is below 1 or the seed negative
     */
    public Random {
      if (fanIn < 1) {
        throw new IllegalArgumentException(
            "each map of a connection table reads at least one map, but the fan-in was " + fanIn);
      }
      if (seed < 0) {
        throw new IllegalArgumentException(
            "the seed of a connection table cannot be negative, but was " + seed);
      }
    }
  }

  /** The suffix of a convolution: nothing, {@code t10} or {@code t10#7}. */
  default String notation() {
    return switch (this) {
      case Full() -> "";
      case Random(int fanIn, long seed) -> seed == 0 ? "t" + fanIn : "t" + fanIn + "#" + seed;
    };
  }
}
