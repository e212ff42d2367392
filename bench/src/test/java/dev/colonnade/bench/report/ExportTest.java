// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.SyntheticRecords;
import dev.colonnade.bench.record.SyntheticRecords.SyntheticDevice;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExportTest {

  private static String csv(List<BenchmarkRecord> records) {
    return Report.csv(new ReportInput(records, List.of(), List.of(), List.of()));
  }

  @Test
  void csvHasOneLineForEachPointAndFailureInFullPrecision() {
    List<BenchmarkRecord> records = SyntheticRecords.wholeRun(3);
    List<String> lines = csv(records).lines().toList();
    assertThat(lines).hasSize(1 + (8 + 8 + 7) + 3 * 5 + 2 + 1);
    String[] header = lines.getFirst().split(",", -1);
    assertThat(header).contains("seconds_per_image", "record_ids", "failure");
    SummaryRow first =
        SummaryRow.of(new ReportInput(records, List.of(), List.of(), List.of()).measurements())
            .getFirst();
    assertThat(lines.get(1)).contains("," + first.secondsPerImage().value() + ",");
    assertThat(lines.getLast())
        .endsWith("crashed: the measuring process ended with signal 11 while compiling");
    assertThat(csv(records)).endsWith("\r\n");
  }

  @Test
  void csvQuotesAndDefusesFormulas() {
    SyntheticDevice evil =
        new SyntheticDevice("=HYPERLINK(\"x\")", "a,\"b\"", "@cmd", 2, 1e-6, 1e9);
    String csv =
        csv(
            List.of(
                SyntheticRecords.measurement(
                    evil, SyntheticRecords.workload("maps", Map.of("M", 20), 1), 0, 1, false)));
    assertThat(csv)
        .contains(",\"'=HYPERLINK(\"\"x\"\")\",")
        .contains(",\"a,\"\"b\"\"\",")
        .contains(",'@cmd,");
  }

  @Test
  void terminalTableIsAlignedAndPlainUnlessAsked() {
    List<BenchmarkRecord> records = SyntheticRecords.wholeRun(3);
    String plain = Report.terminalTable(records, false);
    String coloured = Report.terminalTable(records, true);
    assertThat(plain).doesNotContain("\u001B");
    assertThat(coloured).contains("\u001B[1m");
    assertThat(coloured.replaceAll("\u001B\\[[0-9]+m", "")).isEqualTo(plain);
    List<String> table =
        plain
            .lines()
            .filter(line -> line.startsWith("net ") || line.startsWith("3x32x32"))
            .toList();
    assertThat(table).hasSize(3 + (8 + 8 + 7) + 3 * 5 + 2);
    assertThat(table.stream().map(String::length).distinct()).hasSize(1);
    assertThat(plain)
        .contains("study maps, train-step, math STRICT_FP32")
        .contains("tornado:0 crashed: the measuring process ended with signal 11");
    assertThat(Report.terminalTable(List.of(), false)).isEqualTo("No measurements.\n");
  }

  @Test
  void terminalTableShowsNoControlCharacters() {
    SyntheticDevice evil = new SyntheticDevice("x:0\u001B[2J", "name", "backend", 2, 1e-6, 1e9);
    String table =
        Report.terminalTable(
            List.of(
                SyntheticRecords.measurement(
                    evil, SyntheticRecords.workload("maps", Map.of("M", 20), 1), 0, 1, false),
                SyntheticRecords.failure(evil, FailureRecord.Kind.CRASHED, "bell\u0007")),
            false);
    assertThat(table).doesNotContain("\u001B").doesNotContain("\u0007").contains("x:0?[2J");
  }
}
