// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

import java.util.List;

/** Canonical text of layers. */
final class NetPrinter {

  private NetPrinter() {}

  /**
   * The text of each layer. A net of fully connected layers on a vector is written with bare
   * numbers, {@code 841-1000-500-10}; every other net with {@code N}.
   */
  static List<String> layers(MapShape input, List<LayerSpec> layers) {
    boolean bare =
        input.isVector() && layers.stream().allMatch(LayerSpec.FullyConnected.class::isInstance);
    return layers.stream()
        .map(layer ->
            bare && layer instanceof LayerSpec.FullyConnected(int units)
                ? Integer.toString(units)
                : layer.notation())
        .toList();
  }
}
