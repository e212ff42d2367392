// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.oracle;

import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.Compare;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.Convert;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.GridSample;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.op.Primitive;
import dev.colonnade.core.op.Random;
import dev.colonnade.core.op.Reduction;
import dev.colonnade.core.op.Select;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.op.UnaryOp;
import java.util.List;

/**
 * Evaluates one operation in double precision. The switch has no default: a new primitive does not
 * compile until it has an oracle.
 */
public final class Oracle {
  private Oracle() {}

  /**
   * The results of an operation; composites by way of their decomposition.
   *
   * @throws IllegalArgumentException for feeds, reads and assignments, which need a program around
   *     them ({@link OracleProgram})
   */
  public static List<OracleTensor> evaluate(Op op, List<OracleTensor> operands) {
    return switch (op) {
      case Primitive primitive -> List.of(primitive(primitive, operands));
      case Composite composite -> new OracleBuilder().apply(composite, operands);
    };
  }

  /** The result of a primitive. */
  public static OracleTensor primitive(Primitive op, List<OracleTensor> operands) {
    return switch (op) {
      case UnaryOp unary -> ElementwiseOracle.unary(unary, operands.get(0));
      case BinaryOp binary -> ElementwiseOracle.binary(binary, operands.get(0), operands.get(1));
      case Compare compare -> ElementwiseOracle.compare(compare, operands.get(0), operands.get(1));
      case Select() -> ElementwiseOracle.select(operands.get(0), operands.get(1), operands.get(2));
      case Convert convert -> ElementwiseOracle.convert(convert, operands.get(0));
      case ShapeOp shape -> ShapeOracle.evaluate(shape, operands);
      case Reduction reduction -> ReductionOracle.evaluate(reduction, operands.get(0));
      case MatMul matMul -> ReductionOracle.matMul(matMul, operands.get(0), operands.get(1));
      case ConvolutionOp convolution -> ConvolutionOracle.evaluate(convolution, operands);
      case PoolOp pool -> PoolOracle.evaluate(pool, operands);
      case GridSample sample -> SamplingOracle.gridSample(sample, operands.get(0), operands.get(1));
      case Random random -> SamplingOracle.random(random, operands.get(0), operands.get(1));
      case StructuralOp.Constant(var value) -> OracleTensor.of(value);
      case StructuralOp.Feed ignored -> throw outsideProgram(op);
      case StructuralOp.ReadVariable ignored -> throw outsideProgram(op);
      case StructuralOp.Assign ignored -> throw outsideProgram(op);
    };
  }

  private static IllegalArgumentException outsideProgram(Primitive op) {
    return new IllegalArgumentException(
        op.name() + " has no value outside a program; run it with OracleProgram");
  }
}
