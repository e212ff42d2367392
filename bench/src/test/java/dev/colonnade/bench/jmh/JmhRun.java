// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.jmh;

import dev.colonnade.bench.measure.KernelCase;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** One call of JMH on some kernels. */
public final class JmhRun {
  private static final double MICROS_TO_SECONDS = 1e-6;
  private static final double GIGA = 1e9;

  private final String device;
  private final String[] kernels;
  private final List<String> jvmOptions;
  private final int forks;
  private final int iterations;

  /**
   * Prepares a run.
   *
   * @param device id of the device
   * @param kernels as in {@link KernelCase}; none for the usual set
   * @param jvmOptions what the device's provider declares
   * @param forks processes for each kernel
   * @param iterations of one second, for warm-up and for measuring
   * @throws IllegalArgumentException if a kernel cannot be read
   */
  public JmhRun(
      String device, List<String> kernels, List<String> jvmOptions, int forks, int iterations) {
    this.device = device;
    this.kernels =
        kernels.isEmpty()
            ? KernelCase.DEFAULTS.toArray(new String[0])
            : kernels.toArray(new String[0]);
    this.jvmOptions = jvmOptions;
    this.forks = forks;
    this.iterations = iterations;
    for (String kernel : this.kernels) {
      KernelCase.parse(kernel);
    }
  }

  /**
   * Runs JMH and returns a table: time with JMH's 99.9 % interval, and GFLOP/s where they count.
   */
  public String table() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(KernelBenchmark.class.getName())
                    .param("device", device)
                    .param("kernel", kernels)
                    .jvmArgsAppend(jvmOptions.toArray(new String[0]))
                    .forks(forks)
                    .warmupIterations(iterations)
                    .measurementIterations(iterations)
                    .shouldFailOnError(true)
                    .build())
            .run();
    StringBuilder table =
        new StringBuilder(
            String.format(Locale.ROOT, "%n%-48s %12s %10s %9s%n", "kernel", "us", "+-", "GFLOP/s"));
    for (RunResult result : results) {
      Result<?> primary = result.getPrimaryResult();
      KernelCase kernel = KernelCase.parse(result.getParams().getParam("kernel"));
      double seconds = primary.getScore() * MICROS_TO_SECONDS;
      table.append(
          String.format(
              Locale.ROOT,
              "%-48s %12.1f %10.1f %9s%n",
              kernel.text(),
              primary.getScore(),
              primary.getScoreError(),
              kernel.flops() > 0
                  ? String.format(Locale.ROOT, "%.1f", kernel.flops() / seconds / GIGA)
                  : "-"));
    }
    return table.toString();
  }
}
