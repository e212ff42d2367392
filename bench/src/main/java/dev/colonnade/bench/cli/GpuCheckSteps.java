// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.check.CheckStep;
import dev.colonnade.bench.check.ChildStep;
import dev.colonnade.bench.check.StepResult;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.bench.study.Studies;
import dev.colonnade.bench.study.Study;
import dev.colonnade.conformance.Level;
import dev.colonnade.core.backend.MathMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The steps of {@code gpu-check} in their order, the most valuable first. */
final class GpuCheckSteps {
  private static final String RESULT = "result.json";
  private static final String REPORT = "report.json";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The threads study is of CPU devices, and says nothing of another. */
  private static final String THREADS = "threads";

  private final Colonnade colonnade;
  private final Map<String, List<MathMode>> devices;
  private final int trainSteps;
  private final String python;
  private final boolean peers;
  private final BackendParts parts;

  /**
   * The steps for some devices.
   *
   * @param devices their ids, each with the math modes that it compiles
   * @param trainSteps how far the training check goes
   * @param python a Python, perhaps with torch
   * @param peers whether this build has the command of that name
   * @param results of the steps so far, of former calls too
   */
  GpuCheckSteps(
      Colonnade colonnade,
      Map<String, List<MathMode>> devices,
      int trainSteps,
      String python,
      boolean peers,
      Supplier<List<StepResult>> results) {
    this.parts = new BackendParts(colonnade.registry(), results);
    this.colonnade = colonnade;
    this.devices = new LinkedHashMap<>(devices);
    this.trainSteps = trainSteps;
    this.python = python;
    this.peers = peers;
  }

  /** All of them: each kind for every device, then the next kind. */
  List<CheckStep> all(List<ProbedBackend> backends) {
    List<CheckStep> steps = new ArrayList<>();
    steps.add(new MachineStep(backends));
    devices.keySet().forEach(device -> steps.addAll(parts(device)));
    forEach(steps, device -> conformance(Level.MLP, device, MathMode.STRICT_FP32));
    forEach(steps, this::trajectory);
    forEach(steps, device -> own("peaks", "Peaks", CheckStepCommand.PEAKS, 3, device, List.of()));
    forEach(steps, device -> peers(device, MathMode.STRICT_FP32, 1));
    forEach(steps, device -> conformance(Level.DANNET, device, MathMode.STRICT_FP32));
    forEach(steps, device -> conformance(Level.DISTORTION, device, MathMode.STRICT_FP32));
    forEachMode(
        steps,
        (device, mode) ->
            mode == MathMode.STRICT_FP32
                ? List.of()
                : List.of(conformance(Level.DANNET, device, mode)));
    forEachMode(
        steps, (device, mode) -> List.of(peers(device, mode, 128), peers(device, mode, 1024)));
    forEach(
        steps,
        device ->
            own(
                "committee",
                "35 columns on one device",
                CheckStepCommand.COMMITTEE,
                3,
                device,
                List.of()));
    forEach(steps, device -> scaling("scaling-smoke", "smoke", List.of(), 4, device));
    forEach(steps, device -> conformance(Level.ALL, device, MathMode.STRICT_FP32));
    studies(false).forEach(study -> forEach(steps, device -> study(study, device)));
    studies(true).forEach(study -> forEach(steps, device -> study(study, device)));
    return steps;
  }

  /** The studies that train nets to the end, or the others. */
  private static List<String> studies(boolean training) {
    return Studies.shipped().stream()
        .filter(study ->
            training
                == study.presets().values().stream()
                    .flatMap(preset -> preset.selections().stream())
                    .anyMatch(selection -> selection.passes().stream().anyMatch(Pass::isTraining)))
        .map(Study::id)
        .filter(study -> !study.equals(THREADS))
        .toList();
  }

  private CheckStep study(String study, String device) {
    return scaling("scaling-" + study, "default", List.of(study), 6, device);
  }

  /** The kit with nothing of what can be left out, then with each part alone. */
  private List<CheckStep> parts(String device) {
    return parts.namesWithNone(device).stream().map(part -> part(device, part)).toList();
  }

  private CheckStep part(String device, String part) {
    return conformance(
        BackendParts.STEP + part,
        "Conformance, level dannet, "
            + (part.equals(BackendParts.NONE)
                ? "with no part that can be left out"
                : part + " alone"),
        Level.DANNET,
        device,
        MathMode.STRICT_FP32,
        2,
        () -> parts.optionsOfOnly(device, part));
  }

  private void forEach(List<CheckStep> steps, Function<String, CheckStep> step) {
    devices.keySet().forEach(device -> steps.add(step.apply(device)));
  }

  private void forEachMode(
      List<CheckStep> steps, BiFunction<String, MathMode, List<CheckStep>> ofMode) {
    devices.forEach(
        (device, modes) -> modes.forEach(mode -> steps.addAll(ofMode.apply(device, mode))));
  }

  /** What a step's name says of a mode: nothing of the usual one. */
  private static String suffix(MathMode mode) {
    return mode == MathMode.STRICT_FP32 ? "" : "-" + mode.name().toLowerCase(Locale.ROOT);
  }

  private CheckStep conformance(Level level, String device, MathMode mode) {
    return conformance(
        "conformance-" + level.id() + suffix(mode),
        "Conformance, level " + level.id() + ", " + mode,
        level,
        device,
        mode,
        level == Level.ALL ? 10 : 5,
        () -> parts.options(device));
  }

