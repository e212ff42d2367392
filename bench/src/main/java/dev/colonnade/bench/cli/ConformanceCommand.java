// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.record.ResultFile;
import dev.colonnade.conformance.CaseResult;
import dev.colonnade.conformance.Conformance;
import dev.colonnade.conformance.ConformanceListener;
import dev.colonnade.conformance.ConformanceOptions;
import dev.colonnade.conformance.Level;
import dev.colonnade.conformance.ReferenceBackends;
import dev.colonnade.conformance.Report;
import dev.colonnade.conformance.Verdict;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.MathMode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs the conformance kit on a device and prints its support table. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    name = "conformance",
    description = "Check a device against the double-precision oracle; print its support table.")
final class ConformanceCommand implements Callable<Integer> {
  @ParentCommand private Colonnade colonnade;
  @Spec private CommandSpec spec;

  @Option(
      names = "--device",
      required = true,
      paramLabel = "DEVICE",
      completionCandidates = Candidates.Devices.class,
      description = "Device to check, such as cpu:0; skeleton:0 and awkward:0 are the kit's own.")
  private String device;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      defaultValue = "all",
      description = "mlp, dannet, distortion or all (default: ${DEFAULT-VALUE}).")
  private String level;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "Seed of all random inputs (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--case",
      paramLabel = "NAME",
      description = "Run just this case, or with a trailing * all whose names begin so.")
  private @Nullable String caseName;

  @Option(
      names = "--math",
      paramLabel = "MODE",
      defaultValue = "STRICT_FP32",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private MathMode math;

  @Option(names = "--json", description = "Print the report as one JSON object.")
  private boolean json;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Also write the report to this file (Markdown, or JSON with --json).")
  private @Nullable Path out;

  @SuppressWarnings(
      "NullAway.Init") // picocli sets what has no initialiser before the command runs.
  ConformanceCommand() {}

  @Override
  public Integer call() throws Exception {
    ConformanceOptions options = options();
    // The kit's own skeleton and awkward backends: not registered, so that nothing else lists them.
    Optional<Device> reference = ReferenceBackends.device(device);
    if (reference.isPresent()) {
      return check(reference.get(), options);
    }
    return DeviceJvm.run(colonnade, device, found -> check(found, options));
  }

  private ConformanceOptions options() {
    try {
      ConformanceOptions options =
          ConformanceOptions.DEFAULT.withLevel(Level.of(level)).withSeed(seed).withMath(math);
      ConformanceOptions selected = caseName == null ? options : options.withCase(caseName);
      Conformance.cases(selected);
      return selected;
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  private int check(Device found, ConformanceOptions options) throws Exception {
    PrintWriter progress = spec.commandLine().getErr();
    Report report = Conformance.run(found, options, new Progress(progress));
    String text = json ? report.toJson() : report.toMarkdown();
    spec.commandLine().getOut().println(text);
    spec.commandLine().getOut().flush();
    if (out != null) {
      ResultFile.write(out, text + "\n");
    }
    return report.isClean() ? 0 : 1;
  }

  /** Failures as they happen, and on a terminal a counter. */
  private static final class Progress implements ConformanceListener {
    private final PrintWriter out;
    private final boolean live = Console.errorIsLive();
    private int total;
    private int done;

    Progress(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void started(int cases) {
      total = cases;
    }

    @Override
    public void finished(CaseResult result) {
      done++;
      if (result.verdict() instanceof Verdict.Failed(String message, String replay)) {
        out.println(
            (live ? Console.clearedLine() : "") + "FAILED " + result.name() + ": " + message);
        out.println("  replay: " + replay);
      }
      if (live) {
        out.print("\r" + done + "/" + total + (done == total ? Console.clearedLine() : ""));
      }
      out.flush();
    }
  }
}
