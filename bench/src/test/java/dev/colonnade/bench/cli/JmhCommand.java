// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.jmh.JmhRun;
import dev.colonnade.core.runtime.BackendRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs the JMH benchmarks of single operations. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    name = "jmh",
    description = "Time single operations with JMH, in processes of their own.",
    footer = {
      "",
      "Kernels are written like matMul:512x512x512, convolution:32x20x13x13*40x5x5,",
      "maxPool:32x100x42x42/2, tanh:1048576; without any, a set of usual shapes is run."
    })
final class JmhCommand implements Callable<Integer> {
  @ParentCommand private Colonnade colonnade;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "KERNEL", arity = "0..*", description = "Operation and shape.")
  private List<String> kernels = new ArrayList<>();

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu:0",
      description = "Device to time (default: ${DEFAULT-VALUE}).")
  private String device;

  @Option(
      names = "--forks",
      paramLabel = "N",
      defaultValue = "2",
      description = "Processes for each kernel (default: ${DEFAULT-VALUE}).")
  private int forks;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Iterations of one second, for warm-up and for measuring (default: ${DEFAULT-VALUE}).")
  private int iterations;

  @SuppressWarnings(
      "NullAway.Init") // picocli sets what has no initialiser before the command runs.
  JmhCommand() {}

  @Override
  public Integer call() throws RunnerException {
    if (forks < 1 || iterations < 1) {
      throw CommandFailure.usage("--forks and --iterations must be at least 1");
    }
    BackendRegistry registry = colonnade.registry();
    List<String> options = DeviceJvm.options(registry, device);
    try {
      JmhRun run = new JmhRun(device, kernels, options, forks, iterations);
      spec.commandLine().getOut().print(run.table());
      spec.commandLine().getOut().flush();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
    return 0;
  }
}
