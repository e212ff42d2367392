// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.network;

import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.models.notation.ConnectionTable;
import java.util.Optional;

/**
 * A trained tensor of a net.
 *
 * @param variable name ({@code layer1/weights}) and type: [maps, input maps / groups, rows,
 *     columns] of a convolution, [units, inputs] of a fully connected layer, [maps] or [units] of a
 *     bias
 * @param kind weights or bias
 * @param ordinal its place among the net's parameters, from 0; what its initial values are keyed by
 * @param table connection table of the weights of a table convolution; weights outside it are zero
 */
public record Parameter(
    Variable variable, Kind kind, int ordinal, Optional<ConnectionTable> table) {
  /** What a parameter multiplies. */
  public enum Kind {
    /** Outputs of the layer below. */
    WEIGHTS,
    /** One. */
    BIAS
  }

  /** Element type and shape. */
  public TensorType type() {
    return variable.type();
  }

  /** The variable that keeps its last step, for momentum: of the same type, named after it. */
  public Variable velocity() {
    return new Variable(variable.name() + "/velocity", variable.type());
  }

  /** Inputs that one output unit sums: fan-in of the layer, for weights; 1 for a bias. */
  public long fanIn() {
    return kind == Kind.BIAS ? 1 : type().elementCount() / type().shape().dimension(0);
  }
}
