// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.plugin.TellingBackend;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.RecordReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several math modes in one call, on a device that has only one of them. */
class ScalingMathTest {
  private static final String STUDY =
      """
      schema = "colonnade-study/1"
      id = "small"
      title = "Two small nets"
      question = "In which modes?"
      passes = ["train-step"]
      devices = ["telling:*"]
      batches = [1]

      [net]
      template = "1x4x4-{N}N-2N"

      [variables]
      N = [2, 3]

      [presets.default]
      processes = 1
      samples = 2
      sample-milliseconds = 1
      warm-up-milliseconds = 1
      cap-seconds = 5
      """;

  @TempDir static Path folder;

  @Test
  void everyPointIsTriedInEachModeAndARefusalIsTold() throws Exception {
    Path out = folder.resolve("out");
    String study = Files.writeString(folder.resolve("small.toml"), STUDY).toString();
    ChildProcess.Result run =
        ChildProcess.run(
            List.of(),
            List.of(
                "scaling",
                "--plugin",
                TellingBackend.jar(folder).toString(),
                "--devices",
                "telling:0",
                "--studies",
                study,
                "--math",
                "strict_fp32,tf32",
                "--out",
                out.toString()));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(RecordReader.read(out.resolve("records.jsonl")).records())
        .hasSize(4)
        .filteredOn(MeasurementRecord.class::isInstance)
        .hasSize(2)
        .allSatisfy(record ->
            assertThat(((MeasurementRecord) record).workload().mathMode())
                .isEqualTo("STRICT_FP32"));
    assertThat(RecordReader.read(out.resolve("records.jsonl")).records())
        .filteredOn(FailureRecord.class::isInstance)
        .allSatisfy(record ->
            assertThat(((FailureRecord) record).mathMode()).isEqualTo(Measured.of("TF32")));
    String words = "the skeleton computes in STRICT_FP32 with F32 storage only, not in TF32";
    assertThat(run.out())
        .contains("study small, train-step, math STRICT_FP32")
        .contains("telling:0 unsupported: " + words + " with F32 (math TF32, 2 times)");
    assertThat(Files.readString(out.resolve("report.html"))).contains(words).contains("math TF32");
    assertThat(Files.readString(out.resolve("report.csv"))).contains(",TF32,").contains(words);
  }
}
