// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import dev.colonnade.core.tensor.TensorType;
import java.util.List;
import java.util.Map;

/**
 * An operation: a function from typed tensors to typed tensors. Immutable; two operations are equal
 * when their kind and attributes are.
 */
public sealed interface Op permits Primitive, Composite {
  /** The name printed in graphs, plans and support tables, for example {@code convolution}. */
  default String name() {
    return Attributes.nameOf(this);
  }

  /** Attributes by name, in the order they were declared; values print canonically. */
  default Map<String, Object> attributes() {
    return Attributes.of(this);
  }

  /**
   * Types of the results for these operand types.
   *
   * @throws ShapeException if the operands do not fit the operation; the message says what was
   *     expected, what was given, and the remedy
   */
  List<TensorType> infer(List<TensorType> operands);
}
