// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Checks shared by the operations' shape inference, so that their messages read alike. */
public final class Inference {
  private Inference() {}

  /** Fails unless there are {@code expected} operands. */
  public static void arity(Op op, List<TensorType> operands, int expected) {
    if (operands.size() != expected) {
      throw error(op, operands, "takes " + expected + " operand" + (expected == 1 ? "" : "s"));
    }
  }

  /** Fails unless operand {@code index} has one of these element types. */
  public static void dtype(Op op, List<TensorType> operands, int index, DType... allowed) {
    for (DType dtype : allowed) {
      if (operands.get(index).dtype() == dtype) {
        return;
      }
    }
    throw error(
        op,
        operands,
        "wants operand "
            + index
            + " of type "
            + Arrays.stream(allowed).map(DType::name).collect(Collectors.joining(" or "))
            + "; convert() it first");
  }

  /** Fails unless operand {@code index} has this rank. */
  public static void rank(Op op, List<TensorType> operands, int index, int rank) {
    if (operands.get(index).shape().rank() != rank) {
      throw error(
          op, operands, "wants operand " + index + " of rank " + rank + "; reshape() it first");
    }
  }

  /** Fails unless operands {@code a} and {@code b} have the same shape. */
  public static void sameShape(Op op, List<TensorType> operands, int a, int b) {
    if (!operands.get(a).shape().equals(operands.get(b).shape())) {
      throw error(
          op,
          operands,
          "wants operands " + a + " and " + b + " of one shape; broadcast() the smaller one");
    }
  }

  /** Fails unless operand {@code index} has just this shape. */
  public static void shape(Op op, List<TensorType> operands, int index, Shape expected) {
    if (!operands.get(index).shape().equals(expected)) {
      throw error(op, operands, "wants operand " + index + " of shape " + expected);
    }
  }

  /** Fails with {@code what} unless {@code condition}. */
  public static void require(Op op, List<TensorType> operands, boolean condition, String what) {
    if (!condition) {
      throw error(op, operands, what);
    }
  }

  /** The exception that says what {@code op} wanted and what it was given. */
  public static ShapeException error(Op op, List<TensorType> operands, String what) {
    return new ShapeException(
        op.name()
            + (op.attributes().isEmpty() ? "" : " " + op.attributes())
            + " "
            + what
            + "; it was given ("
            + operands.stream().map(TensorType::toString).collect(Collectors.joining(", "))
            + ")");
  }
}
