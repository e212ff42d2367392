// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.judge;

import dev.colonnade.conformance.oracle.OracleBuilder;
import dev.colonnade.conformance.oracle.OracleTensor;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.op.Primitive;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Evaluates in double precision, but moves each result by a random share of the error that a
 * correct kernel may make: Monte Carlo arithmetic (D. S. Parker, "Monte Carlo arithmetic", UCLA
 * CSD-970002, 1997). How far whole programs then drift apart tells what rounding alone can do to
 * them, whatever their depth and conditioning.
 */
final class DisturbedBuilder extends OracleBuilder {
  private final MathMode math;
  private final SplittableRandom random;

  DisturbedBuilder(MathMode math, SplittableRandom random) {
    this.math = math;
    this.random = random;
  }

  @Override
  protected OracleTensor primitive(Primitive op, List<OracleTensor> operands) {
    OracleTensor result = super.primitive(op, operands);
    LocalError error = LocalError.of(op, operands, result, math);
    if (error == null) {
      return result;
    }
    for (int i = 0; i < result.size(); i++) {
      if (Double.isFinite(result.get(i))) {
        result.set(i, result.get(i) + error.deviation(i) * (2 * random.nextDouble() - 1));
      }
    }
    return result;
  }
}
