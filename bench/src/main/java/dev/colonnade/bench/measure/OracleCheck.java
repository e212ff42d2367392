// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.bench.record.Accuracy;
import dev.colonnade.conformance.oracle.OracleProgram;
import dev.colonnade.conformance.oracle.OracleTensor;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.models.network.Parameter;
import java.util.Map;

/** Runs a first step on the double-precision oracle and compares what the device made of it. */
final class OracleCheck {
  /**
   * Least limit: in strict fp32 up to 2e-6 was seen, where a max-pool's two largest values are so
   * close that the order of a sum decides.
   */
  private static final double LEAST_WRONG = 1e-4;

  /** NMSE allowed for each unit of roundoff of the operands. */
  private static final double ROUNDOFFS = 16;

  private OracleCheck() {}

  /**
   * NMSE of the first step's weight changes above which a device's result counts as wrong: 16 times
   * the mode's unit roundoff u, and 1e-4 at least. That is 1e-4 in {@code STRICT_FP32}, 2^-7
   * (7.8e-3) in {@code TF32}, 2^-4 (6.3e-2) in {@code BF16}.
   *
   * <p>Rounded operands alone move the changes by about u, an NMSE of u^2. But where the two
   * largest values of a max-pool lie within u of each other, the gradient takes another way, by a
   * step that does not shrink with u; how often that happens is proportional to u, and so is the
   * NMSE that it brings. With the oracle's operands rounded, the nets of the studies came to 3.4 u
   * at most in {@code TF32} and 1.4 u in {@code BF16}, one image a step. A wrong gradient of any
   * large layer is far beyond; finer faults are the conformance kit's to find.
   */
  static double wrongFrom(MathMode mode) {
    return Math.max(LEAST_WRONG, ROUNDOFFS * mode.unitRoundoff());
  }

  /**
   * Compares after one step on a freshly prepared net: the trained weights where it trains, else
   * the summed loss.
   */
  static Accuracy compare(Prepared prepared) {
    OracleProgram oracle = new OracleProgram(prepared.program());
    prepared
        .initialValues()
        .forEach((name, value) -> oracle.write(prepared.program().variable(name), value));
    Map<String, OracleTensor> expected = oracle.submit(prepared.entry(), prepared.feeds(1), 1);
    Accumulator error = new Accumulator();
    if (prepared.training()) {
      Map<String, HostTensor> initial = prepared.initialValues();
      for (Parameter parameter : prepared.network().parameters()) {
        OracleTensor wanted = oracle.read(parameter.variable());
        HostTensor got = prepared.state().read(parameter.variable());
        HostTensor start = initial.get(parameter.variable().name());
        if (start == null) {
          throw new IllegalStateException("no initial value of " + parameter.variable());
        }
        for (int i = 0; i < wanted.size(); i++) {
          error.add(wanted.get(i) - start.getDouble(i), got.getDouble(i) - start.getDouble(i));
        }
      }
      return error.accuracy("weight changes of the first step");
    }
    throw new IllegalStateException("only training steps are compared, got " + expected.keySet());
  }

  private static final class Accumulator {
    private double squares;
    private double wantedSquares;
    private double largest;
    private double largestWanted;

    void add(double wanted, double got) {
      double difference = Math.abs(wanted - got);
      squares += difference * difference;
      wantedSquares += wanted * wanted;
      largest = Math.max(largest, difference);
      largestWanted = Math.max(largestWanted, Math.abs(wanted));
    }

    Accuracy accuracy(String compared) {
      return new Accuracy(squares / wantedSquares, largest / largestWanted, compared);
    }
  }
}
