// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.check.CheckStep;
import dev.colonnade.bench.check.NvidiaState;
import dev.colonnade.bench.environment.MachineFacts;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.ResultFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is there: backends, devices, libraries, and the state of NVIDIA's devices.
 *
 * @param backends what probing gave
 */
record MachineStep(List<ProbedBackend> backends) implements CheckStep {
  private static final String FILE = "machine.json";

  /** Copies the list. */
  MachineStep {
    backends = List.copyOf(backends);
  }

  @Override
  public String name() {
    return "machine";
  }

  @Override
  public String what() {
    return "What is there";
  }

  @Override
  public String device() {
    return "";
  }

  @Override
  public Duration limit() {
    return Duration.ofMinutes(1);
  }

  @Override
  public Optional<String> cannotRun() {
    return Optional.empty();
  }

  @Override
  public Ran run(Path folder, Duration limit) throws IOException, InterruptedException {
    Map<String, Object> figures = new LinkedHashMap<>();
    for (ProbedBackend backend : backends) {
      if (backend.reason() != null) {
        figures.put(backend.backend(), "unavailable: " + backend.reason());
      }
      for (ProbedBackend.ProbedDevice device : backend.devices()) {
        figures.put(device.id(), device.name() + " " + device.properties());
      }
    }
    Object nvidia =
        switch (NvidiaState.read()) {
          case Measured.Value<List<Map<String, String>>>(List<Map<String, String>> state) -> state;
          case Measured.Unavailable<List<Map<String, String>>>(String reason) ->
              "unavailable: " + reason;
        };
    figures.put("NVML", nvidia);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("machine", String.valueOf(MachineFacts.gather()));
    fields.put("backends", backends);
    fields.put("nvml", nvidia);
    ResultFile.write(
        folder.resolve(FILE),
        JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(fields)
            + "\n");
    return Ran.passed(FILE, figures);
  }
}