  private CheckStep conformance(
      String name,
      String what,
      Level level,
      String device,
      MathMode mode,
      int minutes,
      Supplier<List<String>> options) {
    return command(
        name,
        what,
        device,
        minutes,
        options,
        REPORT,
        folder ->
            List.of(
                "conformance",
                "--device",
                device,
                "--level",
                level.id(),
                "--math",
                mode.name(),
                "--json",
                "--out",
                folder.resolve(REPORT).toString()),
        GpuCheckSteps::conformanceFigures);
  }

  private CheckStep scaling(
      String name, String preset, List<String> studies, int minutes, String device) {
    return command(
        name,
        "Scaling, " + preset + (studies.isEmpty() ? "" : ", study " + studies.getFirst()),
        device,
        minutes,
        () -> parts.options(device),
        "scaling/report.html",
        folder -> {
          List<String> arguments =
              new ArrayList<>(List.of("scaling", "--preset", preset, "--devices", device));
          if (!studies.isEmpty()) {
            arguments.addAll(List.of("--studies", String.join(",", studies)));
          }
          arguments.addAll(List.of("--json", "--out", folder.resolve("scaling").toString()));
          return arguments;
        },
        GpuCheckSteps::countedFigures);
  }

  private CheckStep trajectory(String device) {
    // The CPU's own weights are held against those of its other implementation.
    String reference = device.equals("cpu:0") ? "cpu-scalar:0" : "cpu:0";
    return own(
        "training",
        "On-line training against " + reference,
        CheckStepCommand.TRAJECTORY,
        6,
        device,
        List.of(reference, Integer.toString(trainSteps)));
  }

  private CheckStep peers(String device, MathMode mode, int batch) {
    CheckStep child =
        command(
            "peers-" + batch + suffix(mode),
            "PyTorch beside this device, batch " + batch + ", " + mode,
            device,
            10,
            () -> parts.options(device),
            "peers/records.jsonl",
            folder ->
                List.of(
                    "peers",
                    "--python",
                    python,
                    "--devices",
                    device,
                    "--batch",
                    Integer.toString(batch),
                    "--math",
                    mode.name(),
                    "--processes",
                    "1",
                    "--json",
                    "--out",
                    folder.resolve("peers").toString()),
            GpuCheckSteps::countedFigures);
    return new PeersStep(child, peers, python);
  }

  /** A step that is a command of its own. */
  private CheckStep command(
      String name,
      String what,
      String device,
      int minutes,
      Supplier<List<String>> options,
      String file,
      Function<Path, List<String>> arguments,
      ChildStep.Figures figures) {
    return new ChildStep(
        name,
        what,
        device,
        Duration.ofMinutes(minutes),
        options,
        folder -> {
          List<String> words =
              new ArrayList<>(List.of("--verbose", CheckStepCommand.NAME, "command", "--verbose"));
          words.addAll(arguments.apply(folder));
          words.addAll(colonnade.pluginArguments());
          return words;
        },
        file,
        figures);
  }

  /** A step that only the check has; device and result file are its first and last words. */
  private CheckStep own(
      String name, String what, String kind, int minutes, String device, List<String> words) {
    return new ChildStep(
        name,
        what,
        device,
        Duration.ofMinutes(minutes),
        () -> {
          Set<String> options = new LinkedHashSet<>(parts.options(device));
          words.stream()
              .filter(word -> word.contains(":"))
              .forEach(other -> options.addAll(DeviceJvm.options(colonnade.registry(), other)));
          return List.copyOf(options);
        },
        folder -> {
          List<String> arguments = new ArrayList<>(List.of("--verbose", CheckStepCommand.NAME));
          arguments.addAll(colonnade.pluginArguments());
          arguments.addAll(List.of(kind, device));
          arguments.addAll(words);
          arguments.add(folder.resolve(RESULT).toString());
          return arguments;
        },
        RESULT,
        (folder, lastLine) ->
            JSON.readValue(Files.readString(folder.resolve(RESULT)), ChildStep.Read.class));
  }

  private static ChildStep.Read conformanceFigures(Path folder, String lastLine)
      throws IOException {
    JsonNode report = JSON.readTree(Files.readString(folder.resolve(REPORT)));
    Map<String, Object> figures = new LinkedHashMap<>();
    for (String count : List.of("passed", "failed", "unsupported")) {
      figures.put(count, report.get(count).asInt());
    }
    List<String> failed = new ArrayList<>();
    for (JsonNode result : report.get("cases")) {
      if (result.get("verdict").asString().equals("failed")) {
        failed.add(result.get("name").asString());
      }
    }
    String failure = failed.isEmpty() ? "" : "failed: " + String.join(", ", failed);
    if (report.has("aborted")) {
      failure += (failure.isEmpty() ? "" : "; ") + report.get("aborted").asString();
    }
    return new ChildStep.Read(figures, failure);
  }

  /** Of {@code scaling} and {@code peers}: the object that they print last. */
  private static ChildStep.Read countedFigures(Path folder, String lastLine) {
    Map<String, Object> figures = new LinkedHashMap<>();
    try {
      JsonNode fields = JSON.readTree(lastLine);
      fields
          .properties()
          .forEach(field -> {
            if (field.getValue().isNumber()) {
              figures.put(field.getKey(), field.getValue().asLong());
            } else if (field.getValue().isArray()) {
              for (JsonNode row : field.getValue()) {
                figures.put(field.getKey() + " " + (figures.size() + 1), row.toString());
              }
            }
          });
    } catch (JacksonException e) {
      return new ChildStep.Read(figures, "it printed no result: " + lastLine);
    }
    boolean failures = figures.get("failures") instanceof Long count && count > 0;
    return new ChildStep.Read(
        figures, failures ? figures.get("failures") + " measurements failed; see its records" : "");
  }
}
