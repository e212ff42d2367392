// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.RecordWriter;
import dev.colonnade.bench.record.SyntheticRecords;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int report(String... args) {
    CommandLine commandLine = Main.commandLine(List.of());
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    return commandLine.execute(args);
  }

  @Test
  void jsonNamesSourcesFilesAndCountsAndNothingElseIsPrinted() throws Exception {
    List<BenchmarkRecord> records = SyntheticRecords.wholeRun(2);
    RecordWriter.writeAll(folder.resolve("records.jsonl"), records);
    assertThat(report("report", folder.toString(), "--json")).isZero();
    JsonNode answer = JsonMapper.builder().build().readTree(out.toString());
    long failures = records.stream().filter(FailureRecord.class::isInstance).count();
    assertThat(answer.path("sources").get(0).asString("")).isEqualTo(folder.toString());
    assertThat(answer.path("measurements").asLong(0)).isEqualTo(records.size() - failures);
    assertThat(answer.path("failures").asLong(-1)).isEqualTo(failures).isPositive();
    assertThat(Path.of(answer.path("report").asString("")))
        .isEqualTo(folder.resolve("report.html"))
        .isRegularFile();
    assertThat(Path.of(answer.path("csv").asString(""))).isRegularFile();
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aReportOfBeforeIsLeftAloneWhereNothingIsThereToReport() throws Exception {
    Files.writeString(folder.resolve("records.jsonl"), "");
    Path html = Files.writeString(folder.resolve("report.html"), "the report of before");
    Path csv = Files.writeString(folder.resolve("report.csv"), "the table of before");
    assertThat(report("report", folder.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("no report was written");
    assertThat(html).hasContent("the report of before");
    assertThat(csv).hasContent("the table of before");
  }
}
