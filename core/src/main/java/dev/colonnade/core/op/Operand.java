// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import dev.colonnade.core.tensor.TensorType;

/**
 * Something that has a type and can be given to an operation: a graph's value, or a tensor where an
 * interpreter runs operations as they are built.
 */
public interface Operand {
  /** Element type and shape. */
  TensorType type();
}
