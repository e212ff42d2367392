// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.colonnade.bench.plugin.TellingBackend;
import dev.colonnade.bench.record.Conditions;
import dev.colonnade.bench.record.Energy;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.RecordReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a device tells goes through probe, child, record, table and page to the user. */
class ToldConditionsTest {
  private static final String STUDY =
      """
      schema = "colonnade-study/1"
      id = "small"
      title = "A small net"
      question = "How warm is it?"
      passes = ["train-step"]
      devices = ["telling:*"]
      batches = [1]

      [net]
      template = "1x4x4-{N}N-2N"

      [variables]
      N = [2]

      [presets.default]
      processes = 1
      samples = 2
      sample-milliseconds = 1
      warm-up-milliseconds = 1
      cap-seconds = 5
      """;

  @TempDir static Path folder;
  private static String jar;

  @BeforeAll
  static void makePlugin() throws Exception {
    jar = TellingBackend.jar(folder).toString();
  }

  private static ChildProcess.Result colonnade(String... args) throws Exception {
    return ChildProcess.run(List.of(), List.of(args));
  }

  @Test
  void aThrottledMeasurementIsRecordedAndMarkedEverywhere() throws Exception {
    Path out = folder.resolve("out");
    String study = Files.writeString(folder.resolve("small.toml"), STUDY).toString();
    ChildProcess.Result run =
        colonnade(
            "scaling",
            "--plugin",
            jar,
            "--devices",
            "telling:0",
            "--studies",
            study,
            "--out",
            out.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    MeasurementRecord record =
        (MeasurementRecord) RecordReader.read(out.resolve("records.jsonl")).records().getFirst();
    Conditions conditions = record.conditions().asOptional().orElseThrow();
    assertThat(conditions.readings()).isGreaterThanOrEqualTo(2);
    assertThat(conditions.clockMegahertz())
        .isEqualTo(Measured.of(new Conditions.Range(1500, 1200, 1500, 1200)));
    assertThat(conditions.memoryClockMegahertz())
        .isEqualTo(Measured.unavailable("its memory has no clock"));
    assertThat(conditions.slowdowns()).isEqualTo(Map.of("power-cap", conditions.readings() - 1));
    Energy energy = record.energy().asOptional().orElseThrow();
    assertThat(energy.boundary()).isEqualTo("test bench");
    assertThat(energy.seconds()).as("20 updates of the counter").isGreaterThanOrEqualTo(0.1);
    assertThat(energy.watts()).isCloseTo(200, within(20.0));
    assertThat(energy.images())
        .as("the samples took a few ms: more steps were run for the counter")
        .isGreaterThan(record.extent().measured());
    assertThat(record.timing().firstStep().warmUpNanos()).isEqualTo(Measured.of(7_000_000L));
    assertThat(run.out())
        .containsPattern("telling:0 .* \\*?!\\*?[0-9,]+\\R")
        .contains(
            "! the device was slowed down meanwhile (power-cap): the time is not what it can");
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("throttled: power-cap (")
        .contains("1 point was measured while the device was slowed down");
    assertThat(Files.readString(out.resolve("report.csv"))).contains(",power-cap,");
  }

  @Test
  void devicesListsWhatWasFoundAndWhatIsMissing() throws Exception {
    ChildProcess.Result run = colonnade("devices", "--plugin", jar);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            """
            libraries of telling
                libhot (warmth): 4.2, /opt/hot/libhot.so (opt)
                libcool (cold): missing: it was not found
                    remedy: install cool
            """);
    assertThat(run.out()).as("the CPU backends use none").doesNotContain("libraries of cpu");
  }

  @Test
  void devicesPrintsTheSameAsJson() throws Exception {
    ChildProcess.Result run = colonnade("devices", "--plugin", jar, "--json");
    JsonNode telling =
        JsonMapper.builder()
            .build()
            .readTree(run.out())
            .valueStream()
            .filter(backend -> backend.path("backend").asString("").equals("telling"))
            .findFirst()
            .orElseThrow();
    assertThat(telling.at("/devices/0/id").asString("")).isEqualTo("telling:0");
    assertThat(telling.at("/libraries/0/version").asString("")).isEqualTo("4.2");
    assertThat(telling.at("/libraries/0/reason").isNull()).isTrue();
    assertThat(telling.at("/libraries/1/name").asString("")).isEqualTo("libcool");
    assertThat(telling.at("/libraries/1/remedy").asString("")).isEqualTo("install cool");
  }
}
