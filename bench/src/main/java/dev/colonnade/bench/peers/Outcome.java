// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import dev.colonnade.bench.record.Accuracy;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.core.backend.MathMode;
import java.util.List;
import java.util.Locale;

/** What checked steps left behind. */
final class Outcome {
  private final List<Double> losses;
  private final float[] initial;
  private final float[] weights;

  /**
   * Keeps the arrays.
   *
   * @param losses loss of each step
   * @param initial parameters before the first step
   * @param weights parameters after the last
   */
  Outcome(List<Double> losses, float[] initial, float[] weights) {
    this.losses = List.copyOf(losses);
    this.initial = initial;
    this.weights = weights;
  }

  /**
   * How far another's outcome may be away from the reference's in a math mode.
   *
   * @param loss relative difference of any step's loss
   * @param weights normalized mean square error of the change of all parameters; in full precision
   *     it is about 1e-10 where all sums agree to rounding, and up to 2e-6 was seen where a
   *     max-pool's two largest values are so close that the last bit decides
   */
  record Tolerance(double loss, double weights) {
    static Tolerance of(MathMode mode) {
      return switch (mode) {
        case STRICT_FP32 -> new Tolerance(1e-5, 1e-4);
        case TF32 -> new Tolerance(1e-3, 1e-3);
        case BF16 -> new Tolerance(2e-2, 5e-2);
      };
    }
  }

  /**
   * Compares with a reference of the same steps.
   *
   * @param reference id of whose outcome it is
   * @throws PeerException if they differ by more than the tolerance
   */
  Accuracy against(Outcome wanted, String reference, MathMode mode) throws PeerException {
    Tolerance tolerance = Tolerance.of(mode);
    for (int step = 0; step < wanted.losses.size(); step++) {
      double expected = wanted.losses.get(step);
      double got = losses.get(step);
      double difference = Math.abs(got - expected) / Math.abs(expected);
      if (!(difference <= tolerance.loss)) {
        throw wrong(
            String.format(
                Locale.ROOT,
                "its loss of step %d is %.7g, that of %s %.7g; the relative difference %.1e is more"
                    + " than %.0e",
                step + 1,
                got,
                reference,
                expected,
                difference,
                tolerance.loss));
      }
    }
    double squares = 0;
    double wantedSquares = 0;
    double largest = 0;
    double largestWanted = 0;
    for (int i = 0; i < wanted.weights.length; i++) {
      double expected = (double) wanted.weights[i] - wanted.initial[i];
      double difference = Math.abs((double) weights[i] - wanted.weights[i]);
      squares += difference * difference;
      wantedSquares += expected * expected;
      // Math.max keeps NaN, which must not pass for a small difference.
      largest = Math.max(largest, difference);
      largestWanted = Math.max(largestWanted, Math.abs(expected));
    }
    double error = squares / wantedSquares;
    int steps = wanted.losses.size();
    if (!(error <= tolerance.weights)) {
      throw wrong(
          String.format(
              Locale.ROOT,
              "its weight changes after %d steps differ from those of %s by NMSE %.1e, more than %.0e",
              steps,
              reference,
              error,
              tolerance.weights));
    }
    return new Accuracy(
        error,
        largest / largestWanted,
        "weight changes of " + steps + " steps, against " + reference + " instead of the oracle");
  }

  private static PeerException wrong(String reason) {
    return new PeerException(FailureRecord.Kind.WRONG_RESULT, reason);
  }
}
