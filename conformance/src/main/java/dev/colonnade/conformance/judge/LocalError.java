// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.judge;

import dev.colonnade.conformance.oracle.Oracle;
import dev.colonnade.conformance.oracle.OracleTensor;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.Compare;
import dev.colonnade.core.op.Convert;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.GridSample;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.PoolGeometry;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.op.Primitive;
import dev.colonnade.core.op.Random;
import dev.colonnade.core.op.Reduction;
import dev.colonnade.core.op.Select;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The error that one primitive may make on exact operands, element by element.
 *
 * <p>Sums of products are bounded by the sum of the products' magnitudes times a factor of their
 * number, in any order of summation (Higham, "Accuracy and Stability of Numerical Algorithms", 2nd
 * ed., sec. 3.1); functions by the ulp bound in their Javadoc. Each bound has room for a result
 * that was flushed to zero.
 */
public final class LocalError {
  private final double[] worst;
  private final double[] typical;
  private final double[] deviation;

  private LocalError(double[] worst, double[] typical, double[] deviation) {
    this.worst = worst;
    this.typical = typical;
    this.deviation = deviation;
  }

  /** What no correct kernel exceeds at element {@code index}. */
  double worst(int index) {
    return worst[index];
  }

  /** The size of errors to be expected at element {@code index}, by which runs are disturbed. */
  double deviation(int index) {
    return deviation[index];
  }

  /** The bounds for a primitive, or null if its result must be exact. */
  public static @Nullable LocalError of(
      Primitive op, List<OracleTensor> operands, OracleTensor result, MathMode math) {
    if (result.dtype() != DType.F32) {
      return null;
    }
    return switch (op) {
      case UnaryOp unary -> unary(unary, result);
      case BinaryOp binary -> binary(binary, result);
      case Compare ignored -> null;
      case Select ignored -> null;
      case Convert ignored -> null;
      case ShapeOp ignored -> null;
      case Reduction reduction -> reduction(reduction, operands, result);
      case MatMul(boolean transposeA, boolean transposeB) -> {
        Shape a = operands.get(0).shape();
        yield product(op, operands, a.dimension(transposeA ? -2 : -1), math);
      }
      case ConvolutionOp convolution -> product(op, operands, terms(convolution, operands), math);
      case PoolOp pool -> pool(pool, operands);
      case GridSample ignored ->
          sums(
              Oracle.primitive(op, magnitudes(operands.get(0), operands)),
              8,
              1,
              gridSlack(operands.get(0)));
      case Random ignored -> null;
      case StructuralOp ignored -> null;
    };
  }

  private static @Nullable LocalError unary(UnaryOp op, OracleTensor result) {
    return switch (op) {
      case UnaryOp.Negate(), UnaryOp.Absolute(), UnaryOp.Sign(), UnaryOp.Floor() -> null;
      case UnaryOp.LogicalNot() -> null;
      case UnaryOp.Exp(), UnaryOp.Log() -> ulps(4, result);
      case UnaryOp.SquareRoot() -> ulps(1, result);
      case UnaryOp.Tanh(), UnaryOp.Sigmoid() -> ulps(8, result);
      case UnaryOp.Sine(), UnaryOp.Cosine() -> absolute(0x1p-22, result);
    };
  }

  private static @Nullable LocalError binary(BinaryOp op, OracleTensor result) {
    return switch (op) {
      case BinaryOp.Add(), BinaryOp.Subtract(), BinaryOp.Multiply() -> ulps(0, result);
      case BinaryOp.Divide() -> ulps(2.5, result);
      case BinaryOp.Power() -> ulps(16, result);
      case BinaryOp.Maximum(), BinaryOp.Minimum() -> null;
      case BinaryOp.LogicalAnd(), BinaryOp.LogicalOr() -> null;
    };
  }

  /**
   * {@code ulps} units in the last place of the correctly rounded result, which is itself rounded.
   */
  private static LocalError ulps(double ulps, OracleTensor result) {
    double[] bound = new double[result.size()];
    for (int i = 0; i < bound.length; i++) {
      double value = Math.abs(result.get(i));
      double unit = Double.isFinite(value) ? Math.ulp((float) Math.min(value, Float.MAX_VALUE)) : 0;
      bound[i] = (ulps + 0.5) * unit + Tolerance.SMALLEST_NORMAL;
    }
    return new LocalError(bound, bound, bound);
  }

  private static LocalError absolute(double error, OracleTensor result) {
    double[] bound = new double[result.size()];
    Arrays.fill(bound, error);
    return new LocalError(bound, bound, bound);
  }

  private static @Nullable LocalError reduction(
      Reduction op, List<OracleTensor> operands, OracleTensor result) {
    return switch (op) {
      case Reduction.ReduceMax ignored -> null;
      case Reduction.ArgMax ignored -> null;
      case Reduction.ReduceSum ignored -> {
        OracleTensor sum = Oracle.primitive(op, List.of(operands.get(0).magnitudes()));
        double terms = (double) operands.get(0).size() / result.size();
        yield sums(sum, terms, 1, 0);
      }
    };
  }

