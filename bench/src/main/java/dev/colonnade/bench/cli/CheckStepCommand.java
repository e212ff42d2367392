// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.check.ChildStep;
import dev.colonnade.bench.check.Committee;
import dev.colonnade.bench.check.Trajectory;
import dev.colonnade.bench.measure.Peaks;
import dev.colonnade.bench.process.ParentWatch;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.ResultFile;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.MathMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Run in a child JVM by {@code gpu-check}: one of its steps. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    name = CheckStepCommand.NAME,
    hidden = true,
    description = "Run one step of gpu-check in this JVM.")
final class CheckStepCommand implements Callable<Integer> {
  static final String NAME = "check-step";

  /** First word: another command of ours follows, which ends with its parent. */
  static final String COMMAND = "command";

  /** First word: device and result file follow. */
  static final String PEAKS = "peaks";

  /** First word: device, reference device, steps and result file follow. */
  static final String TRAJECTORY = "trajectory";

  /** First word: device and result file follow. */
  static final String COMMITTEE = "committee";

  @ParentCommand private Colonnade colonnade;

  @Parameters(arity = "1..*", paramLabel = "WORD", description = "What to do, and with what.")
  private List<String> words;

  @SuppressWarnings("NullAway.Init") // picocli sets what has no initialiser before the command.
  CheckStepCommand() {}

  @Override
  public Integer call() throws IOException {
    ParentWatch.start();
    List<String> rest = words.subList(1, words.size());
    return switch (words.getFirst()) {
      case COMMAND -> Main.run(rest.toArray(String[]::new));
      case PEAKS -> result(peaks(device(rest.getFirst())), rest);
      case TRAJECTORY ->
          result(
              Trajectory.check(
                  device(rest.get(0)), device(rest.get(1)), Integer.parseInt(rest.get(2))),
              rest);
      case COMMITTEE -> result(Committee.check(device(rest.getFirst())), rest);
      default ->
          throw CommandFailure.usage(
              "there is no step " + words.getFirst() + "; this command is run by gpu-check");
    };
  }

  private Device device(String id) {
    return colonnade.registry().device(id);
  }

  private static int result(ChildStep.Read read, List<String> rest) throws IOException {
    ResultFile.write(
        Path.of(rest.getLast()),
        JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(read)
            + "\n");
    return read.failure().isEmpty() ? 0 : 1;
  }

  private static ChildStep.Read peaks(Device device) {
    Peaks peaks = Peaks.measure(device);
    Map<String, Object> figures = new LinkedHashMap<>();
    put(figures, "copy, GB/s read and written", peaks.copyBytesPerSecond());
    peaks.gemmFlops().forEach((mode, flops) -> put(figures, "GEMM " + mode + ", GFLOP/s", flops));
    boolean whole =
        peaks.copyBytesPerSecond() instanceof Measured.Value
            && peaks.gemmFlops().get(MathMode.STRICT_FP32) instanceof Measured.Value;
    return new ChildStep.Read(
        figures, whole ? "" : "the device runs no large copy, or no large product in STRICT_FP32");
  }

  private static void put(Map<String, Object> figures, String name, Measured<Double> value) {
    figures.put(
        name,
        switch (value) {
          case Measured.Value<Double>(Double rate) -> rate / 1e9;
          case Measured.Unavailable<Double>(String reason) -> "unavailable: " + reason;
        });
  }
}
