// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.FailureRecord;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

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

  @Option(names = "--json", description = "Print the paths and counts as one JSON object.")
  private boolean json;

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
    if (records.isEmpty()) {
      throw CommandFailure.failed(
          (notices.isEmpty()
                  ? joined() + (sources.size() == 1 ? " holds" : " hold") + " no record"
                  : String.join("; ", notices))
              + "; nothing is there to report, and no report was written; measure with 'colonnade"
              + " scaling'");
    }
    List<Study> studies = Studies.shipped();
    Report.Files files =
        Report.write(
            ReportInput.of(records, studies, notices),
            out != null ? out : beside(sources.getFirst()));
    PrintWriter stdout = spec.commandLine().getOut();
    notices.forEach(spec.commandLine().getErr()::println);
    spec.commandLine().getErr().flush();
    if (json) {
      stdout.println(JsonMapper.builder().build().writeValueAsString(fields(records, files)));
    } else {
      stdout.println(Report.terminalTable(records, Console.outputHasColour()));
      stdout.println("report: " + files.html().toAbsolutePath());
    }
    stdout.flush();
    return 0;
  }

  private String joined() {
    return sources.stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  private Map<String, Object> fields(List<BenchmarkRecord> records, Report.Files files) {
    long failures = records.stream().filter(FailureRecord.class::isInstance).count();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("sources", sources.stream().map(Path::toString).toList());
    fields.put("report", files.html().toString());
    fields.put("csv", files.csv().toString());
    fields.put("measurements", records.size() - failures);
    fields.put("failures", failures);
    return fields;
  }

  private static Path beside(Path source) {
    return Files.isDirectory(source)
        ? source.resolve("report.html")
        : source.resolveSibling("report.html");
  }
}
