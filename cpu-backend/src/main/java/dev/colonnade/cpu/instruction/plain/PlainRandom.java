// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.plain;

import dev.colonnade.core.op.Random;
import dev.colonnade.core.tensor.Philox;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;

/** Philox words and uniforms, block by block. */
final class PlainRandom implements Instruction {
  private final boolean uniform;
  private final int rows;
  private final int length;
  private final int key;
  private final int counter;
  private final int words;
  private final int y;

  PlainRandom(Random op, Call call) {
    uniform = op.distribution() == Random.Distribution.UNIFORM;
    boolean perRow = call.operandType(1).shape().rank() == 2;
    rows = perRow ? op.shape().dimension(0) : 1;
    length = (int) (op.shape().elementCount() / rows);
    key = call.operand(0);
    counter = call.operand(1);
    words = call.intWorkspace(4);
    y = call.result(0);
  }

  @Override
  public void run(Frame frame) {
    int[] block = frame.ints(words);
    int blockAt = frame.offset(words);
    int key0 = frame.ints(key)[frame.offset(key)];
    int key1 = frame.ints(key)[frame.offset(key) + 1];
    for (int row = 0; row < rows; row++) {
      int counter0 = frame.ints(counter)[frame.offset(counter) + 2 * row];
      int counter1 = frame.ints(counter)[frame.offset(counter) + 2 * row + 1];
      int target = frame.offset(y) + row * length;
      for (int i = 0; i < length; i += 4) {
        // Fewer than 2^31 elements: the upper word of the block's index is 0.
        Philox.block(i >>> 2, 0, counter0, counter1, key0, key1, block, blockAt);
        int n = Math.min(4, length - i);
        for (int j = 0; j < n; j++) {
          if (uniform) {
            frame.floats(y)[target + i + j] = Philox.uniform(block[blockAt + j]);
          } else {
            frame.ints(y)[target + i + j] = block[blockAt + j];
          }
        }
      }
    }
  }
}
