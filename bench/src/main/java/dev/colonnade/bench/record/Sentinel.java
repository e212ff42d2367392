// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

/**
 * Four small measurements of the same device in the same process. They are the device's measured
 * limits, and months apart they expose a machine that changed.
 *
 * @param fmaFlops multiply-adds on registers, in FLOP/s (two for each)
 * @param copyBytesPerSecond a copy larger than the caches, bytes read plus bytes written per second
 * @param gemmFlops a large matrix product in the record's math mode, in FLOP/s
 * @param netStepNanos one training step of a fixed small net, in ns
 */
public record Sentinel(
    Measured<Double> fmaFlops,
    Measured<Double> copyBytesPerSecond,
    Measured<Double> gemmFlops,
    Measured<Double> netStepNanos) {

  /** Checks the signs. */
  public Sentinel {
    Checks.positive("sentinel.fmaFlops", fmaFlops);
    Checks.positive("sentinel.copyBytesPerSecond", copyBytesPerSecond);
    Checks.positive("sentinel.gemmFlops", gemmFlops);
    Checks.positive("sentinel.netStepNanos", netStepNanos);
  }

  /**
   * Returns the measured arithmetic peak in FLOP/s: the greater of the two rates, or the one that
   * is there, or the reason why none is.
   */
  public Measured<Double> peakFlops() {
    if (fmaFlops instanceof Measured.Value<Double>(Double fma)
        && gemmFlops instanceof Measured.Value<Double>(Double gemm)) {
      return Measured.of(Math.max(fma, gemm));
    }
    return fmaFlops instanceof Measured.Value<Double> ? fmaFlops : gemmFlops;
  }
}
