// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.plain;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.instruction.RangedInstruction;

/** Copies rows by index, each index clamped to the rows there are. */
final class PlainGather implements RangedInstruction {
  private static final int BYTES_WORTH_A_THREAD = 131_072;

  private final DType dtype;
  private final int rows;
  private final int count;
  private final int length;
  private final int data;
  private final int indices;
  private final int y;

  PlainGather(Call call) {
    dtype = call.resultType(0).dtype();
    rows = call.operandType(0).shape().dimension(0);
    count = call.operandType(1).shape().dimension(0);
    length = (int) (call.operandType(0).elementCount() / rows);
    data = call.operand(0);
    indices = call.operand(1);
    y = call.result(0);
  }

  /** The rows of the result. */
  @Override
  public int items() {
    return count;
  }

  @Override
  public int worthAThread() {
    return Math.max(1, BYTES_WORTH_A_THREAD / Math.max(1, length) / dtype.byteSize());
  }

  @Override
  public void run(Frame frame, int from, int to) {
    Object source = frame.array(data, dtype);
    Object target = frame.array(y, dtype);
    int[] index = frame.ints(indices);
    int indexAt = frame.offset(indices);
    int sourceAt = frame.offset(data);
    int targetAt = frame.offset(y);
    for (int i = from; i < to; i++) {
      int row = Math.clamp(index[indexAt + i], 0, rows - 1);
      System.arraycopy(source, sourceAt + row * length, target, targetAt + i * length, length);
    }
  }
}
