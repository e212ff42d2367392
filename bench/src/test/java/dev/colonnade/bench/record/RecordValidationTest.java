// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each wrong line is refused by a sentence that names the line, the field and what is expected. */
class RecordValidationTest {

  @TempDir Path folder;

  private static final String LINE =
      RecordJson.toLine(
          SyntheticRecords.measurement(
              SyntheticRecords.VECTOR,
              SyntheticRecords.workload("maps", Map.of("M", 20), 1),
              0,
              2,
              false));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"schema\":\"colonnade-record/4\" | \"schema\":\"colonnade-record/9\" | reads \"colonnade-record/1\", \"colonnade-record/2\", \"colonnade-record/3\", \"colonnade-record/4\"; read it with the version that wrote it",
        "\"schema\":\"colonnade-record/4\" | \"schema\":7 | schema is 7; \"colonnade-record/4\" is expected",
        "\"schema\":\"colonnade-record/4\", | | schema is missing",
        "\"kind\":\"measurement\" | \"kind\":\"guess\" | field kind is \"guess\"",
        "\"batch\":1, | | batch",
        "\"batch\":1, | \"batch\":0, | workload.batch is 0; a positive number is expected",
        "\"batch\":1, | \"batch\":\"1\", | batch",
        "\"batch\":1, | \"batch\":null, | batch",
        "\"batch\":1, | \"batch\":1,\"batch\":2, | batch",
        "\"batch\":1, | \"batch\":1,\"bunch\":1, | bunch",
        "\"pass\":\"train-step\" | \"pass\":\"guess\" | pass",
        "\"energy\":{\"unavailable\":\"no energy meter: RAPL is not readable here\"} | \"energy\":{\"joules\":-1.5,\"seconds\":1,\"images\":1,\"boundary\":\"b\"} | energy.joules is -1.5; a positive finite number",
        "{\"unavailable\":\"no energy meter: RAPL is not readable here\"} | {\"unavailable\":\" \"} | an unavailable field needs a reason",
        "{\"unavailable\":\"no energy meter: RAPL is not readable here\"} | null | energy",
        "{\"unavailable\":\"no energy meter: RAPL is not readable here\"} | \"much\" | energy",
        "\"gemmFlops\":{ | \"gemmFlops\":{\"BF16\":0, | sentinel.gemmFlops.BF16 is 0.0; a positive finite number",
        "\"gemmFlops\":{ | \"gemmFlops\":{\"BF16\":\"fast\", | gemmFlops.BF16",
        "\"processIndex\":0 | \"processIndex\":2 | run.processIndex is 2 with run.processes 2",
        "\"finishedAt\":\"2026 | \"finishedAt\":\"2025 | lies before run.startedAt",
        "\"driver\":{\"unavailable\":\"a CPU has no driver\"} | \"driver\":{\"unknown\":1} | driver",
      })
  void wrongLine(String found, String replacement, String expected) throws IOException {

    assertThat(LINE).contains(found);
    Path file = folder.resolve("records.jsonl");
    Files.writeString(
        file, LINE.replace(found, replacement == null ? "" : replacement) + "\n" + LINE + "\n");
    assertThatThrownBy(() -> RecordReader.read(file))
        .isInstanceOf(RecordFormatException.class)
        .hasMessageContaining("records.jsonl, line 1: ")
        .hasMessageContaining(expected)
        .message()
        .doesNotContain("\n")
        .doesNotContain("tools.jackson");
  }

  @Test
  void extentThatDoesNotFitTheStepsIsRefused() throws IOException {
    Path file = folder.resolve("records.jsonl");
    Files.writeString(
        file,
        LINE.replaceAll("\"measured\":[0-9]+", "\"measured\":1")
                .replaceAll("\"represented\":[0-9]+", "\"represented\":1")
            + "\n");
    assertThatThrownBy(() -> RecordReader.read(file))
        .hasMessageContaining("extent.measured is 1 images in")
        .hasMessageContaining("the same whole number of images in each step is expected");
  }

  @Test
  void emptySamplesAreRefused() throws IOException {
    Path file = folder.resolve("records.jsonl");
    Files.writeString(
        file, LINE.replaceAll("\"samplesNanos\":\\[[^]]*]", "\"samplesNanos\":[]") + "\n");
    assertThatThrownBy(() -> RecordReader.read(file))
        .hasMessageContaining("timing.samplesNanos is empty");
  }

  @Test
  void sharedIdIsRefused() throws IOException {
    Path file = folder.resolve("records.jsonl");
    Files.writeString(file, LINE + "\n" + LINE + "\n");
    assertThatThrownBy(() -> RecordReader.read(file))
        .isInstanceOf(RecordFormatException.class)
        .hasMessageContaining("line 2: id \"")
        .hasMessageContaining("stands on line 1 too");
  }

  @Test
  void absenceKeepsItsReasonThroughFunctions() {
    Measured<Integer> none = Measured.unavailable("no meter");
    assertThat(none.map(v -> v + 1).describe()).isEqualTo("unavailable: no meter");
    assertThat(none.flatMap(v -> Measured.of(v + 1))).isEqualTo(none);
    assertThat(Measured.of(1).map(v -> v + 1)).isEqualTo(Measured.of(2));
  }
}
