// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

/**
 * Numerical error of this device at this point against the double-precision oracle.
 *
 * @param normalizedMeanSquareError sum of squared differences over the sum of the oracle's squares,
 *     dimensionless
 * @param largestRelativeError largest single difference over the largest absolute value of the
 *     oracle's tensor, dimensionless
 * @param compared which tensors were compared
 */
public record Accuracy(
    double normalizedMeanSquareError, double largestRelativeError, String compared) {

  /** Checks the signs; NaN is let through, since a wrong device must be reportable. */
  public Accuracy {
    Checks.text("accuracy.compared", compared);
    if (normalizedMeanSquareError < 0 || largestRelativeError < 0) {
      throw new IllegalArgumentException(
          "accuracy holds a negative error; zero or more is expected");
    }
  }
}
