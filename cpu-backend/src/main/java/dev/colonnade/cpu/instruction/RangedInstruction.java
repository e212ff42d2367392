// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction;

import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.execute.Instruction;

/**
 * An instruction whose items (elements, rows, blocks) are each computed by themselves, so that
 * threads may divide them.
 */
public interface RangedInstruction extends Instruction {
  /** How many items there are. */
  int items();

  /** Items below which it does not pay to hand some to another thread. */
  int worthAThread();

  /** Computes the items {@code from} to {@code to - 1}; several ranges run at once. */
  void run(Frame frame, int from, int to);

  @Override
  default void run(Frame frame) {
    run(frame, 0, items());
  }
}
