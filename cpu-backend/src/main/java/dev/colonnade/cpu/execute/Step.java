// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.execute;

import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.runtime.flow.Buffer;
import java.util.List;

/**
 * One instruction of an entry with what profiles, plans, guards and errors say of it.
 *
 * @param instruction what runs
 * @param kernel the plan's row
 * @param reads buffers of the operands
 * @param writes buffers of the results
 * @param workspaces buffers that are its own while it runs
 */
public record Step(
    Instruction instruction,
    Plan.Kernel kernel,
    List<Buffer> reads,
    List<Buffer> writes,
    List<Buffer> workspaces) {
  /** Copies the lists. */
  public Step {
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
    workspaces = List.copyOf(workspaces);
  }

  /** For example {@code kernel convolution of #7 convolution (layer3)}. */
  public String describe() {
    return "kernel " + kernel.kernel() + " of " + String.join(", ", kernel.nodes());
  }
}
