// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordRoundTripTest {

  @TempDir Path folder;

  private static MeasurementRecord example() {
    return SyntheticRecords.measurement(
        SyntheticRecords.GPU, SyntheticRecords.workload("maps", Map.of("M", 20), 4), 1, 3, true);
  }

  @Test
  void everyRecordComesBackEqual() throws IOException {
    List<BenchmarkRecord> records = SyntheticRecords.wholeRun(3);
    Path file = folder.resolve("records.jsonl");
    RecordWriter.writeAll(file, records);
    RecordReader.Contents contents = RecordReader.read(file);
    assertThat(contents.records()).isEqualTo(records);
    assertThat(contents.torn()).isEmpty();
    assertThat(Files.readAllLines(file)).hasSameSizeAs(records);
  }

  @Test
  void appendedRecordsComeBackInOrder() throws IOException {
    Path file = folder.resolve("new/folder/records.jsonl");
    try (RecordWriter writer = RecordWriter.open(file)) {
      writer.append(example());
    }
    FailureRecord failure =
        SyntheticRecords.failure(
            SyntheticRecords.GPU, FailureRecord.Kind.HUNG, "no answer for 60 s");
    try (RecordWriter writer = RecordWriter.open(file)) {
      assertThat(writer.recovered()).isEmpty();
      writer.append(failure);
    }
    assertThat(RecordReader.read(file).records()).containsExactly(example(), failure);
  }

  @Test
  void aRecordThatDidNotFitOnTheDiskLeavesNoHalfLine() throws IOException {
    Path file = folder.resolve("records.jsonl");
    FailureRecord next =
        SyntheticRecords.failure(SyntheticRecords.GPU, FailureRecord.Kind.CRASHED, "signal 11");
    ShortChannel disk =
        new ShortChannel(
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
    try (RecordWriter writer = RecordWriter.on(file, disk)) {
      writer.append(example());
      disk.setRoom(100);
      assertThatThrownBy(() -> writer.append(next))
          .isInstanceOf(UnwritableFileException.class)
          .hasMessageContaining(file + " cannot be written: No space left");
      assertThat(RecordReader.read(file).torn()).isEmpty();
      disk.setRoom(Integer.MAX_VALUE); // somebody made room
      writer.append(next);
    }
    assertThat(RecordReader.read(file).records()).containsExactly(example(), next);
  }

  @Test
  void lineStartsWithSchemaAndExplainsAbsences() {
    String line = RecordJson.toLine(example());
    assertThat(line)
        .startsWith("{\"schema\":\"colonnade-record/4\",\"kind\":\"measurement\",\"id\":\"syn-")
        .contains("\"zooName\":{\"unavailable\":\"the net came from a study's own string\"}")
        .contains("\"pass\":\"train-step\"")
        .doesNotContain("null")
        .doesNotContain("\n");
  }

  @Test
  void wrongResultsMayHoldNan() {
    MeasurementRecord m = example();
    MeasurementRecord broken =
        new MeasurementRecord(
            m.id(),
            m.run(),
            m.machine(),
            m.device(),
            m.workload(),
            m.plan(),
            m.timing(),
            Measured.of(new Accuracy(Double.NaN, Double.POSITIVE_INFINITY, "logits")),
            m.extent(),
            m.sentinel(),
            m.conditions(),
            m.energy());
    assertThat(RecordJson.fromLine(RecordJson.toLine(broken))).isEqualTo(broken);
  }

  @Test
  void tornLastLineIsToleratedAndReported() throws IOException {
    Path file = folder.resolve("records.jsonl");
    String whole = RecordJson.toLine(example());
    Files.writeString(file, whole + "\n" + whole.substring(0, 100));
    RecordReader.Contents contents = RecordReader.read(file);
    assertThat(contents.records()).containsExactly(example());
    assertThat(contents.torn()).get().asString().contains("line 2 is cut off after 100 characters");
  }

  @Test
  void openingSetsTornLineAsideAndLosesNothing() throws IOException {
    Path file = folder.resolve("records.jsonl");
    String whole = RecordJson.toLine(example());
    Files.writeString(file, whole + "\n" + whole.substring(0, 100));
    FailureRecord next =
        SyntheticRecords.failure(SyntheticRecords.GPU, FailureRecord.Kind.CRASHED, "signal 11");
    try (RecordWriter writer = RecordWriter.open(file)) {
      assertThat(writer.recovered()).get().asString().contains("100 bytes now lie in");
      writer.append(next);
    }
    assertThat(RecordReader.read(file).records()).containsExactly(example(), next);
    try (var files = Files.list(folder)) {
      Path torn = files.filter(f -> f.toString().contains(".torn-")).findFirst().orElseThrow();
      assertThat(Files.readString(torn)).isEqualTo(whole.substring(0, 100));
    }
  }

  @Test
  void lineThatLacksOnlyItsNewlineIsKept() throws IOException {
    Path file = folder.resolve("records.jsonl");
    Files.writeString(file, RecordJson.toLine(example()));
    assertThat(RecordReader.read(file).records()).containsExactly(example());
    FailureRecord next =
        SyntheticRecords.failure(SyntheticRecords.GPU, FailureRecord.Kind.CRASHED, "signal 11");
    try (RecordWriter writer = RecordWriter.open(file)) {
      writer.append(next);
    }
    assertThat(RecordReader.read(file).records()).containsExactly(example(), next);
  }

  @Test
  void twoWritersOfOneFileAreRefused() throws IOException {
    Path file = folder.resolve("records.jsonl");
    try (RecordWriter first = RecordWriter.open(file)) {
      assertThat(first.recovered()).isEmpty();
      assertThatThrownBy(() -> RecordWriter.open(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is being written by another run");
    }
  }

  @Test
  void wholeFileIsReplacedWithoutLeavingTemporaries() throws IOException {
    Path file = folder.resolve("records.jsonl");
    RecordWriter.writeAll(file, SyntheticRecords.wholeRun(1));
    RecordWriter.writeAll(file, List.of(example()));
    assertThat(RecordReader.read(file).records()).containsExactly(example());
    try (var files = Files.list(folder)) {
      assertThat(files.toList()).containsExactly(file);
    }
  }

  @Test
  void cutInTheMiddleIsAnError() throws IOException {
    Path file = folder.resolve("records.jsonl");
    String whole = RecordJson.toLine(example());
    Files.writeString(file, whole.substring(0, 50) + "\n");
    Files.writeString(file, whole + "\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> RecordReader.read(file))
        .isInstanceOf(RecordFormatException.class)
        .hasMessageContaining("records.jsonl, line 1: this is not JSON");
  }
}