  /** Products of rounded operands, summed: matmul and convolution in the given math mode. */
  private static LocalError product(
      Primitive op, List<OracleTensor> operands, double terms, MathMode math) {
    OracleTensor sum =
        Oracle.primitive(op, List.of(operands.get(0).magnitudes(), operands.get(1).magnitudes()));
    LocalError inFp32 = sums(sum, terms + 1, terms, 0);
    if (math == MathMode.STRICT_FP32) {
      return inFp32;
    }
    double operand = 2 * math.unitRoundoff() + math.unitRoundoff() * math.unitRoundoff();
    double[] worst = inFp32.worst.clone();
    double[] typical = inFp32.typical.clone();
    double[] deviation = inFp32.deviation.clone();
    for (int i = 0; i < worst.length; i++) {
      worst[i] += operand * sum.get(i);
      typical[i] += operand * sum.get(i);
      // Roundings of different operands cancel as those of a sum do.
      deviation[i] += operand * sum.get(i) / Math.sqrt(terms);
    }
    return new LocalError(worst, typical, deviation);
  }

  private static double terms(ConvolutionOp op, List<OracleTensor> operands) {
    return switch (op) {
      case ConvolutionOp.Convolution ignored -> {
        Shape filter = operands.get(1).shape();
        yield (double) filter.dimension(1) * filter.dimension(2) * filter.dimension(3);
      }
      case ConvolutionOp.ConvolutionInputGradient(ConvolutionGeometry geometry, Shape ignored) -> {
        Shape filter = operands.get(1).shape();
        yield (double) filter.dimension(0)
            / geometry.groups()
            * filter.dimension(2)
            * filter.dimension(3);
      }
      case ConvolutionOp.ConvolutionFilterGradient ignored -> {
        Shape dy = operands.get(1).shape();
        yield (double) dy.dimension(0) * dy.dimension(2) * dy.dimension(3);
      }
    };
  }

  private static @Nullable LocalError pool(PoolOp op, List<OracleTensor> operands) {
    PoolGeometry geometry = op.geometry();
    double window = (double) geometry.windowHeight() * geometry.windowWidth();
    double overlap =
        Math.ceil((double) geometry.windowHeight() / geometry.strideHeight())
            * Math.ceil((double) geometry.windowWidth() / geometry.strideWidth());
    return switch (op) {
      case PoolOp.MaxPool ignored -> null;
      case PoolOp.MaxPoolGradient ignored ->
          sums(
              Oracle.primitive(op, List.of(operands.get(0), operands.get(1).magnitudes())),
              window,
              1,
              0);
      case PoolOp.AveragePool ignored ->
          sums(Oracle.primitive(op, List.of(operands.get(0).magnitudes())), window + 3, 1, 0);
      case PoolOp.AveragePoolGradient ignored ->
          sums(
              Oracle.primitive(op, List.of(operands.get(0).magnitudes())),
              Math.max(window, overlap) + 3,
              1,
              0);
    };
  }

  private static List<OracleTensor> magnitudes(OracleTensor first, List<OracleTensor> operands) {
    return List.of(first.magnitudes(), operands.get(1));
  }

  /** A weight 1 - f close to 1 may be off by a roundoff, which the neighbour's value scales. */
  private static double gridSlack(OracleTensor images) {
    double largest = 0;
    for (double value : images.values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return 8 * Tolerance.ROUNDOFF * largest;
  }

  private static LocalError sums(OracleTensor sum, double terms, double flushed, double slack) {
    double[] worst = new double[sum.size()];
    double[] typical = new double[sum.size()];
    double[] deviation = new double[sum.size()];
    double floor = flushed * Tolerance.SMALLEST_NORMAL + slack;
    for (int i = 0; i < worst.length; i++) {
      double magnitude = Double.isFinite(sum.get(i)) ? sum.get(i) : 0;
      worst[i] = Tolerance.worst(terms) * magnitude + floor;
      typical[i] = Tolerance.typical(terms) * magnitude + floor;
      deviation[i] = Math.sqrt(terms) * Tolerance.ROUNDOFF * magnitude + floor;
    }
    return new LocalError(worst, typical, deviation);
  }

  /**
   * The tolerance for a kernel of this primitive alone: no element beyond its worst case, and the
   * root of the mean square of all errors below what is typical.
   */
  public Tolerance tolerance(OracleTensor expected) {
    double errors = 0;
    double squares = 0;
    for (int i = 0; i < typical.length; i++) {
      double value = expected.get(i);
      if (Float.isFinite((float) value)) {
        errors += typical[i] * typical[i];
        squares += value * value;
      }
    }
    return new Tolerance(worst, squares == 0 ? Double.POSITIVE_INFINITY : errors / squares);
  }
}
