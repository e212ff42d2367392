// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

/**
 * One layer as the papers write it. Records are plain data; whether a layer fits its input is
 * decided by {@link NetSpec}.
 *
 * <p>Activations are not part of the notation: in the papers one function serves all hidden layers,
 * and it is named in the recipe.
 */
public sealed interface LayerSpec {

  /** The layer in the notation, for instance {@code 40C5/2} or {@code MP3}. */
  String notation();

  /**
   * The field's name for it: "convolution", "max-pooling", "average-pooling", "fully connected".
   */
  String kind();

  /**
   * A convolution (the field's name for what is a cross-correlation), each map with one bias.
   *
   * <p>Output size: {@code floor((input + 2 padding - kernel) / stride) + 1} in each direction. The
   * papers of 2011 state a skipping factor S, "pixels skipped between kernel positions": stride = S
   * + 1.
   *
   * @param maps output maps, at least 1
   * @param kernel kernel size, at least 1×1
   * @param stride step between kernel positions, at least 1×1
   * @param padding zeros added on each side, smaller than the kernel; the papers' convolutions are
   *     "valid", without padding
   * @param groups parts into which input and output maps are divided, each output part reading only
   *     its input part
   * @param connections which input maps each output map reads; only full if groups exceed 1
   */
  record Convolution(
      int maps, Extent kernel, Extent stride, Extent padding, int groups, Connections connections)
      implements LayerSpec {

    /**
     * Checks the numbers on their own.
     *
     * @throws IllegalArgumentException saying which one is out of range
     */
    public Convolution {
      positive("maps", maps);
      positive("kernel", kernel);
      positive("stride", stride);
      positive("groups", groups);
      if (padding.height() >= kernel.height() || padding.width() >= kernel.width()) {
        throw new IllegalArgumentException(
            "padding %s is not smaller than the kernel %s, so that whole windows would hold only zeros"
                .formatted(padding.full(), kernel.full()));
      }
      if (groups > 1 && connections instanceof Connections.Random) {
        throw new IllegalArgumentException(
            "groups and a connection table cannot be combined in one layer");
      }
    }

    /** A square, dense convolution with stride 1 and no padding: {@code 20C4}. */
    public static Convolution of(int maps, int kernel) {
      return new Convolution(
          maps, Extent.square(kernel), Extent.ONE, Extent.ZERO, 1, Connections.FULL);
    }

    @Override
    public String kind() {
      return connections instanceof Connections.Random ? "table convolution" : "convolution";
    }

    @Override
    public String notation() {
      StringBuilder text = new StringBuilder().append(maps).append('C').append(kernel);
      if (!stride.equals(Extent.ONE)) {
        text.append('/').append(stride);
      }
      if (!padding.equals(Extent.ZERO)) {
        text.append('p').append(padding);
      }
      if (groups != 1) {
        text.append('g').append(groups);
      }
      return text.append(connections.notation()).toString();
    }
  }

  /** How pooling treats an input which its windows do not tile. */
  enum Rounding {
    /**
     * The last window is clipped at the border: {@code ceil((n - window) / stride) + 1} outputs.
     */
    CEIL,
    /** What does not fill a window is dropped: {@code floor((n - window) / stride) + 1} outputs. */
    FLOOR
  }

  /** What the two kinds of pooling have in common. */
  sealed interface Pooling extends LayerSpec {
    /** Window size, at least 1×1. */
    Extent window();

    /** Step between windows; equal to the window in the papers (no overlap). */
    Extent stride();

    /** What happens at the lower and right border. */
    Rounding rounding();
  }

  /**
   * Max-pooling.
   *
   * @param window window size, at least 1×1
   * @param stride step between windows, at least 1×1
   * @param rounding what happens at the lower and right border
   */
  record MaxPooling(Extent window, Extent stride, Rounding rounding) implements Pooling {

    /**
     * Checks the numbers on their own.
     *
     * @throws IllegalArgumentException saying which one is out of range
     */
    public MaxPooling {
      positive("window", window);
      positive("stride", stride);
    }

    /** The papers' max-pooling: square windows, no overlap, rounding up: {@code MP2}. */
    public static MaxPooling of(int window) {
      Extent square = Extent.square(window);
      return new MaxPooling(square, square, Rounding.CEIL);
    }

    @Override
    public String kind() {
      return "max-pooling";
    }

    @Override
    public String notation() {
      return "MP" + suffix(this);
    }
  }

  /**
   * Average-pooling, without trained parameters. A window clipped at the border averages the values
   * that are there.
   *
   * @param window window size, at least 1×1
   * @param stride step between windows, at least 1×1
   * @param rounding what happens at the lower and right border
   */
  record AveragePooling(Extent window, Extent stride, Rounding rounding) implements Pooling {

    /**
     * Checks the numbers on their own.
     *
     * @throws IllegalArgumentException saying which one is out of range
     */
    public AveragePooling {
      positive("window", window);
      positive("stride", stride);
    }

    /** Square windows, no overlap, rounding up: {@code AP2}. */
    public static AveragePooling of(int window) {
      Extent square = Extent.square(window);
      return new AveragePooling(square, square, Rounding.CEIL);
    }

    @Override
    public String kind() {
      return "average-pooling";
    }

    @Override
    public String notation() {
      return "AP" + suffix(this);
    }
  }

  /**
   * A fully connected layer, each unit with one bias. Its input is flattened in the order maps,
   * rows, columns.
   *
   * @param units number of units, at least 1
   */
  record FullyConnected(int units) implements LayerSpec {

    /**
     * Checks the number of units.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public FullyConnected {
      positive("units", units);
    }

    @Override
    public String kind() {
      return "fully connected";
    }

    @Override
    public String notation() {
      return units + "N";
    }
  }

  private static String suffix(Pooling pooling) {
    return pooling.window()
        + (pooling.stride().equals(pooling.window()) ? "" : "/" + pooling.stride())
        + (pooling.rounding() == Rounding.FLOOR ? "f" : "");
  }

  private static void positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, but was " + value);
    }
  }

  private static void positive(String what, Extent value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(what + " must be at least 1x1, but was " + value.full());
    }
  }
}
