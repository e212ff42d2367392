// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.models.notation.LayerTable;

/** Multiply-accumulates of a timed pass, per image, by which it is held against a device's peak. */
public final class PassMacs {

  private PassMacs() {}

  /**
   * Counts the products of a pass. A training step has those of the forward pass, as many for the
   * gradients of the weights, and as many again for the gradients of the activations, except in the
   * first layer with weights: nobody asks for the gradient of the image. Element-wise work, pooling
   * and the update of the weights are not counted, as is the custom.
   */
  public static Measured<Long> of(Pass pass, LayerTable table) {
    return switch (pass) {
      case EVALUATE -> Measured.of(table.effectiveMacs());
      case TRAIN_STEP, TRAIN_DISTORT -> Measured.of(3 * table.effectiveMacs() - firstLayer(table));
      case PAPER_EPOCH ->
          Measured.unavailable(
              "an epoch joins training, validation and test, whose shares differ by data set");
      case DISTORT, UPLOAD -> Measured.unavailable("images are drawn or copied, no net is run");
      case TRAIN_TO_ERROR, COMMITTEE -> Measured.unavailable("nets are trained to the end");
    };
  }

  private static long firstLayer(LayerTable table) {
    return table.rows().stream()
        .mapToLong(LayerTable.Row::effectiveMacs)
        .filter(macs -> macs > 0)
        .findFirst()
        .orElse(0);
  }
}
