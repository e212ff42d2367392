// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of older schemas are read: two measurements as they were written, and a failure. */
class SchemaHistoryTest {
  private static final String ABSENT = "recorded in schema 1, which did not have it";

  private static final String IN_FAILURES = " in failures";

  @TempDir Path folder;

  private static List<BenchmarkRecord> first() throws Exception {
    return RecordReader.read(file()).records();
  }

  private static Path file() throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(SchemaHistoryTest.class.getResource("schema-1.jsonl")).toURI());
  }

  @Test
  void whatWasMeasuredIsKept() throws Exception {
    assertThat(first()).hasSize(3);
    MeasurementRecord read = (MeasurementRecord) first().getFirst();
    assertThat(read.workload().net()).isEqualTo("1x29x29-1000N-500N-10N");
    assertThat(read.sentinel().peakFlops("STRICT_FP32")).isEqualTo(Measured.of(247170604233.71652));
    assertThat(read.sentinel().copyBytesPerSecond()).isEqualTo(Measured.of(40307134028.51953));
    assertThat(read.timing().firstStep().compileNanos()).isEqualTo(Measured.of(9381752L));
    assertThat(read.timing().firstStep().processStartNanos()).isEqualTo(Measured.of(790000000L));
    assertThat(read.device().name()).isEqualTo("Intel(R) Xeon(R) Processor");
  }

  @Test
  void whatWasNotRecordedIsAbsentForThatReason() throws Exception {
    MeasurementRecord read = (MeasurementRecord) first().getFirst();
    assertThat(read.conditions()).isEqualTo(Measured.unavailable(ABSENT));
    assertThat(read.timing().firstStep().warmUpNanos()).isEqualTo(Measured.unavailable(ABSENT));
    assertThat(read.timing().firstStep().totalNanos()).isEqualTo(Measured.unavailable(ABSENT));
    assertThat(read.energy().describe())
        .startsWith("unavailable: /sys/class/powercap does not exist");
  }

  @Test
  void anOldFigureOfEnergyIsNotTakenForTheNewOne() throws Exception {
    MeasurementRecord read = (MeasurementRecord) first().get(1);
    assertThat(read.energy().describe())
        .isEqualTo(
            "unavailable: recorded in schema 1, as 0.0125 J an image over warm-up and samples, of"
                + " no stated interval");
  }

  @Test
  void aFailureIsRead() throws Exception {
    assertThat(first().get(2))
        .isInstanceOfSatisfying(
            FailureRecord.class,
            failure -> {
              assertThat(failure.failure()).isEqualTo(FailureRecord.Kind.CRASHED);
              assertThat(failure.mathMode()).isEqualTo(Measured.unavailable(ABSENT + IN_FAILURES));
            });
  }

  @Test
  void aFailureOfTheSecondSchemaHasNoMathMode() {
    FailureRecord written =
        SyntheticRecords.failure(SyntheticRecords.GPU, FailureRecord.Kind.CRASHED, "it died");
    String line = RecordJson.toLine(written);
    String older =
        line.replace("colonnade-record/4", "colonnade-record/2")
            .replace("\"mathMode\":\"STRICT_FP32\",", "")
            .replace("\"choices\":{},", "");
    assertThat(older.length()).isLessThan(line.length());
    FailureRecord read = (FailureRecord) RecordJson.fromLine(older);
    assertThat(read.mathMode())
        .isEqualTo(
            Measured.unavailable("recorded in schema 2, which did not have it" + IN_FAILURES));
    assertThat(read.reason()).isEqualTo(written.reason());
  }

  @Test
  void writtenAgainTheyAreOfTheCurrentSchema() throws Exception {
    Path file = folder.resolve("records.jsonl");
    RecordWriter.writeAll(file, first());
    assertThat(Files.readAllLines(file))
        .allMatch(line -> line.startsWith("{\"schema\":\"colonnade-record/4\""));
    assertThat(RecordReader.read(file).records()).isEqualTo(first());
  }
}
