// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.vector;

import dev.colonnade.core.op.PoolGeometry;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.kernel.pooling.AveragePooling;
import dev.colonnade.cpu.kernel.pooling.MaxPooling;
import dev.colonnade.cpu.kernel.pooling.PoolingShape;
import dev.colonnade.cpu.team.WorkerTeam;

/** Pooling and its gradients, planes divided over the team. */
final class VectorPooling {
  private VectorPooling() {}

  static Instruction of(PoolOp pool, Call call, WorkerTeam team) {
    Shape first = call.operandType(0).shape();
    int a = call.operand(0);
    int y = call.result(0);
    PoolGeometry geometry = pool.geometry();
    return switch (pool) {
      case PoolOp.MaxPool op -> {
        MaxPooling kernel = new MaxPooling(shape(geometry, first), team);
        yield frame ->
            kernel.forward(frame.floats(a), frame.offset(a), frame.floats(y), frame.offset(y));
      }
      case PoolOp.MaxPoolGradient op -> {
        MaxPooling kernel = new MaxPooling(shape(geometry, first), team);
        int dy = call.operand(1);
        yield frame ->
            kernel.gradient(
                frame.floats(a),
                frame.offset(a),
                frame.floats(dy),
                frame.offset(dy),
                frame.floats(y),
                frame.offset(y));
      }
      case PoolOp.AveragePool op -> {
        AveragePooling kernel = new AveragePooling(shape(geometry, first), op.countPadding(), team);
        yield frame ->
            kernel.forward(frame.floats(a), frame.offset(a), frame.floats(y), frame.offset(y));
      }
      case PoolOp.AveragePoolGradient op -> {
        AveragePooling kernel =
            new AveragePooling(shape(geometry, op.inputShape()), op.countPadding(), team);
        yield frame ->
            kernel.gradient(frame.floats(a), frame.offset(a), frame.floats(y), frame.offset(y));
      }
    };
  }

  /** The sizes of a pooling of [n, c, h, w]. */
  static PoolingShape shape(PoolGeometry geometry, Shape input) {
    return new PoolingShape(
        input.dimension(0) * input.dimension(1),
        input.dimension(2),
        input.dimension(3),
        geometry.windowHeight(),
        geometry.windowWidth(),
        geometry.strideHeight(),
        geometry.strideWidth(),
        geometry.padTop(),
        geometry.padBottom(),
        geometry.padLeft(),
        geometry.padRight(),
        geometry.dilationHeight(),
        geometry.dilationWidth(),
        geometry.outputHeight(input.dimension(2)),
        geometry.outputWidth(input.dimension(3)));
  }
}
