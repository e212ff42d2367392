// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.plain;

import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;
import java.util.Arrays;

/** Matrix products as three loops, ordered so that the innermost walks along rows. */
final class PlainMatMul implements Instruction {
  private final boolean transposeA;
  private final boolean transposeB;
  private final int batch;
  private final int m;
  private final int n;
  private final int k;
  private final int a;
  private final int b;
  private final int c;

  PlainMatMul(MatMul op, Call call) {
    this(op.transposeA(), op.transposeB(), call);
  }

  PlainMatMul(boolean transposeA, boolean transposeB, Call call) {
    Shape shapeA = call.operandType(0).shape();
    Shape result = call.resultType(0).shape();
    this.transposeA = transposeA;
    this.transposeB = transposeB;
    this.m = result.dimension(-2);
    this.n = result.dimension(-1);
    this.k = shapeA.dimension(transposeA ? -2 : -1);
    this.batch = (int) (result.elementCount() / m / n);
    this.a = call.operand(0);
    this.b = call.operand(1);
    this.c = call.result(0);
  }

  @Override
  public void run(Frame frame) {
    for (int i = 0; i < batch; i++) {
      multiply(
          frame.floats(a),
          frame.offset(a) + i * m * k,
          frame.floats(b),
          frame.offset(b) + i * k * n,
          frame.floats(c),
          frame.offset(c) + i * m * n);
    }
  }

  private void multiply(float[] left, int aAt, float[] right, int bAt, float[] target, int cAt) {
    int rowA = transposeA ? 1 : k;
    int stepA = transposeA ? m : 1;
    for (int i = 0; i < m; i++) {
      int row = cAt + i * n;
      if (transposeB) {
        for (int j = 0; j < n; j++) {
          float sum = 0;
          for (int p = 0; p < k; p++) {
            sum += left[aAt + i * rowA + p * stepA] * right[bAt + j * k + p];
          }
          target[row + j] = sum;
        }
      } else {
        Arrays.fill(target, row, row + n, 0);
        for (int p = 0; p < k; p++) {
          float factor = left[aAt + i * rowA + p * stepA];
          for (int j = 0; j < n; j++) {
            target[row + j] += factor * right[bAt + p * n + j];
          }
        }
      }
    }
  }
}
