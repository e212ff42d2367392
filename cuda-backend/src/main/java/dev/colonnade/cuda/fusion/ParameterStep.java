// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.fusion;

import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.SgdStep;
import java.util.Optional;

/**
 * The step of an optimiser behind a gradient.
 *
 * @param decay weight decay
 * @param momentum share of the last step that is kept; empty for plain gradient descent
 */
public record ParameterStep(float decay, Optional<Float> momentum) {
  /** Operands but the gradient: the parameter, with momentum its velocity, the rate. */
  int operands() {
    return momentum.isPresent() ? 3 : 2;
  }

  /** As an operation of its own. */
  Composite composite() {
    return momentum
        .<Composite>map(share -> new MomentumStep(share, decay))
        .orElseGet(() -> new SgdStep(decay));
  }

  /** Whether an operand is the parameter or its velocity, counted from the parameter on. */
  boolean overwrites(int operand) {
    return operand >= 0 && operand < operands() - 1;
  }
}
