// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.RecordFormatException;
import dev.colonnade.bench.record.RecordReader;
import dev.colonnade.bench.report.Report;
import dev.colonnade.bench.report.ReportInput;
import dev.colonnade.bench.study.Studies;
import dev.colonnade.bench.study.Study;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the report of records measured earlier. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    name = "report",
    description = "Write the HTML report and CSV of records measured earlier.")
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RECORDS",
      arity = "1..*",
      description = "Files of records, or folders that hold records.jsonl.")
  private List<Path> sources = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "HTML file to write (default: report.html beside the first records).")
  private @Nullable Path out;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec before the command runs.
  ReportCommand() {}

  @Override
  public Integer call() throws IOException {
    List<BenchmarkRecord> records = new ArrayList<>();
    List<String> notices = new ArrayList<>();
    for (Path source : sources) {
      Path file = Files.isDirectory(source) ? source.resolve("records.jsonl") : source;
      if (!Files.isRegularFile(file)) {
        throw CommandFailure.failed(
            file + " does not exist; give the --out folder of a 'colonnade scaling', or its file");
      }
      try {
        RecordReader.Contents contents = RecordReader.read(file);
        records.addAll(contents.records());
        contents.torn().ifPresent(notices::add);
      } catch (RecordFormatException e) {
        throw CommandFailure.failed(String.valueOf(e.getMessage()));
      }
    }
    List<Study> studies = Studies.shipped();
    Report.Files files =
        Report.write(
            ReportInput.of(records, studies, notices),
            out != null ? out : beside(sources.getFirst()));
    PrintWriter stdout = spec.commandLine().getOut();
    notices.forEach(spec.commandLine().getErr()::println);
    spec.commandLine().getErr().flush();
    stdout.println(Report.terminalTable(records, Console.outputHasColour()));
    stdout.println("report: " + files.html().toAbsolutePath());
    stdout.flush();
    return 0;
  }

  private static Path beside(Path source) {
    return Files.isDirectory(source)
        ? source.resolve("report.html")
        : source.resolveSibling("report.html");
  }
}
