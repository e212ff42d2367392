// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.compiler;

import dev.colonnade.core.backend.BackendException;
import java.util.List;

/**
 * What the compiler compiles for.
 *
 * @param compute compute capability without the dot, for example 90
 * @param binary true for machine code of exactly that architecture; false for PTX, which the driver
 *     of a newer device compiles further when it is loaded
 */
public record Target(int compute, boolean binary) {
  /** The architecture as the compiler names it. */
  public String architecture() {
    return (binary ? "sm_" : "compute_") + compute;
  }

  /** The option that chooses it. */
  public String option() {
    return "--gpu-architecture=" + architecture();
  }

  /**
   * Machine code where the compiler knows the device; else PTX of the newest architecture it knows
   * that the device can run, which is any older one.
   *
   * @param known architectures of the compiler, ascending, at least one
   * @throws BackendException if the device is older than all of them
   */
  static Target choose(List<Integer> known, int computeMajor, int computeMinor, String compiler) {
    int device = computeMajor * 10 + computeMinor;
    if (known.contains(device)) {
      return new Target(device, true);
    }
    if (device < known.getFirst()) {
      throw new BackendException(
          compiler
              + " compiles for compute capability "
              + dotted(known.getFirst())
              + " and newer, and this device has "
              + dotted(device)
              + "; use the NVRTC of an older CUDA toolkit, which still knows it");
    }
    int newest =
        known.stream().filter(one -> one < device).mapToInt(one -> one).max().orElseThrow();
    return new Target(newest, false);
  }

  private static String dotted(int compute) {
    return compute / 10 + "." + compute % 10;
  }
}
