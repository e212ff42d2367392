// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.process.ParentWatch;
import dev.colonnade.core.backend.ProbeResult;
import dev.colonnade.core.runtime.BackendRegistry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.json.JsonMapper;

/**
 * Run in a child JVM by {@code devices} and {@code scaling}: probes one backend, answers in JSON.
 */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    name = "probe-backend",
    hidden = true,
    description = "Probe one backend in this JVM.")
final class ProbeCommand implements Callable<Integer> {
  @ParentCommand private Colonnade colonnade;

  @Parameters(paramLabel = "BACKEND", description = "Name of the backend.")
  private String backend;

  @SuppressWarnings("NullAway.Init") // picocli sets both before the command runs.
  ProbeCommand() {}

  @Override
  public Integer call() {
    ParentWatch.start();
    BackendRegistry registry = colonnade.registry();
    ProbeResult result = registry.probe(backend);
    System.out.println(
        JsonMapper.builder()
            .build()
            .writeValueAsString(ProbedBackend.of(backend, result, registry.libraries(backend))));
    return 0;
  }
}
