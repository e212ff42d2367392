// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.execute;

import dev.colonnade.core.backend.Plan;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How n steps of an entry run one after the other. One way for all of an executable's runs. */
public enum StepLoop {
  /** A step is recorded as a CUDA graph, which is launched once for each step. */
  GRAPH("recorded graph"),
  /** One kernel stays on the device for all steps, with barriers between its tasks. */
  PERSISTENT("persistent kernel");

  private static final String KERNEL = "step_loop";

  private final String algorithm;

  StepLoop(String algorithm) {
    this.algorithm = algorithm;
  }

  /** The row of a plan that says so. */
  Plan.Kernel row(String entry, List<Plan.Alternative> alternatives) {
    return new Plan.Kernel(
        entry, List.of("all steps of " + entry), KERNEL, algorithm, "none", alternatives);
  }

  /** Its name in plans. */
  public String algorithm() {
    return algorithm;
  }

  /** What a plan says about an entry. */
  static Optional<StepLoop> planned(List<Plan.Kernel> rows, String entry) {
    return rows.stream()
        .filter(row -> row.entry().equals(entry) && row.kernel().equals(KERNEL))
        .findFirst()
        .flatMap(row ->
            Arrays.stream(values())
                .filter(loop -> loop.algorithm.equals(row.algorithm()))
                .findFirst());
  }
}
