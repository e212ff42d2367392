// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * The clock readings of one process at one point.
 *
 * @param samplesNanos raw samples in the order taken, in ns; each is one submission of {@code
 *     stepsPerSample} steps, from the call to the completion seen by the host
 * @param stepsPerSample steps in one submission
 * @param warmUp what was run before the first sample
 * @param firstStep what a user waits for before the first step is done
 * @param transferNanosPerStep time in copies between host and device per step, in ns
 * @param kernelNanosPerStep time in kernels per step as the device's own clock has it, in ns
 * @param endToEndNanosPerStep time per step seen by the host with feeding and reading back, in ns
 * @param phasesNanos where a sample is made of parts (an epoch's distortion, training, validation
 *     and test), the time of each over all samples, in ns
 */
public record Timing(
    List<Long> samplesNanos,
    int stepsPerSample,
    WarmUp warmUp,
    FirstStep firstStep,
    Measured<Double> transferNanosPerStep,
    Measured<Double> kernelNanosPerStep,
    Measured<Double> endToEndNanosPerStep,
    Measured<SortedMap<String, Long>> phasesNanos) {

  /**
   * What was run before the first sample.
   *
   * @param rule the rule in words, with its numbers
   * @param steps steps it took
   * @param nanos time it took, in ns
   * @param steady whether the rule's condition was met; false if its limit ended it
   */
  public record WarmUp(String rule, long steps, long nanos, boolean steady) {
    /** Checks the counts. */
    public WarmUp {
      Checks.text("timing.warmUp.rule", rule);
      Checks.notNegative("timing.warmUp.steps", steps);
      Checks.notNegative("timing.warmUp.nanos", nanos);
    }
  }

  /**
   * Parts of the time to the first finished step of a fresh process.
   *
   * @param processStartNanos from the start of the process to the open session, in ns
   * @param warmUpNanos what the backend does once in a process before it runs its first program, as
   *     having its kernels compiled by the JIT compiler, in ns
   * @param compileNanos compiling the program, with tuning if there was any, in ns
   * @param firstStepNanos the first step itself, in ns
   */
  public record FirstStep(
      Measured<Long> processStartNanos,
      Measured<Long> warmUpNanos,
      Measured<Long> compileNanos,
      Measured<Long> firstStepNanos) {
    /** Checks the signs. */
    public FirstStep {
      Checks.notNegativeOrAbsent("timing.firstStep.processStartNanos", processStartNanos);
      Checks.notNegativeOrAbsent("timing.firstStep.warmUpNanos", warmUpNanos);
      Checks.notNegativeOrAbsent("timing.firstStep.compileNanos", compileNanos);
      Checks.notNegativeOrAbsent("timing.firstStep.firstStepNanos", firstStepNanos);
    }

    /** Returns the sum of the four parts in ns, or the reason of the first that is missing. */
    public Measured<Long> totalNanos() {
      return Stream.of(processStartNanos, warmUpNanos, compileNanos, firstStepNanos)
          .reduce((sum, part) -> sum.flatMap(before -> part.map(nanos -> before + nanos)))
          .orElseThrow();
    }
  }

  /** Checks that there are samples and that they are positive; copies the list. */
  public Timing {
    samplesNanos = List.copyOf(samplesNanos);
    if (samplesNanos.isEmpty()) {
      throw new IllegalArgumentException(
          "timing.samplesNanos is empty; a measurement has at least one sample,"
              + " and an attempt without one is a failure record");
    }
    for (long sample : samplesNanos) {
      Checks.positive("timing.samplesNanos", sample);
    }
    Checks.positive("timing.stepsPerSample", stepsPerSample);
    Checks.notNegativeOrAbsent("timing.transferNanosPerStep", transferNanosPerStep);
    Checks.notNegativeOrAbsent("timing.kernelNanosPerStep", kernelNanosPerStep);
    Checks.notNegativeOrAbsent("timing.endToEndNanosPerStep", endToEndNanosPerStep);
    phasesNanos
        .asOptional()
        .ifPresent(phases ->
            phases.forEach(
                (phase, nanos) -> Checks.notNegative("timing.phasesNanos." + phase, nanos)));
  }
}
