// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.oracle;

import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.Compare;
import dev.colonnade.core.op.Convert;
import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.tensor.DType;

/** Element-wise functions, comparison, choice and conversion. */
final class ElementwiseOracle {
  private ElementwiseOracle() {}

  static OracleTensor unary(UnaryOp op, OracleTensor x) {
    OracleTensor result = OracleTensor.zeros(x.type());
    for (int i = 0; i < result.size(); i++) {
      result.set(i, unary(op, x.dtype(), x.get(i)));
    }
    return result;
  }

  private static double unary(UnaryOp op, DType dtype, double x) {
    return switch (op) {
      case UnaryOp.Negate() -> dtype == DType.I32 ? -(int) x : -x;
      case UnaryOp.Absolute() -> dtype == DType.I32 ? Math.abs((int) x) : Math.abs(x);
      case UnaryOp.Sign() -> Math.signum(x);
      case UnaryOp.Exp() -> Math.exp(x);
      case UnaryOp.Log() -> Math.log(x);
      case UnaryOp.SquareRoot() -> Math.sqrt(x);
      case UnaryOp.Tanh() -> Math.tanh(x);
      case UnaryOp.Sigmoid() -> 1 / (1 + Math.exp(-x));
      case UnaryOp.Sine() -> Math.sin(x);
      case UnaryOp.Cosine() -> Math.cos(x);
      case UnaryOp.Floor() -> Math.floor(x);
      case UnaryOp.LogicalNot() -> x == 0 ? 1 : 0;
    };
  }

  static OracleTensor binary(BinaryOp op, OracleTensor a, OracleTensor b) {
    OracleTensor result = OracleTensor.zeros(a.type());
    for (int i = 0; i < result.size(); i++) {
      result.set(
          i,
          a.dtype() == DType.I32
              ? integer(op, (int) a.get(i), (int) b.get(i))
              : real(op, a.get(i), b.get(i)));
    }
    return result;
  }

  private static int integer(BinaryOp op, int a, int b) {
    return switch (op) {
      case BinaryOp.Add() -> a + b;
      case BinaryOp.Subtract() -> a - b;
      case BinaryOp.Multiply() -> a * b;
      case BinaryOp.Maximum() -> Math.max(a, b);
      case BinaryOp.Minimum() -> Math.min(a, b);
      case BinaryOp.Divide(), BinaryOp.Power(), BinaryOp.LogicalAnd(), BinaryOp.LogicalOr() ->
          throw new IllegalArgumentException(op.name() + " is not defined on I32");
    };
  }

  private static double real(BinaryOp op, double a, double b) {
    return switch (op) {
      case BinaryOp.Add() -> a + b;
      case BinaryOp.Subtract() -> a - b;
      case BinaryOp.Multiply() -> a * b;
      case BinaryOp.Divide() -> a / b;
      case BinaryOp.Maximum() -> Math.max(a, b);
      case BinaryOp.Minimum() -> Math.min(a, b);
      case BinaryOp.Power() -> power(a, b);
      case BinaryOp.LogicalAnd() -> a != 0 && b != 0 ? 1 : 0;
      case BinaryOp.LogicalOr() -> a != 0 || b != 0 ? 1 : 0;
    };
  }

  /** C's pow: unlike Java's, 1^NaN = 1 and (+-1)^(+-infinity) = 1. */
  private static double power(double a, double b) {
    boolean one = a == 1 || (a == -1 && Double.isInfinite(b));
    return one ? 1 : Math.pow(a, b);
  }

  static OracleTensor compare(Compare op, OracleTensor a, OracleTensor b) {
    OracleTensor result = OracleTensor.zeros(a.type().withDType(DType.BOOL));
    for (int i = 0; i < result.size(); i++) {
      boolean holds =
          switch (op.relation()) {
            case EQUAL -> a.get(i) == b.get(i);
            case NOT_EQUAL -> a.get(i) != b.get(i);
            case LESS -> a.get(i) < b.get(i);
            case LESS_OR_EQUAL -> a.get(i) <= b.get(i);
            case GREATER -> a.get(i) > b.get(i);
            case GREATER_OR_EQUAL -> a.get(i) >= b.get(i);
          };
      result.set(i, holds ? 1 : 0);
    }
    return result;
  }

  static OracleTensor select(OracleTensor condition, OracleTensor onTrue, OracleTensor onFalse) {
    OracleTensor result = OracleTensor.zeros(onTrue.type());
    for (int i = 0; i < result.size(); i++) {
      result.set(i, condition.get(i) != 0 ? onTrue.get(i) : onFalse.get(i));
    }
    return result;
  }

  static OracleTensor convert(Convert op, OracleTensor x) {
    OracleTensor result = OracleTensor.zeros(x.type().withDType(op.dtype()));
    for (int i = 0; i < result.size(); i++) {
      double value = x.get(i);
      result.set(
          i,
          switch (op.dtype()) {
            // An F32 operand is not rounded: the oracle keeps F32 values in double precision.
            case F32 -> x.dtype() == DType.I32 ? (float) (int) value : value;
            // Java's narrowing rounds towards zero, saturates, and takes NaN to 0.
            case I32 -> (int) value;
            case U8 -> Math.max(0, Math.min(255, (int) value));
            case BOOL -> value != 0 ? 1 : 0;
          });
    }
    return result;
  }
}
