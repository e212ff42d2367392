// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.report.plot.Numbers;
import dev.colonnade.bench.results.ResultsIndex;
import dev.colonnade.bench.results.RunEntry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Tells what was run where. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    name = "results",
    sortOptions = false,
    description = "List the runs below a folder of results: what was measured where, and when.")
final class ResultsCommand implements Callable<Integer> {
  private enum Action {
    LIST,
    SHOW
  }

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "list|show",
      defaultValue = "list",
      description = "All runs, or everything about one (default: ${DEFAULT-VALUE}).")
  private Action action;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RUN",
      defaultValue = "",
      description = "With show: its folder's name, or the beginning of its id.")
  private String run;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "results",
      description = "Folder of results (default: ${DEFAULT-VALUE}).")
  private Path folder;

  @Option(names = "--json", description = "Print the runs as one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets what has no initialiser.
  ResultsCommand() {}

  @Override
  public Integer call() throws IOException {
    if ((action == Action.SHOW) == run.isEmpty()) {
      throw CommandFailure.usage(
          action == Action.SHOW
              ? "which run? 'colonnade results' lists them; give a folder's name or an id"
              : "'list' takes no run; 'colonnade results show " + run + "' tells of one");
    }
    ResultsIndex index = ResultsIndex.of(folder);
    index.notices().forEach(spec.commandLine().getErr()::println);
    spec.commandLine().getErr().flush();
    List<RunEntry> runs = action == Action.SHOW ? index.find(run) : index.entries();
    if (action == Action.SHOW && runs.isEmpty()) {
      throw CommandFailure.failed(
          "no run below " + folder + " is called " + run + "; 'colonnade results' lists them");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.builder().build().writeValueAsString(Map.of("runs", runs)));
    } else if (action == Action.SHOW) {
      runs.forEach(entry -> out.print(whole(entry)));
    } else if (runs.isEmpty()) {
      out.println("No records lie below " + folder + "; 'colonnade scaling' measures.");
    } else {
      runs.forEach(entry -> out.println(line(entry)));
    }
    out.flush();
    return 0;
  }

  private static String line(RunEntry entry) {
    return visible(
        entry.started().isEmpty()
            ? entry.status() + "  " + entry.file() + ": " + entry.remark()
            : String.join(
                "  ",
                entry.started(),
                entry.runId().substring(0, Math.min(8, entry.runId().length())),
                entry.host(),
                entry.preset(),
                entry.commit().substring(0, Math.min(12, entry.commit().length())),
                String.join(",", entry.devices().stream().map(d -> d.split(" ", 2)[0]).toList()),
                String.join(",", entry.studies()),
                counts(entry),
                entry.status(),
                entry.file()));
  }

  private String whole(RunEntry entry) {
    String source = folder.resolve(entry.file()).toString();
    return visible("run       " + entry.runId())
        + visible("\nstatus    " + entry.status())
        + (entry.remark().isEmpty() ? "" : visible(": " + entry.remark()))
        + visible("\nfrom      " + entry.started() + " to " + entry.finished())
        + visible("\nmachine   " + entry.host() + ", " + entry.cpu())
        + visible("\nbuild     " + entry.version() + ", commit " + entry.commit())
        + visible(
            "\npreset    " + entry.preset() + ", studies " + String.join(", ", entry.studies()))
        + visible("\ndevices   " + String.join(", ", entry.devices()))
        + visible("\nrecords   " + counts(entry) + " in " + source)
        + visible("\nreport    ./colonnade report \"" + source + "\"")
        + "\n\n";
  }

  private static String counts(RunEntry entry) {
    return Numbers.counted(entry.measurements(), "measurement")
        + (entry.failures() == 0 ? "" : ", " + Numbers.counted(entry.failures(), "failure"));
  }

  /** Control characters in names could move the cursor; the line end in front stays. */
  private static String visible(String text) {
    return text.replaceAll("(?!^\n)\\p{Cntrl}", "?");
  }
}
