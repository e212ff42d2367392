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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** Longer than the well device takes on a machine that is busy with other things. */
  private static final Duration HANG = Duration.ofSeconds(20);

  @TempDir Path folder;

  private List<BenchmarkRecord> run(int dyingAt, ScalingListener listener) throws Exception {
    return run(
        List.of(target("dying:0", "-Ddying.at=" + dyingAt)), Duration.ofMinutes(2), listener);
  }

  private List<BenchmarkRecord> run(List<Target> targets, Duration grace, ScalingListener listener)
      throws Exception {
    Study study = Studies.parse("small.toml", STUDY);
    Path file = folder.resolve("records.jsonl");
    List<String> plugin = List.of("--plugin", DyingBackend.jar(folder).toString());
    try (RecordWriter writer = RecordWriter.open(file)) {
      List<BenchmarkRecord> records =
          new ScalingRun(
                  List.of(study.expand("default", 2)), targets, plugin, writer, listener, grace)
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

  /** A crash, a hang and an out-of-memory of one device leave the other's results whole. */
  @ParameterizedTest
  @CsvSource({"halt, CRASHED, 2", "hang, HUNG, 1", "memory, OUT_OF_MEMORY, 2"})
  void whatBefallsOneDeviceLeavesTheOtherWhole(String how, FailureRecord.Kind kind, int measured)
      throws Exception {
    List<BenchmarkRecord> records =
        run(
            List.of(
                target("dying:0", "-Ddying.at=4", "-Ddying.how=" + how),
                target("dying:1", "-Ddying.at=4", "-Ddying.how=" + how)),
            how.equals("hang") ? HANG : Duration.ofMinutes(2),
            new ScalingListener() {});
    assertThat(of("dying:1", records)).hasSize(3).allMatch(MeasurementRecord.class::isInstance);
    List<BenchmarkRecord> dying = of("dying:0", records);
    assertThat(dying).hasSize(3);
    assertThat(dying).filteredOn(MeasurementRecord.class::isInstance).hasSize(measured);
    assertThat(dying)
        .filteredOn(FailureRecord.class::isInstance)
        .hasSize(3 - measured)
        .allSatisfy(record -> assertThat(((FailureRecord) record).failure()).isEqualTo(kind));
  }

  private static List<BenchmarkRecord> of(String device, List<BenchmarkRecord> records) {
    return records.stream().filter(record -> record.device().id().equals(device)).toList();
  }

  private static Target target(String id, String... options) {
    return new Target(DeviceFacts.of(id, "Dying", null, Map.of("threads", "4")), List.of(options));
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
