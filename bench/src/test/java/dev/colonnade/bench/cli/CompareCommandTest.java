// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.RecordWriter;
import dev.colonnade.bench.record.SyntheticRecords;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CompareCommandTest {
  @TempDir Path folder;

  private String out = "";
  private String err = "";

  private int compare(String... args) {
    StringWriter stdout = new StringWriter();
    StringWriter stderr = new StringWriter();
    CommandLine commandLine = Main.commandLine(List.of());
    commandLine.setOut(new PrintWriter(stdout));
    commandLine.setErr(new PrintWriter(stderr));
    int code = commandLine.execute(args);
    out = stdout.toString();
    err = stderr.toString();
    return code;
  }

  private String run() throws Exception {
    List<BenchmarkRecord> records = SyntheticRecords.wholeRun(3);
    RecordWriter.writeAll(folder.resolve("records.jsonl"), records);
    return folder.toString();
  }

  @Test
  void devicesOfOneRunAreComparedWhenAsked() throws Exception {
    String run = run();
    String[] words = {
      "compare",
      run,
      run,
      "--vary",
      "device",
      "--a",
      "device=cpu-scalar:0",
      "--b",
      "device=cpu:0",
      "--only",
      "study=maps"
    };
    assertThat(compare(words)).isZero();
    assertThat(out).contains("overall: FASTER").contains("cpu-scalar:0 -> cpu:0");
    String[] failing = Arrays.copyOf(words, words.length + 3);
    failing[words.length] = "--fail-on";
    failing[words.length + 1] = "faster";
    failing[words.length + 2] = "--json";
    assertThat(compare(failing)).isEqualTo(1);
    JsonNode answer = JsonMapper.builder().build().readTree(out);
    assertThat(answer.path("schema").asString()).isEqualTo("colonnade-comparison/1");
    assertThat(answer.path("status").asString()).isEqualTo("compared");
    assertThat(answer.path("overall").path("verdict").asString()).isEqualTo("FASTER");
    assertThat(answer.path("overall").path("interval").path("high").asDouble()).isLessThan(1);
    assertThat(answer.path("points").get(0).path("recordsA").size()).isEqualTo(3);
  }

  @Test
  void aRunIsNoWitnessForItself() throws Exception {
    String run = run();
    assertThat(compare("compare", run, run)).isEqualTo(1);
    assertThat(out).contains("Refused").contains("stand on both sides");
  }

  @Test
  void wrongWordsAreTwo() throws Exception {
    String run = run();
    assertThat(compare("compare", run)).isEqualTo(2);
    assertThat(compare("compare", run, run, "--vary", "weather")).isEqualTo(2);
    assertThat(err).contains("weather").contains("commit");
    assertThat(compare("compare", run, run, "--margin", "0")).isEqualTo(2);
    assertThat(compare("compare", run, run, "--a", "colour=red")).isEqualTo(2);
    assertThat(err).contains("colour");
    assertThat(compare("compare", run, run, "--fail-on", "rain")).isEqualTo(2);
  }

  @Test
  void missingFilesAndRecordsAreOne() throws Exception {
    String run = run();
    assertThat(compare("compare", run, folder.resolve("nowhere").toString())).isEqualTo(1);
    assertThat(err).contains("does not exist");
    assertThat(compare("compare", run, run, "--a", "device=cpu:9")).isEqualTo(1);
    assertThat(err).contains("device=cpu:9");
  }
}
