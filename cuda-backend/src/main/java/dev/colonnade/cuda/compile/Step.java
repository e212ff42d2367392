// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.compile;

import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.cuda.kernel.Instruction;
import java.util.List;

/**
 * What runs a node, or copies a value to where it is wanted.
 *
 * @param kernel its row in the plan
 * @param instructions given to the stream one after the other
 * @param reads buffers it reads
 * @param writes buffers it writes
 * @param workspaces buffers of its own
 * @param macs multiply-accumulates of it
 */
public record Step(
    Plan.Kernel kernel,
    List<Instruction> instructions,
    List<Buffer> reads,
    List<Buffer> writes,
    List<Buffer> workspaces,
    long macs) {
  /** Copies the lists. */
  public Step {
    instructions = List.copyOf(instructions);
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
    workspaces = List.copyOf(workspaces);
  }

  /** For messages: the kernel and the nodes it covers. */
  public String describe() {
    return "kernel " + kernel.kernel() + " of " + String.join(", ", kernel.nodes());
  }
}
