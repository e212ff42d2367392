// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.vector;

import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.composite.FullyConnected;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.instruction.Made;
import dev.colonnade.cpu.kernel.elementwise.Epilogue;
import dev.colonnade.cpu.kernel.gemm.Gemm;
import dev.colonnade.cpu.kernel.gemm.GemmShape;
import dev.colonnade.cpu.layout.StepOp;
import dev.colonnade.cpu.team.WorkerTeam;

/** Matrix products, alone or as a fully connected layer. */
final class VectorMatMul {
  private VectorMatMul() {}

  static Made of(MatMul op, Call call, WorkerTeam team) {
    Gemm kernel = gemm(op.transposeA(), op.transposeB(), call, team);
    int a = call.operand(0);
    int b = call.operand(1);
    int c = call.result(0);
    int workspace = call.floatWorkspace(kernel.workspaceSize());
    return Made.of(
        "gemm",
        algorithm(kernel.shape()),
        frame ->
            kernel.run(
                1,
                frame.floats(a),
                frame.offset(a),
                frame.floats(b),
                frame.offset(b),
                0,
                frame.floats(c),
                frame.offset(c),
                frame.floats(workspace),
                frame.offset(workspace)));
  }

  /** The product with the rate, subtracted from the weights where they lie. */
  static Made of(StepOp.MatMulStep op, Call call, WorkerTeam team) {
    Gemm kernel = gemm(op.transposeA(), op.transposeB(), call, team);
    int count = (int) call.resultType(0).elementCount();
    int a = call.operand(0);
    int b = call.operand(1);
    int w = call.operand(2);
    int rate = call.operand(3);
    int y = call.result(0);
    int workspace = call.floatWorkspace(kernel.workspaceSize());
    return Made.of(
        op.name(),
        algorithm(kernel.shape()),
        frame -> {
          if (!frame.same(w, y)) {
            System.arraycopy(
                frame.floats(w), frame.offset(w), frame.floats(y), frame.offset(y), count);
          }
          kernel.run(
              -frame.floats(rate)[frame.offset(rate)],
              frame.floats(a),
              frame.offset(a),
              frame.floats(b),
              frame.offset(b),
              1,
              frame.floats(y),
              frame.offset(y),
              frame.floats(workspace),
              frame.offset(workspace));
        });
  }

  /** The product is added to rows that hold the bias already; the activation follows in place. */
  static Made of(FullyConnected op, Call call, WorkerTeam team) {
    Gemm kernel = gemm(false, true, call, team);
    Epilogue epilogue = VectorConvolution.epilogue(op.activation());
    int rows = kernel.shape().m();
    int columns = kernel.shape().n();
    int x = call.operand(0);
    int weights = call.operand(1);
    int bias = call.operand(2);
    int y = call.result(0);
    int workspace = call.floatWorkspace(kernel.workspaceSize());
    return Made.of(
        op.name(),
        algorithm(kernel.shape()),
        frame -> {
          float[] target = frame.floats(y);
          int at = frame.offset(y);
          for (int row = 0; row < rows; row++) {
            System.arraycopy(
                frame.floats(bias), frame.offset(bias), target, at + row * columns, columns);
          }
          kernel.run(
              1,
              frame.floats(x),
              frame.offset(x),
              frame.floats(weights),
              frame.offset(weights),
              1,
              target,
              at,
              frame.floats(workspace),
              frame.offset(workspace));
          epilogue.apply(target, at, rows * columns, 0);
        });
  }

  private static Gemm gemm(boolean transposeA, boolean transposeB, Call call, WorkerTeam team) {
    Shape result = call.resultType(0).shape();
    int m = result.dimension(-2);
    int n = result.dimension(-1);
    int k = call.operandType(0).shape().dimension(transposeA ? -2 : -1);
    int batch = (int) (result.elementCount() / m / n);
    return new Gemm(GemmShape.batched(batch, transposeA, transposeB, m, n, k), team);
  }

  /** The form that the kernel takes for a shape. */
  private static String algorithm(GemmShape shape) {
    if (shape.k() == 1) {
      return "outer-product";
    }
    if (shape.m() == 1 || shape.n() == 1) {
      return "matrix-vector";
    }
    return "packed";
  }
}
