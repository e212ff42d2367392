// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.check;

import dev.colonnade.bench.record.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a check has found so far: {@code summary.json}, from which it is resumed, and {@code
 * summary.md} for people.
 *
 * @param version of the program
 * @param commit of the program
 * @param devices name of each device that is checked, by its id
 * @param steps results in the order of the steps
 */
public record Summary(
    String version, String commit, Map<String, String> devices, List<StepResult> steps) {
  /** Its name in the check's folder. */
  public static final String JSON = "summary.json";

  /** The same for people. */
  public static final String MARKDOWN = "summary.md";

  /** Copies both. */
  public Summary {
    devices = Map.copyOf(devices);
    steps = List.copyOf(steps);
  }

  /**
   * Reads the one in {@code folder}; empty if there is none.
   *
   * @throws CheckException if it is none of ours
   */
  public static Optional<Summary> read(Path folder) throws IOException {
    Path file = folder.resolve(JSON);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          JsonMapper.builder().build().readValue(Files.readString(file), Summary.class));
    } catch (JacksonException e) {
      throw new CheckException(
          file + " cannot be read: " + e.getOriginalMessage() + "; choose another --out folder");
    }
  }

  /** The result of a step, if there is one. */
  public Optional<StepResult> find(String id) {
    return steps.stream().filter(step -> step.step().equals(id)).findFirst();
  }

  /** With this result instead of a former one of the same step, else behind all others. */
  public Summary with(StepResult result) {
    List<StepResult> all = new ArrayList<>(steps);
    int index = steps.stream().map(StepResult::step).toList().indexOf(result.step());
    if (index < 0) {
      all.add(result);
    } else {
      all.set(index, result);
    }
    return new Summary(version, commit, devices, all);
  }

  /** Whether every step that could run passed, and at least one did. */
  public boolean isGood() {
    return steps.stream().noneMatch(step -> step.outcome().isBad())
        && steps.stream().anyMatch(step -> step.outcome() == Outcome.PASSED);
  }

  /** Writes both files, each whole or not at all. */
  public void write(Path folder) throws IOException {
    ResultFile.write(
        folder.resolve(JSON),
        JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(this)
            + "\n");
    ResultFile.write(folder.resolve(MARKDOWN), SummaryText.markdown(this));
  }
}
