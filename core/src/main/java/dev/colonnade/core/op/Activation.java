// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import java.util.List;

/** Element-wise non-linearity of a layer, as an attribute of fused composites. */
public sealed interface Activation {
  /** {@code y = x}. */
  record Identity() implements Activation {}

  /** {@code y = max(x, 0)}. */
  record Relu() implements Activation {}

  /** {@code y = tanh(x)}. */
  record Tanh() implements Activation {}

  /** {@code y = 1 / (1 + e^-x)}. */
  record Sigmoid() implements Activation {}

  /**
   * {@code y = amplitude * tanh(slope * x)}; DanNet's is 1.7159 tanh(0.6666 x) (Ciresan et al.,
   * IJCAI 2011, sec. 4 [memory]).
   *
   * @param amplitude limit of |y|
   * @param slope steepness at zero over the amplitude
   */
  record ScaledTanh(float amplitude, float slope) implements Activation {
    /** DanNet's constants. */
    public static final ScaledTanh DANNET = new ScaledTanh(1.7159f, 0.6666f);
  }

  /** Builds the activation of x. */
  default <V extends Operand> V build(OpBuilder<V> builder, V x) {
    return switch (this) {
      case Identity() -> x;
      case Relu() -> builder.maximum(x, builder.constant(0f));
      case Tanh() -> builder.tanh(x);
      case Sigmoid() -> builder.sigmoid(x);
      case ScaledTanh(float amplitude, float slope) ->
          builder.applyOne(
              new dev.colonnade.core.op.composite.ScaledTanh(amplitude, slope), List.of(x));
    };
  }
}
