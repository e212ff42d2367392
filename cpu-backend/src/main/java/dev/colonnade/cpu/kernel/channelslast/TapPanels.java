// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.channelslast;

import dev.colonnade.cpu.kernel.Simd;
import dev.colonnade.cpu.kernel.convolution.ConvolutionShape;
import dev.colonnade.cpu.kernel.gemm.MicroKernel;

/**
 * The taps of a filter dealt out to panels in their order (row, column, channel). What lies side by
 * side in the images is one run, of at most a vector.
 */
final class TapPanels {
  private static final int WIDTH = MicroKernel.COLUMNS;

  private final int taps;

  /** Where each panel's runs begin in the arrays behind. */
  private final int[] firstRuns;

  /** For each run its place in an image, from its window's first element. */
  private final int[] imagePlaces;

  /** For each run its column in the panel; behind each panel's runs the columns used. */
  private final int[] columns;

  TapPanels(ConvolutionShape shape, Windows windows) {
    taps = shape.filterSize();
    int[] places = windows.taps(shape);
    int panels = Math.ceilDiv(taps, WIDTH);
    firstRuns = new int[panels + 1];
    imagePlaces = new int[taps + panels];
    columns = new int[taps + panels];
    int runs = 0;
    for (int j = 0; j < panels; j++) {
      firstRuns[j] = runs;
      int end = Math.min(taps, (j + 1) * WIDTH);
      for (int first = j * WIDTH; first < end; ) {
        imagePlaces[runs] = places[first];
        columns[runs++] = first - j * WIDTH;
        int next = first + 1;
        while (next < end && next - first < Simd.LANES && places[next] == places[next - 1] + 1) {
          next++;
        }
        first = next;
      }
      columns[runs++] = end - j * WIDTH;
    }
    firstRuns[panels] = runs;
  }

  int count() {
    return firstRuns.length - 1;
  }

  /** Floats of a row of the panel. */
  int width(int panel) {
    return MicroKernel.panelColumns(taps - panel * WIDTH);
  }

  int firstRun(int panel) {
    return firstRuns[panel];
  }

  int runs(int panel) {
    return firstRuns[panel + 1] - 1 - firstRuns[panel];
  }

  int[] imagePlaces() {
    return imagePlaces;
  }

  int[] columns() {
    return columns;
  }
}
