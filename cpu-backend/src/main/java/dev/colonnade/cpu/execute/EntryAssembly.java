// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.execute;

import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.runtime.flow.Buffer;
import java.util.List;
import java.util.Map;

/** Puts an entry together from a frame whose scratch buffers and constants are bound. */
public final class EntryAssembly {
  private EntryAssembly() {}

  /**
   * The entry, ready to run.
   *
   * @param name its name
   * @param frame with scratch buffers, staging buffers and constants bound
   * @param buffers all buffers
   * @param steps the instructions
   * @param outputs the graph's outputs
   * @param mode how steps run
   * @param guard elements of canary around buffers in a guarded run
   */
  public static Entry assemble(
      String name,
      Frame frame,
      List<Buffer> buffers,
      List<Step> steps,
      Map<String, Value> outputs,
      RunMode mode,
      int guard) {
    Entry.StepRunner runner =
        switch (mode) {
          case NORMAL -> new PlainRunner(frame, steps);
          case PROFILED -> new ProfiledRunner(frame, steps);
          case GUARDED -> new GuardedRunner(name, frame, steps, buffers, guard);
        };
    return new Entry(name, frame, buffers, steps, outputs, runner);
  }
}
