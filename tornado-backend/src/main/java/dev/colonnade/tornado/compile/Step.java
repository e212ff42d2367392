// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.compile;

import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.tornado.launch.Launch;
import java.util.List;

/**
 * A unit of work with its launches.
 *
 * @param kernel the plan's row
 * @param launches in order
 * @param reads buffers of the operands
 * @param writes buffers of the results
 * @param workspaces buffers that are its own while it runs
 */
public record Step(
    Plan.Kernel kernel,
    List<Launch> launches,
    List<Buffer> reads,
    List<Buffer> writes,
    List<Buffer> workspaces) {
  /** Copies the lists. */
  public Step {
    launches = List.copyOf(launches);
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
    workspaces = List.copyOf(workspaces);
  }

  /** For example {@code kernel convolution of #7 convolution (layer3)}. */
  public String describe() {
    return "kernel " + kernel.kernel() + " of " + String.join(", ", kernel.nodes());
  }
}
