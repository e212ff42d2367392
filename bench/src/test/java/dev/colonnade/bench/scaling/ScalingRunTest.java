// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.bench.measure.DeviceFacts;
import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.RecordReader;
import dev.colonnade.bench.record.RecordWriter;
import dev.colonnade.bench.study.Studies;
import dev.colonnade.bench.study.Study;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalingRunTest {
  /** Three nets, lightest first; a team of two is asked for, so that no limits are measured. */
  private static final String STUDY =
      """
      schema = "colonnade-study/1"
      id = "small"
      title = "Small nets"
      question = "Who is to blame?"
      passes = ["train-step"]
      devices = ["*"]
      batches = [1]
      threads = [2]

      [net]
      template = "1x4x4-{N}N-2N"

      [variables]
      N = [2, 3, 4]

      [presets.default]
      processes = 1
      samples = 2
      sample-milliseconds = 1
      warm-up-milliseconds = 1
      cap-seconds = 1
      """;

  @TempDir Path folder;

  private List<BenchmarkRecord> run(int dyingAt, ScalingListener listener) throws Exception {
    Study study = Studies.parse("small.toml", STUDY);
    Path file = folder.resolve("records.jsonl");
    Target target =
        new Target(
            DeviceFacts.of("dying:0", "Dying", null, Map.of("threads", "4")),
            List.of("-Ddying.at=" + dyingAt));
    List<String> plugin = List.of("--plugin", DyingBackend.jar(folder).toString());
    try (RecordWriter writer = RecordWriter.open(file)) {
      List<BenchmarkRecord> records =
          new ScalingRun(
                  List.of(study.expand("default", 2)), List.of(target), plugin, writer, listener)
              .run(1);
      assertThat(RecordReader.read(file).records()).isEqualTo(records);
      return records;
    }
  }

  @Test
  void aProcessThatDiesOpeningItsDeviceIsBlamedOnNoNet() throws Exception {
    List<BenchmarkRecord> records = run(0, new ScalingListener() {});
    assertThat(records)
        .singleElement()
        .isInstanceOfSatisfying(
            FailureRecord.class,
            failure -> {
              assertThat(failure.failure()).isEqualTo(FailureRecord.Kind.CRASHED);
              assertThat(failure.net()).isInstanceOf(Measured.Unavailable.class);
              assertThat(failure.study()).isInstanceOf(Measured.Unavailable.class);
              assertThat(failure.reason())
                  .isEqualTo(
                      "the measuring process was ended by signal 6 while opening the device,"
                          + " before any point: the driver crashed");
            });
  }

  /** Two programs are compiled for warming up, so the fourth is that of the second point. */
  @Test
  void aProcessThatDiesOverAPointTakesThatOneWithIt() throws Exception {
    List<BenchmarkRecord> records = run(4, new ScalingListener() {});
    assertThat(records).hasSize(3);
    assertThat(records.get(0)).isInstanceOf(MeasurementRecord.class);
    assertThat(records.get(1))
        .isInstanceOfSatisfying(
            FailureRecord.class,
            failure -> {
              assertThat(failure.net()).isEqualTo(Measured.of("1x4x4-3N-2N"));
              assertThat(failure.reason()).contains("while compiling the net");
            });
    assertThat(records.get(2))
        .isInstanceOfSatisfying(
            MeasurementRecord.class,
            measured -> assertThat(measured.workload().net()).isEqualTo("1x4x4-4N-2N"));
  }

  @Test
  void whoCannotTakeAnAnswerGetsNoMore() {
    ScalingListener full =
        new ScalingListener() {
          private int calls;

          @Override
          public void recorded(BenchmarkRecord record) {
            calls++;
            throw new UncheckedIOException(new IOException("disk full, call " + calls));
          }
        };
    assertThatThrownBy(() -> run(-1, full))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full, call 1");
  }
}
