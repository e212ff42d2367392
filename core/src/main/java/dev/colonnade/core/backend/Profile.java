// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

import java.util.List;

/**
 * Time of each kernel over a profiled submission, in execution order.
 *
 * @param kernels one row for each kernel of the plan's entry
 * @param steps how many steps the times are summed over
 */
public record Profile(List<KernelTime> kernels, int steps) {
  /** Copies the list. */
  public Profile {
    kernels = List.copyOf(kernels);
  }

  /**
   * One kernel.
   *
   * @param kernel the plan's kernel
   * @param nanos time over all steps
   */
  public record KernelTime(Plan.Kernel kernel, long nanos) {}
}
