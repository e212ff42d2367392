// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.check.CheckException;
import dev.colonnade.bench.check.CheckRun;
import dev.colonnade.bench.check.CheckStep;
import dev.colonnade.bench.check.NvidiaState;
import dev.colonnade.bench.check.Outcome;
import dev.colonnade.bench.check.StepResult;
import dev.colonnade.bench.check.Summary;
import dev.colonnade.bench.environment.BuildInfo;
import dev.colonnade.core.backend.MathMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Checks a device as far as the time allows, the most valuable first. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    name = "gpu-check",
    sortOptions = false,
    description =
        "Check a GPU, or any device, the most valuable first: what is there, conformance, peaks,"
            + " scaling, training, PyTorch, a committee. Each step is a result on the disk; called"
            + " again with the same --out, it goes on where it was.",
    footer = {"", "docs/gpu-check.md in a checkout says what each step is and how to read it."})
final class GpuCheckCommand implements Callable<Integer> {
  @ParentCommand private Colonnade colonnade;
  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "gpu-check",
      description = "Folder for the results, new or to go on with (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--devices",
      paramLabel = "D[,D...]",
      split = ",",
      hideParamSyntax = true,
      description = "Devices to check (default: every one that is no CPU).")
  private List<String> devices = new ArrayList<>();

  @Option(
      names = "--budget",
      paramLabel = "MINUTES",
      defaultValue = "60",
      description = "Time for this call, in minutes (default: ${DEFAULT-VALUE}).")
  private double budget;

  @Option(
      names = "--only",
      paramLabel = "STEP[,STEP...]",
      split = ",",
      hideParamSyntax = true,
      description = "Only these steps, such as peaks or conformance-mlp (default: all).")
  private List<String> only = new ArrayList<>();

  @Option(names = "--retry", description = "Run steps again that did not pass.")
  private boolean retry;

  @Option(
      names = "--train-steps",
      paramLabel = "N",
      defaultValue = "1000",
      description = "On-line steps that are compared, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  private int trainSteps;

  @Option(
      names = "--python",
      paramLabel = "PATH",
      defaultValue = "python3",
      description = "Python with torch, for the comparison (default: ${DEFAULT-VALUE}).")
  private String python;

  @SuppressWarnings("NullAway.Init") // picocli sets what has no initialiser before the command.
  GpuCheckCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!(budget > 0 && budget <= 100_000) || trainSteps < 1 || trainSteps > 1000) {
      throw CommandFailure.usage(
          "--budget must be a positive number of minutes, and --train-steps from 1 to 1000");
    }
    List<ProbedBackend> backends = Probing.all(colonnade);
    Map<String, String> chosen = chosen(backends);
    boolean peers = spec.parent().subcommands().containsKey("peers");
    List<CheckStep> steps =
        selected(
            new GpuCheckSteps(
                    colonnade,
                    modes(backends, chosen.keySet()),
                    trainSteps,
                    python,
                    peers,
                    () -> former(out))
                .all(backends));
    BuildInfo build = BuildInfo.ofThisBuild();
    Summary start = new Summary(build.version(), build.commit().describe(), chosen, List.of());
    boolean nvidia = chosen.keySet().stream().anyMatch(id -> !id.startsWith("cpu"));
    Summary summary =
        new CheckRun(
                out,
                Duration.ofMillis((long) (budget * 60_000)),
                retry,
                () -> nvidia ? state() : List.of(),
                new Lines(spec.commandLine().getOut(), out))
            .run(start, steps);
    return end(summary, steps, chosen.isEmpty());
  }

  /** What is known so far; a summary that cannot be read is told by the run itself. */
  private static List<StepResult> former(Path folder) {
    try {
      return Summary.read(folder).map(Summary::steps).orElse(List.of());
    } catch (IOException | CheckException e) {
      return List.of();
    }
  }

  /** The math modes of the devices that are checked, in their order. */
  private static Map<String, List<MathMode>> modes(
      List<ProbedBackend> backends, Set<String> devices) {
    Map<String, List<MathMode>> modes = new LinkedHashMap<>();
    for (String device : devices) {
      backends.stream()
          .flatMap(backend -> backend.devices().stream())
          .filter(probed -> probed.id().equals(device))
          .forEach(probed -> modes.put(device, probed.mathModes()));
    }
    return modes;
  }

  private int end(Summary summary, List<CheckStep> steps, boolean noDevice) {
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.println("summary: " + out.resolve(Summary.MARKDOWN));
    long cut =
        steps.stream()
            .filter(step ->
                summary.find(step.id()).map(StepResult::outcome).orElse(Outcome.CUT) == Outcome.CUT)
            .count();
    if (cut > 0) {
      stdout.println(cut + " of " + steps.size() + " steps are left; call again to go on");
    }
    stdout.flush();
    if (noDevice) {
      throw CommandFailure.failed(
          "there is no device but CPUs, and "
              + out.resolve(Summary.MARKDOWN)
              + " says why; '--devices cpu:0' tries the check out");
    }
    return summary.isGood() ? 0 : 1;
  }

  /** Name by id, of those named, or of all that are no CPU. */
  private Map<String, String> chosen(List<ProbedBackend> backends) {
    Map<String, String> found = new LinkedHashMap<>();
    backends.forEach(
        backend -> backend.devices().forEach(device -> found.put(device.id(), device.name())));
    Map<String, String> chosen = new LinkedHashMap<>();
    for (String id : devices) {
      String name = found.get(id);
      if (name == null) {
        throw CommandFailure.usage(
            "there is no device " + id + " here; there are " + String.join(", ", found.keySet()));
      }
      chosen.put(id, name);
    }
    if (devices.isEmpty()) {
      found.forEach((id, name) -> {
        if (!id.startsWith("cpu")) {
          chosen.put(id, name);
        }
      });
    }
    return chosen;
  }

  private List<CheckStep> selected(List<CheckStep> steps) {
    List<String> names = steps.stream().map(CheckStep::name).distinct().toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw CommandFailure.usage(
            "there is no step " + name + "; there are " + String.join(", ", names));
      }
    }
    return only.isEmpty()
        ? steps
        : steps.stream().filter(step -> only.contains(step.name())).toList();
  }

  private static List<Map<String, String>> state() {
    try {
      return NvidiaState.read().asOptional().orElse(List.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  /** A line for each step. */
  private static final class Lines implements CheckRun.Listener {
    private final PrintWriter stdout;
    private final Path folder;
    private final boolean live = Console.outputHasColour();

    Lines(PrintWriter stdout, Path folder) {
      this.stdout = stdout;
      this.folder = folder;
    }

    @Override
    public void starting(int index, int count, CheckStep step) {
      if (live) {
        stdout.print("[" + (index + 1) + "/" + count + "] " + step.id() + " ...");
        stdout.flush();
      }
    }

    @Override
    public void finished(int index, int count, StepResult result, boolean kept) {
      stdout.printf(
          Locale.ROOT,
          "%s[%d/%d] %s: %s%s, %.1f s%s%s%n",
          live ? "\r\u001b[K" : "",
          index + 1,
          count,
          result.step(),
          result.outcome().key(),
          kept ? " before" : "",
          result.seconds(),
          result.file().isEmpty() ? "" : ", " + folder.resolve(result.file()),
          result.reason().isEmpty() ? "" : " (" + result.reason() + ")");
      stdout.flush();
    }
  }
}
