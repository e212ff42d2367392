// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.execute;

import java.util.List;

/** Runs instructions one after the other and nothing else. */
final class PlainRunner implements Entry.StepRunner {
  private final Frame frame;
  private final Instruction[] instructions;
  private int position;

  PlainRunner(Frame frame, List<Step> steps) {
    this.frame = frame;
    this.instructions = steps.stream().map(Step::instruction).toArray(Instruction[]::new);
  }

  @Override
  public void run() {
    for (int i = 0; i < instructions.length; i++) {
      position = i;
      instructions[i].run(frame);
    }
  }

  @Override
  public int position() {
    return position;
  }
}
