// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.bench.record.Accuracy;
import dev.colonnade.conformance.oracle.OracleProgram;
import dev.colonnade.conformance.oracle.OracleTensor;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.models.network.Parameter;
import java.util.Map;

/** Runs a first step on the double-precision oracle and compares what the device made of it. */
final class OracleCheck {
  private OracleCheck() {}

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
