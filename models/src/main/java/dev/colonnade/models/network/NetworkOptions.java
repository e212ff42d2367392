// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.network;

import dev.colonnade.core.op.Activation;

/**
 * What the notation leaves open about a net.
 *
 * @param hidden activation of convolutions and hidden fully connected layers
 * @param output activation of the last layer; the identity where the loss takes logits
 * @param loss what training lowers
 * @param scaling how pixels become inputs
 */
public record NetworkOptions(
    Activation hidden, Activation output, Loss loss, InputScaling scaling) {
  /**
   * DanNet's: 1.7159 tanh(0.6666 a) in hidden layers, softmax cross-entropy on the last, inputs in
   * [-1, 1].
   */
  public static final NetworkOptions DANNET =
      new NetworkOptions(
          Activation.ScaledTanh.DANNET,
          new Activation.Identity(),
          Loss.SOFTMAX_CROSS_ENTROPY,
          InputScaling.PLUS_MINUS_ONE);
}
