// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import dev.colonnade.core.backend.MathMode;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Four small measurements of the same device in the same process. They are the device's measured
 * limits, and months apart they expose a machine that changed.
 *
 * @param fmaFlops multiply-adds on registers, in FLOP/s (two for each)
 * @param copyBytesPerSecond a copy larger than the caches, bytes read plus bytes written per second
 * @param gemmFlops a large matrix product in each math mode that was tried, in FLOP/s; a mode that
 *     the device refuses has its words as the reason
 * @param netStepNanos one training step of a fixed small net, in ns
 */
public record Sentinel(
    Measured<Double> fmaFlops,
    Measured<Double> copyBytesPerSecond,
    SortedMap<String, Measured<Double>> gemmFlops,
    Measured<Double> netStepNanos) {

  /** Checks the signs; copies and sorts the map. */
  public Sentinel {
    Checks.positive("sentinel.fmaFlops", fmaFlops);
    Checks.positive("sentinel.copyBytesPerSecond", copyBytesPerSecond);
    gemmFlops = Collections.unmodifiableSortedMap(new TreeMap<>(gemmFlops));
    gemmFlops.forEach((mode, flops) -> Checks.positive("sentinel.gemmFlops." + mode, flops));
    Checks.positive("sentinel.netStepNanos", netStepNanos);
  }

  /** A sentinel of which nothing was measured, for this reason. */
  public static Sentinel unavailable(String reason) {
    return new Sentinel(
        Measured.unavailable(reason),
        Measured.unavailable(reason),
        new TreeMap<>(),
        Measured.unavailable(reason));
  }

  /**
   * Returns the measured arithmetic peak of a math mode in FLOP/s: that of the matrix product in
   * it; in {@code STRICT_FP32} that of multiply-adds on registers if it is the greater. Else the
   * reason why there is none.
   */
  public Measured<Double> peakFlops(String mathMode) {
    Measured<Double> gemm = gemmFlops.get(mathMode);
    if (gemm == null) {
      gemm =
          fmaFlops instanceof Measured.Unavailable<Double> && gemmFlops.isEmpty()
              ? fmaFlops
              : Measured.unavailable("no matrix product was measured in " + mathMode);
    }
    if (!mathMode.equals(MathMode.STRICT_FP32.name())
        || !(fmaFlops instanceof Measured.Value<Double>(Double fma))) {
      return gemm;
    }
    return Measured.of(gemm.asOptional().map(flops -> Math.max(fma, flops)).orElse(fma));
  }
}
