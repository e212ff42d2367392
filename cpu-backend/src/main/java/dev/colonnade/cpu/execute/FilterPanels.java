// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.execute;

import dev.colonnade.core.tensor.Shape;

/**
 * The order in which a convolution's filter is kept: its taps in the order row, column, input
 * channel, dealt out to panels of one width, each with all output channels, [panels, O, width]; the
 * last panel is filled up with zeros. Forward and both gradients read or write whole rows of it.
 *
 * @param filter the logical shape, [O, C, KH, KW]
 * @param width taps of a panel
 */
public record FilterPanels(Shape filter, int width) {
  /** Taps of one output channel. */
  public int taps() {
    return filter.dimension(1) * filter.dimension(2) * filter.dimension(3);
  }

  /** The shape in this order. */
  public Shape physical() {
    return Shape.of(Math.ceilDiv(taps(), width), filter.dimension(0), width);
  }

  /** Puts a filter in logical order into panels. */
  public void pack(float[] logical, int from, float[] panels, int to) {
    int outputs = filter.dimension(0);
    int channels = filter.dimension(1);
    int plane = filter.dimension(2) * filter.dimension(3);
    int taps = taps();
    int padded = physical().dimension(0) * width;
    for (int o = 0; o < outputs; o++) {
      for (int tap = 0; tap < padded; tap++) {
        int source = from + o * taps + tap % channels * plane + tap / channels;
        panels[to + (tap / width * outputs + o) * width + tap % width] =
            tap < taps ? logical[source] : 0;
      }
    }
  }

  /** The way back. */
  public void unpack(float[] panels, int from, float[] logical, int to) {
    int outputs = filter.dimension(0);
    int channels = filter.dimension(1);
    int plane = filter.dimension(2) * filter.dimension(3);
    int taps = taps();
    for (int o = 0; o < outputs; o++) {
      for (int tap = 0; tap < taps; tap++) {
        logical[to + o * taps + tap % channels * plane + tap / channels] =
            panels[from + (tap / width * outputs + o) * width + tap % width];
      }
    }
  }
}
