// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

import java.util.Arrays;
import java.util.Random;

/**
 * Which input maps each output map of a convolution reads. Immutable.
 *
 * <p>The backward pass uses the same table: an absent connection has no weight, no gradient and
 * costs no multiplication in a backend that exploits it. LeNet-5 chose its table by hand; the MNIST
 * nets of IJCAI 2011 draw theirs at random to cut cost.
 */
public final class ConnectionTable {

  private final boolean[][] mask;
  private final int inputMaps;
  private final long count;

  private ConnectionTable(boolean[][] mask, int inputMaps) {
    this.mask = mask;
    this.inputMaps = inputMaps;
    long connected = 0;
    for (boolean[] row : mask) {
      for (boolean bit : row) {
        connected += bit ? 1 : 0;
      }
    }
    this.count = connected;
  }

  /**
   * A table written out.
   *
   * @param mask {@code [output map][input map]}, true where connected; copied
   * @throws IllegalArgumentException if it is empty or ragged, or an output map reads nothing
   */
  public static ConnectionTable of(boolean[][] mask) {
    if (mask.length == 0 || mask[0].length == 0) {
      throw new IllegalArgumentException("a connection table needs at least one row and column");
    }
    boolean[][] copy = new boolean[mask.length][];
    for (int out = 0; out < mask.length; out++) {
      if (mask[out].length != mask[0].length) {
        throw new IllegalArgumentException(
            "row %d of the connection table has %d columns, row 0 has %d"
                .formatted(out, mask[out].length, mask[0].length));
      }
      copy[out] = mask[out].clone();
    }
    ConnectionTable table = new ConnectionTable(copy, mask[0].length);
    for (int out = 0; out < copy.length; out++) {
      if (table.inputsOf(out).length == 0) {
        throw new IllegalArgumentException("output map " + out + " reads no input map");
      }
    }
    return table;
  }

  /** Every output map reads every input map. */
  public static ConnectionTable full(int outputMaps, int inputMaps) {
    check(outputMaps, inputMaps, inputMaps);
    boolean[][] mask = new boolean[outputMaps][inputMaps];
    for (boolean[] row : mask) {
      Arrays.fill(row, true);
    }
    return new ConnectionTable(mask, inputMaps);
  }

  /**
   * A random table in which each output map reads exactly {@code fanIn} different input maps.
   *
   * <p>The draw is uniform, output map by output map (the first {@code fanIn} places of a
   * Fisher-Yates shuffle); then each input map that nobody reads takes the place of one that
   * several read, so that every input map is used whenever {@code outputMaps * fanIn >= inputMaps}.
   * Numbers come from {@link java.util.Random}, whose sequence is part of its specification: the
   * table is the same on every machine and in every Java.
   *
   * @param outputMaps rows, at least 1
   * @param inputMaps columns, at least 1
   * @param fanIn connections of each output map, from 1 to {@code inputMaps}
   * @param seed selects the table
   * @throws IllegalArgumentException if a number is out of range
   */
  public static ConnectionTable random(int outputMaps, int inputMaps, int fanIn, long seed) {
    check(outputMaps, inputMaps, fanIn);
    Random random = new Random(seed);
    boolean[][] mask = new boolean[outputMaps][inputMaps];
    long[] readers = new long[inputMaps];
    int[] order = new int[inputMaps];
    Arrays.setAll(order, i -> i);
    for (boolean[] row : mask) {
      for (int i = 0; i < fanIn; i++) {
        int j = i + random.nextInt(inputMaps - i);
        int chosen = order[j];
        order[j] = order[i];
        order[i] = chosen;
        row[chosen] = true;
        readers[chosen]++;
      }
    }
    for (int input = 0; input < inputMaps; input++) {
      if (readers[input] == 0) {
        adopt(input, mask, readers, random.nextInt(outputMaps));
      }
    }
    return new ConnectionTable(mask, inputMaps);
  }

  /**
   * Gives an unread input map to the first output map, from {@code start} on, that can spare one.
   */
  private static void adopt(int input, boolean[][] mask, long[] readers, int start) {
    for (int i = 0; i < mask.length; i++) {
      boolean[] row = mask[(start + i) % mask.length];
      for (int other = 0; other < row.length; other++) {
        if (row[other] && readers[other] > 1) {
          row[other] = false;
          row[input] = true;
          readers[other]--;
          readers[input]++;
          return;
        }
      }
    }
  }

  private static void check(int outputMaps, int inputMaps, int fanIn) {
    if (outputMaps < 1 || inputMaps < 1 || fanIn < 1 || fanIn > inputMaps) {
      throw new IllegalArgumentException(
          ("a connection table needs at least one output and one input map and a fan-in from 1 to"
                  + " the input maps, but was %d outputs, %d inputs, fan-in %d")
              .formatted(outputMaps, inputMaps, fanIn));
    }
  }

  /** Number of output maps (rows). */
  public int outputMaps() {
    return mask.length;
  }

  /** Number of input maps (columns). */
  public int inputMaps() {
    return inputMaps;
  }

  /** Number of connected pairs. */
  public long count() {
    return count;
  }

  /** Connected pairs over all pairs, in (0, 1]. */
  public double density() {
    return (double) count / ((double) mask.length * inputMaps);
  }

  /** Whether output map {@code output} reads input map {@code input}. */
  public boolean connects(int output, int input) {
    return mask[output][input];
  }

  /** The input maps that an output map reads, ascending. */
  public int[] inputsOf(int output) {
    boolean[] row = mask[output];
    int[] inputs = new int[inputMaps];
    int n = 0;
    for (int input = 0; input < inputMaps; input++) {
      if (row[input]) {
        inputs[n++] = input;
      }
    }
    return Arrays.copyOf(inputs, n);
  }

  /** The table as {@code [output map][input map]}; a copy. */
  public boolean[][] mask() {
    boolean[][] copy = new boolean[mask.length][];
    for (int out = 0; out < mask.length; out++) {
      copy[out] = mask[out].clone();
    }
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConnectionTable table && Arrays.deepEquals(mask, table.mask);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(mask);
  }

  /** One line for each output map, {@code X} where connected. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (boolean[] row : mask) {
      for (boolean bit : row) {
        text.append(bit ? 'X' : '.');
      }
      text.append('\n');
    }
    return text.toString();
  }
}
