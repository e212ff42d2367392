// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.Compare;
import dev.colonnade.core.op.Convert;
import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.runtime.flow.OperandView;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/** Launches of {@code elementwise.cu}. */
final class ElementwiseKernels {
  private final Launcher launcher;

  ElementwiseKernels(KernelLibrary library) {
    launcher = new Launcher(library, "elementwise");
  }

  Made unary(Call call, UnaryOp op) {
    TensorType type = call.resultType();
    // Numbered as the enumeration in elementwise.cu.
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
    String kernel =
        switch (type.dtype()) {
          case F32 -> "unary_f32";
          case I32 -> "unary_i32";
          case U8, BOOL -> "logical_not";
        };
    long count = type.elementCount();
    return Made.only(
        launcher.elements(
            call,
            kernel,
            count,
            new Parameters()
                .buffer(call.operand(0))
                .buffer(call.result(0))
                .int64(count)
                .int32(function)));
  }

  Made binary(Call call, BinaryOp op) {
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
    String kernel =
        switch (call.type(0).dtype()) {
          case F32 -> "binary_f32";
          case I32 -> "binary_i32";
          case U8, BOOL -> "logical";
        };
    return twoOperands(call, kernel, function);
  }

  Made compare(Call call, Compare op) {
    String kernel =
        switch (call.type(0).dtype()) {
          case F32 -> "compare_f32";
          case I32 -> "compare_i32";
          case U8, BOOL -> "compare_u8";
        };
    return twoOperands(call, kernel, op.relation().ordinal());
  }

  private Made twoOperands(Call call, String kernel, int function) {
    OperandView a = call.view(0);
    OperandView b = call.view(1);
    long[] extents = Nest.extents(call.resultType().shape());
    Nest nest = Nest.of(extents, strides(a), strides(b), Nest.dense(call.resultType().shape()));
    long count = call.resultType().elementCount();
    return Made.only(
        launcher.elements(
            call,
            kernel,
            count,
            new Parameters()
                .buffer(a.buffer())
                .buffer(b.buffer())
                .buffer(call.result(0))
                .int64(count)
                .strides(nest.strides(0))
                .strides(nest.strides(1))
                .nest(nest.extents())
                .int32(function)));
  }

  Made select(Call call) {
    List<OperandView> views = List.of(call.view(0), call.view(1), call.view(2));
    TensorType type = call.resultType();
    Nest nest =
        Nest.of(
            Nest.extents(type.shape()),
            strides(views.get(0)),
            strides(views.get(1)),
            strides(views.get(2)));
    long count = type.elementCount();
    return Made.only(
        launcher.elements(
            call,
            type.dtype().byteSize() == 1 ? "select_8" : "select_32",
            count,
            new Parameters()
                .buffer(views.get(0).buffer())
                .buffer(views.get(1).buffer())
                .buffer(views.get(2).buffer())
                .buffer(call.result(0))
                .int64(count)
                .strides(nest.strides(0))
                .strides(nest.strides(1))
                .strides(nest.strides(2))
                .nest(nest.extents())));
  }

  Made convert(Call call, Convert op) {
    long count = call.resultType().elementCount();
    DType from = call.type(0).dtype();
    return Made.only(
        launcher.elements(
            call,
            "convert",
            count,
            new Parameters()
                .buffer(call.operand(0))
                .buffer(call.result(0))
                .int64(count)
                .int32(from.ordinal())
                .int32(op.dtype().ordinal())));
  }

  private static long[] strides(OperandView view) {
    return view.strides().stream().mapToLong(Long::longValue).toArray();
  }
}
