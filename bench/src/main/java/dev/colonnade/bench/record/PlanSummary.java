// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import java.util.List;

/**
 * The compiled plan in short.
 *
 * @param fingerprint fingerprint of the program
 * @param source where the plan came from: made by this compilation, cached by an earlier one, or
 *     given; only a plan that was made has tuning in its compile time
 * @param steps how n steps are run: a host loop, replays of a captured graph, one persistent kernel
 * @param kernels kernels of the timed entry, one line each, with the algorithm chosen
 * @param workspaceBytes scratch memory
 * @param deviceBytes memory that the session held in all
 */
public record PlanSummary(
    String fingerprint,
    Measured<String> source,
    String steps,
    List<String> kernels,
    Measured<Long> workspaceBytes,
    Measured<Long> deviceBytes) {

  /** Checks the names; copies the list. */
  public PlanSummary {
    Checks.text("plan.fingerprint", fingerprint);
    Checks.text("plan.steps", steps);
    Checks.notNegativeOrAbsent("plan.workspaceBytes", workspaceBytes);
    Checks.notNegativeOrAbsent("plan.deviceBytes", deviceBytes);
    kernels = List.copyOf(kernels);
  }
}
