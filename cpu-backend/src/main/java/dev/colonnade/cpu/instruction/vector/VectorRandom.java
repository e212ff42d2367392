// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.vector;

import dev.colonnade.core.op.Random;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.kernel.random.PhiloxVectors;
import dev.colonnade.cpu.team.WorkerTeam;

/** Philox words and uniform numbers, blocks of four words divided over the team. */
final class VectorRandom extends Spans {
  private static final int WORTH_A_THREAD = 4096;

  private final boolean uniform;
  private final int length;
  private final int blocks;
  private final int key;
  private final int counter;
  private final int y;

  private VectorRandom(Random op, Call call, int rows, int length, WorkerTeam team) {
    super(team, Math.multiplyExact(rows, Math.ceilDiv(length, 4)), WORTH_A_THREAD);
    this.uniform = op.distribution() == Random.Distribution.UNIFORM;
    this.length = length;
    this.blocks = Math.ceilDiv(length, 4);
    this.key = call.operand(0);
    this.counter = call.operand(1);
    this.y = call.result(0);
  }

  static VectorRandom of(Random op, Call call, WorkerTeam team) {
    boolean perRow = call.operandType(1).shape().rank() == 2;
    int rows = perRow ? op.shape().dimension(0) : 1;
    return new VectorRandom(op, call, rows, (int) (op.shape().elementCount() / rows), team);
  }

  @Override
  void span(Frame frame, int from, int to) {
    int[] counters = frame.ints(counter);
    int[] keys = frame.ints(key);
    int keyAt = frame.offset(key);
    for (int at = from; at < to; ) {
      int row = at / blocks;
      int end = Math.min(to, (row + 1) * blocks);
      int counterAt = frame.offset(counter) + 2 * row;
      PhiloxVectors.fill(
          at - row * blocks,
          end - row * blocks,
          length,
          counters[counterAt],
          counters[counterAt + 1],
          keys[keyAt],
          keys[keyAt + 1],
          uniform,
          frame.ints(y),
          frame.floats(y),
          frame.offset(y) + row * length);
      at = end;
    }
  }
}
