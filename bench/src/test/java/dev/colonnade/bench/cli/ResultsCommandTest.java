// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.RecordWriter;
import dev.colonnade.bench.record.SyntheticRecords;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ResultsCommandTest {
  @TempDir Path folder;

  private String out = "";
  private String err = "";

  private int results(String... args) {
    StringWriter stdout = new StringWriter();
    StringWriter stderr = new StringWriter();
    CommandLine commandLine = Main.commandLine(List.of());
    commandLine.setOut(new PrintWriter(stdout));
    commandLine.setErr(new PrintWriter(stderr));
    List<String> all = new ArrayList<>(List.of("results", "--dir", folder.toString()));
    all.addAll(List.of(args));
    int code = commandLine.execute(all.toArray(String[]::new));
    out = stdout.toString();
    err = stderr.toString();
    return code;
  }

  private Path run(String name, List<BenchmarkRecord> records) throws Exception {
    Path file = folder.resolve(name).resolve("records.jsonl");
    RecordWriter.writeAll(file, records);
    return file;
  }

  @Test
  void tellsWhatWasRunWhereAndAgainFromItsIndex() throws Exception {
    run("monday", SyntheticRecords.wholeRun(2));
    assertThat(results()).isZero();
    assertThat(out)
        .contains("2026-01-02T03:04:05Z", "host-5e7ec71c", "default", "cpu:0", "maps", "monday/")
        .contains("complete");
    String first = out;
    Path index = folder.resolve("index.json");
    byte[] written = Files.readAllBytes(index);
    assertThat(results("list")).isZero();
    assertThat(out).isEqualTo(first);
    assertThat(index).hasBinaryContent(written);
    assertThat(results("show", "monday")).isZero();
    assertThat(out).contains("Synthetic CPU 2000", "Synthetic GPU X1", "./colonnade report");
    assertThat(results("show", "run-syn", "--json")).isZero();
    assertThat(out).startsWith("{\"runs\":[").contains("\"status\":\"complete\"");
  }

  @Test
  void aLostOrDamagedIndexIsMadeAnew() throws Exception {
    run("monday", SyntheticRecords.wholeRun(1));
    assertThat(results()).isZero();
    String whole = out;
    Path index = folder.resolve("index.json");
    Files.delete(index);
    assertThat(results()).isZero();
    assertThat(out).isEqualTo(whole);
    assertThat(index).isRegularFile();
    Files.writeString(index, "{\"schema\":\"colonnade-re");
    assertThat(results()).isZero();
    assertThat(out).isEqualTo(whole);
    assertThat(err).contains("made anew");
    assertThat(Files.readString(index)).contains("colonnade-results/1");
  }

  @Test
  void whatIsMissingDamagedOrGoneIsSaid() throws Exception {
    List<BenchmarkRecord> records = SyntheticRecords.wholeRun(2);
    run("early", records.stream().filter(r -> r.run().processIndex() == 0).toList());
    Path damaged = run("damaged", records);
    Files.writeString(damaged, "{\"schema\":\"colonnade-record/99\"}\n");
    Path gone = run("gone", SyntheticRecords.wholeRun(1));
    assertThat(results()).isZero();
    assertThat(out).contains("partial").contains("damaged  damaged/records.jsonl");
    Files.delete(gone);
    assertThat(results()).isZero();
    assertThat(out).contains("missing  gone/records.jsonl");
  }

  @Test
  void wrongUsageIsTwoAndAnUnknownRunIsOne() {
    assertThat(results("show")).isEqualTo(2);
    assertThat(results("list", "monday")).isEqualTo(2);
    assertThat(results("show", "nobody")).isEqualTo(1);
    assertThat(err).contains("nobody");
    assertThat(results("--dir", folder.resolve("nowhere").toString())).isNotZero();
  }
}
