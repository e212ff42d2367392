// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.vector;

import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.RangedInstruction;
import dev.colonnade.cpu.team.Task;
import dev.colonnade.cpu.team.WorkerTeam;

/**
 * An instruction that works on elements (or rows, or planes) each by itself, divided into spans
 * over the team. How it is divided does not change the result.
 */
abstract class Spans implements Instruction, Task {
  private static final int UNIT = 64;

  private final WorkerTeam team;
  private final int count;
  private final int parts;
  private final int unit;
  private Frame frame = new Frame(0);

  /**
   * A division.
   *
   * @param count of elements
   * @param worthAThread elements below which a hand-off costs more than it saves
   */
  Spans(WorkerTeam team, int count, int worthAThread) {
    this.team = team;
    this.count = count;
    this.parts = Math.max(1, Math.min(team.size(), count / Math.max(1, worthAThread)));
    // Whole cache lines to each thread, where there are many elements.
    this.unit = count / parts >= 4 * UNIT ? UNIT : 1;
  }

  @Override
  public final void run(Frame current) {
    if (parts == 1) {
      span(current, 0, count);
      return;
    }
    frame = current;
    team.run(parts, this);
  }

  @Override
  public final void run(int part, int of) {
    span(frame, start(part, of), start(part + 1, of));
  }

  private int start(int part, int of) {
    return (int) Math.min(count, (long) part * Math.ceilDiv(count, unit) / of * unit);
  }

  /** Spreads an instruction of plain loops over a team. */
  static Spans of(RangedInstruction instruction, WorkerTeam team) {
    return new Spans(team, instruction.items(), instruction.worthAThread()) {
      @Override
      void span(Frame frame, int from, int to) {
        instruction.run(frame, from, to);
      }
    };
  }

  /** Works on elements {@code from} to {@code to - 1}; several spans run at once. */
  abstract void span(Frame frame, int from, int to);
}
