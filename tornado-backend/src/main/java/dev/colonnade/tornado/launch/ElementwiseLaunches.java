// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.launch;

import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.Compare;
import dev.colonnade.core.op.Convert;
import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.runtime.flow.OperandView;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.tornado.engine.Kernel;
import java.util.List;

/** Launches of element-wise operations. */
final class ElementwiseLaunches {
  private ElementwiseLaunches() {}

  static Made unary(Call call, UnaryOp op) {
    TensorType type = call.resultType();
    // Numbered as in Unary.
    int function =
        switch (op) {
          case UnaryOp.Negate negate -> 0;
          case UnaryOp.Absolute absolute -> 1;
          case UnaryOp.Sign sign -> 2;
          case UnaryOp.Exp exp -> 3;
          case UnaryOp.Log log -> 4;
          case UnaryOp.SquareRoot root -> 5;
          case UnaryOp.Tanh tanh -> 6;
          case UnaryOp.Sigmoid sigmoid -> 7;
          case UnaryOp.Sine sine -> 8;
          case UnaryOp.Cosine cosine -> 9;
          case UnaryOp.Floor floor -> 10;
          case UnaryOp.LogicalNot not -> 0;
        };
    Kernel kernel =
        switch (type.dtype()) {
          case F32 -> Kernel.UNARY_FLOATS;
          case I32 -> Kernel.UNARY_INTS;
          case U8, BOOL -> Kernel.NOT;
        };
    long count = type.elementCount();
    return Made.only(
        op.name(),
        Launch.elements(
            kernel,
            count,
            new Arguments()
                .value(count)
                .value(function)
                .buffer(call.operand(0))
                .buffer(call.result(0))));
  }

  static Made binary(Call call, BinaryOp op) {
    // Numbered as in Binary.
    int function =
        switch (op) {
          case BinaryOp.Add add -> 0;
          case BinaryOp.Subtract subtract -> 1;
          case BinaryOp.Multiply multiply -> 2;
          case BinaryOp.Divide divide -> 3;
          case BinaryOp.Maximum maximum -> 4;
          case BinaryOp.Minimum minimum -> 5;
          case BinaryOp.Power power -> 6;
          case BinaryOp.LogicalAnd and -> 0;
          case BinaryOp.LogicalOr or -> 1;
        };
    Kernel kernel =
        switch (call.type(0).dtype()) {
          case F32 -> Kernel.BINARY_FLOATS;
          case I32 -> Kernel.BINARY_INTS;
          case U8, BOOL -> Kernel.BINARY_BOOLS;
        };
    return twoOperands(call, op.name(), kernel, function);
  }

  static Made compare(Call call, Compare op) {
    Kernel kernel =
        switch (call.type(0).dtype()) {
          case F32 -> Kernel.COMPARE_FLOATS;
          case I32 -> Kernel.COMPARE_INTS;
          case U8, BOOL -> Kernel.COMPARE_UNSIGNED;
        };
    int function =
        switch (op.relation()) {
          case EQUAL -> 0;
          case NOT_EQUAL -> 1;
          case LESS -> 2;
          case LESS_OR_EQUAL -> 3;
          case GREATER -> 4;
          case GREATER_OR_EQUAL -> 5;
        };
    return twoOperands(call, op.name(), kernel, function);
  }

  private static Made twoOperands(Call call, String name, Kernel kernel, int function) {
    long count = call.resultType().elementCount();
    Arguments arguments =
        new Arguments()
            .value(count)
            .value(function)
            .buffer(call.view(0).buffer())
            .buffer(call.view(1).buffer())
            .buffer(call.result(0));
    views(arguments, call.view(0), call.view(1));
    return Made.only(name, Launch.elements(kernel, count, arguments));
  }

  static Made select(Call call) {
    Kernel kernel =
        switch (call.resultType().dtype()) {
          case F32 -> Kernel.SELECT_FLOATS;
          case I32 -> Kernel.SELECT_INTS;
          case U8, BOOL -> Kernel.SELECT_BYTES;
        };
    long count = call.resultType().elementCount();
    Arguments arguments =
        new Arguments()
            .value(count)
            .buffer(call.view(0).buffer())
            .buffer(call.view(1).buffer())
            .buffer(call.view(2).buffer())
            .buffer(call.result(0));
    views(arguments, call.view(0), call.view(1), call.view(2));
    return Made.only("select", Launch.elements(kernel, count, arguments));
  }

  /**
   * Rank 0 where every operand is read element by element, else a nest of as few axes as can be.
   */
  private static void views(Arguments arguments, OperandView... views) {
    if (List.of(views).stream().allMatch(OperandView::isDense)) {
      arguments.value(0);
      return;
    }
    long[][] strides = new long[views.length + 1][];
    for (int i = 0; i < views.length; i++) {
      strides[i] = views[i].strides().stream().mapToLong(Long::longValue).toArray();
    }
    // The result's own strides keep axes apart whose order matters for it.
    strides[views.length] = Nest.dense(views[0].shape());
    Nest nest = Nest.of(Nest.extents(views[0].shape()), strides);
    // All extents are 1: one element.
    boolean single = nest.extents().length == 0;
    arguments.value(single ? 1 : nest.extents().length).at(8).values(single ? ONE : nest.extents());
    for (int i = 0; i < views.length; i++) {
      arguments.at(16 + 8 * i).values(single ? NONE : nest.strides(i));
    }
  }

  private static final long[] ONE = {1};
  private static final long[] NONE = {0};

  static Made convert(Call call, Convert op) {
    long count = call.resultType().elementCount();
    return Made.only(
        "convert",
        Launch.elements(
            Kernel.CONVERT,
            count,
            new Arguments()
                .value(count)
                .value(number(call.type(0).dtype()))
                .value(number(op.dtype()))
                .buffer(call.operand(0))
                .buffer(call.result(0))));
  }

  private static int number(DType dtype) {
    return switch (dtype) {
      case F32 -> 0;
      case I32 -> 1;
      case U8 -> 2;
      case BOOL -> 3;
    };
  }
}
