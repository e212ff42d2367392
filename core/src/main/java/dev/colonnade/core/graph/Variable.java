// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.graph;

import dev.colonnade.core.tensor.TensorType;

/**
 * State that lives on the device between steps: weights, optimizer state, counters, data sets.
 * Read, written and checkpointed in its logical layout; the device may keep it in another one.
 *
 * @param name unique in a program
 * @param type element type and shape
 */
public record Variable(String name, TensorType type) {
  /** Refuses a blank name. */
  public Variable {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a variable needs a name");
    }
  }

  @Override
  public String toString() {
    return name + " " + type;
  }
}
