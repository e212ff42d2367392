// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.CaseFailure;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Plan;
import java.util.stream.Collectors;

/** Comparisons whose failure names the kernels that ran, as the next run may choose others. */
final class Explained {
  private Explained() {}

  /** Does {@code comparison}; adds the executable's plan to its failure. */
  static void compare(Executable executable, Runnable comparison) {
    try {
      comparison.run();
    } catch (CaseFailure e) {
      throw new CaseFailure(e.getMessage() + plan(executable.plan()), e);
    }
  }

  private static String plan(Plan plan) {
    return plan.kernels().isEmpty()
        ? ""
        : "; it ran "
            + plan.kernels().stream()
                .map(row -> row.kernel() + " by " + row.algorithm())
                .distinct()
                .collect(Collectors.joining(", "));
  }
}
