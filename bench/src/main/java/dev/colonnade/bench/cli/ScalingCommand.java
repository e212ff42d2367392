// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.RecordWriter;
import dev.colonnade.bench.report.Report;
import dev.colonnade.bench.report.ReportInput;
import dev.colonnade.bench.scaling.ScalingRun;
import dev.colonnade.bench.scaling.Target;
import dev.colonnade.bench.study.Studies;
import dev.colonnade.bench.study.Study;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.models.zoo.Zoo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** The main job: measures studies on every device and writes records and the report. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    name = "scaling",
    sortOptions = false,
    description = "Measure how training time grows with the net, on every device; write a report.")
final class ScalingCommand implements Callable<Integer> {
  private static final String RECORDS = "records.jsonl";
  private static final String REPORT = "report.html";

  @ParentCommand private Colonnade colonnade;
  @Spec private CommandSpec spec;

  @Option(
      names = "--preset",
      paramLabel = "PRESET",
      defaultValue = "default",
      description =
          "smoke (a minute), default (minutes) or paper (hours); default: ${DEFAULT-VALUE}.")
  private String preset;

  @Option(
      names = {"--study", "--studies"},
      paramLabel = "S[,S...]",
      split = ",",
      hideParamSyntax = true,
      description = "Studies by name, or paths of study files (default: maps, nets, batch).")
  private List<String> studies = new ArrayList<>();

  @Option(
      names = "--devices",
      paramLabel = "D[,D...]",
      completionCandidates = Candidates.Devices.class,
      split = ",",
      hideParamSyntax = true,
      description = "Devices to measure (default: every one found).")
  private List<String> devices = new ArrayList<>();

  @Option(
      names = "--math",
      paramLabel = "MODE[,MODE...]",
      split = ",",
      hideParamSyntax = true,
      description =
          "Math modes, every point in each: ${COMPLETION-CANDIDATES} (default: the studies').")
  private List<MathMode> modes = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for records and report (default: results/scaling-TIME).")
  private @Nullable Path out;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "Seed of the order of measurements (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--json", description = "Print the paths and counts as one JSON object.")
  private boolean json;

  @SuppressWarnings(
      "NullAway.Init") // picocli sets what has no initialiser before the command runs.
  ScalingCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Study> chosen = chosenStudies();
    List<Study.Plan> plans = plans(chosen);
    Path folder = out != null ? out : Path.of("results", "scaling-" + now());
    Path records = folder.resolve(RECORDS);
    if (Files.exists(records)) {
      throw CommandFailure.failed(
          records + " exists already; choose another --out folder, so that no result is lost");
    }
    PrintWriter err = spec.commandLine().getErr();
    List<Target> targets = Targets.of(colonnade, devices, id -> true, err);
    List<BenchmarkRecord> measured;
    try (RecordWriter writer = RecordWriter.open(records);
        JobProgress progress = new JobProgress(err)) {
      ScalingRun run =
          new ScalingRun(plans, targets, colonnade.pluginArguments(), writer, progress);
      try (RecordsSoFar _ = new RecordsSoFar(folder, records, run::stop, err)) {
        measured = run.run(seed);
      }
      if (run.isStopped()) {
        return CommandLine.ExitCode.SOFTWARE; // This JVM is going down, by a signal's own code.
      }
    }
    Report.Files files = Report.write(ReportInput.of(measured, chosen), folder.resolve(REPORT));
    print(measured, records, files);
    return measured.stream().anyMatch(record -> !(record instanceof FailureRecord)) ? 0 : 1;
  }

  private List<Study> chosenStudies() {
    List<Study> chosen =
        studies.isEmpty() ? Studies.usual() : studies.stream().map(Studies::find).toList();
    // A published figure that cannot be drawn is a wrong study file: said before measuring.
    ReportInput.of(List.of(), chosen);
    return chosen;
  }

  private List<Study.Plan> plans(List<Study> chosen) {
    int cores = Runtime.getRuntime().availableProcessors();
    return chosen.stream()
        .map(study ->
            study.expand(
                preset, cores, name -> Zoo.find(name).map(recipe -> recipe.net().toString())))
        .map(plan -> modes.isEmpty() ? plan : plan.in(modes))
        .toList();
  }

  private void print(List<BenchmarkRecord> measured, Path records, Report.Files files) {
    PrintWriter stdout = spec.commandLine().getOut();
    long failures = measured.stream().filter(FailureRecord.class::isInstance).count();
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("records", records.toString());
      fields.put("report", files.html().toString());
      fields.put("csv", files.csv().toString());
      fields.put("measurements", measured.size() - failures);
      fields.put("failures", failures);
      stdout.println(JsonMapper.builder().build().writeValueAsString(fields));
    } else {
      stdout.println(Report.terminalTable(measured, Console.outputHasColour()));
      stdout.println("report:  " + files.html().toAbsolutePath());
      stdout.println("records: " + records.toAbsolutePath());
    }
    stdout.flush();
  }

  private static String now() {
    return LocalDateTime.now(ZoneId.systemDefault())
        .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
  }
}
