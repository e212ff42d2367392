// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

/**
 * A measurement: one point, one device, one process.
 *
 * @param id identity of this record
 * @param run the run it belongs to
 * @param machine computer and Java machine
 * @param device device
 * @param workload what was timed
 * @param plan how the backend ran it
 * @param timing clock readings
 * @param accuracy numerical error against the oracle
 * @param extent how much was run, and what the number stands for
 * @param sentinel the device's measured limits
 * @param conditions clocks, power, temperature and throttling while it was measured
 * @param energy energy over the samples, within the boundary that the device states
 */
public record MeasurementRecord(
    String id,
    RunInfo run,
    Machine machine,
    DeviceInfo device,
    Workload workload,
    Measured<PlanSummary> plan,
    Timing timing,
    Measured<Accuracy> accuracy,
    Extent extent,
    Sentinel sentinel,
    Measured<Conditions> conditions,
    Measured<Energy> energy)
    implements BenchmarkRecord {

  /** Checks the identity, and that extent and samples fit together. */
  public MeasurementRecord {
    Checks.text("id", id);
    long steps = (long) timing.samplesNanos().size() * timing.stepsPerSample();
    long perStep = extent.measured() / steps;
    if (perStep * steps != extent.measured() || perStep < 1 || perStep > workload.batch()) {
      throw new IllegalArgumentException(
          "extent.measured is "
              + extent.measured()
              + " images in "
              + steps
              + " steps of workload.batch "
              + workload.batch()
              + "; the same whole number of images in each step is expected, at most the batch");
    }
  }

  /**
   * Returns how many images each timed step had. Fewer than the workload's batch where a slow
   * device ran a smaller one, which is then an extrapolation.
   */
  public int imagesPerStep() {
    long steps = (long) timing.samplesNanos().size() * timing.stepsPerSample();
    return (int) (extent.measured() / steps);
  }

  /**
   * Returns seconds per image of each raw sample, in their order: over the images that were run.
   */
  public double[] secondsPerImage() {
    double images = (double) extent.measured() / timing.samplesNanos().size();
    return timing.samplesNanos().stream().mapToDouble(nanos -> nanos * 1e-9 / images).toArray();
  }
}
