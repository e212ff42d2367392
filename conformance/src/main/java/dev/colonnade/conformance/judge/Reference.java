// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.judge;

import dev.colonnade.conformance.oracle.OracleProgram;
import dev.colonnade.conformance.oracle.OracleTensor;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A program run by the oracle, together with a few disturbed runs from which the tolerance of every
 * output and variable follows.
 */
public final class Reference {
  private static final int DISTURBED_RUNS = 4;

  private final Program program;
  private final OracleProgram exact;
  private final List<OracleProgram> disturbed = new ArrayList<>();

  /** With all variables zero. */
  public Reference(Program program, MathMode math) {
    this.program = program;
    this.exact = new OracleProgram(program);
    for (int run = 0; run < DISTURBED_RUNS; run++) {
      disturbed.add(
          new OracleProgram(program, new DisturbedBuilder(math, new SplittableRandom(1L + run))));
    }
  }

  /** Overwrites a variable. */
  public void write(Variable variable, HostTensor value) {
    exact.write(variable, value);
    disturbed.forEach(run -> run.write(variable, value));
  }

  /** What an output or a variable should be. */
  public record Expected(OracleTensor value, Tolerance tolerance) {
    /** Fails unless {@code actual} is that. */
    public void check(String what, HostTensor actual) {
      Judge.compare(what, actual, value, tolerance);
    }
  }

  /** Runs an entry; what its outputs should be, stacked. */
  public Map<String, Expected> submit(String entry, Feeds feeds, int steps) {
    Map<String, OracleTensor> values = exact.submit(entry, feeds, steps);
    List<Map<String, OracleTensor>> others =
        disturbed.stream().map(run -> run.submit(entry, feeds, steps)).toList();
    Map<String, Expected> expected = new LinkedHashMap<>();
    values.forEach((name, value) ->
        expected.put(
            name, expected(value, others.stream().map(other -> other.get(name)).toList())));
    return expected;
  }

  /** What a variable should be now. */
  public Expected variable(String name) {
    Variable variable = program.variable(name);
    return expected(
        exact.read(variable), disturbed.stream().map(run -> run.read(variable)).toList());
  }

  /** Fails unless every variable, read by {@code read}, is as it should be. */
  public void checkVariables(VariableReader read) {
    for (Variable variable : program.variables().values()) {
      variable(variable.name()).check("variable " + variable.name(), read.read(variable));
    }
  }

  /** Reads a variable from a device. */
  @FunctionalInterface
  public interface VariableReader {
    /** Its value in logical layout. */
    HostTensor read(Variable variable);
  }

  private static Expected expected(OracleTensor value, List<OracleTensor> disturbed) {
    double largest = 0;
    double meanSquare = 0;
    for (OracleTensor other : disturbed) {
      double squares = 0;
      for (int i = 0; i < value.size(); i++) {
        double distance = Math.abs(other.get(i) - value.get(i));
        if (Double.isFinite(distance)) {
          largest = Math.max(largest, distance);
          squares += distance * distance;
        }
      }
      meanSquare = Math.max(meanSquare, squares);
    }
    return new Expected(value, Tolerance.disturbed(value, largest, meanSquare));
  }
}
