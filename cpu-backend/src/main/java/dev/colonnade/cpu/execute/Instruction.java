// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.execute;

/** One kernel with its buffers' numbers, ready to run; running allocates nothing. */
@FunctionalInterface
public interface Instruction {
  /** Computes the results of one step from its operands, all of them in the frame. */
  void run(Frame frame);
}
