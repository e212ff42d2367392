// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.process.WorkerJvm;
import dev.colonnade.core.runtime.BackendRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Probes every backend in a child JVM of its own, side by side: a driver that crashes or hangs is
 * news.
 */
final class Probing {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Probing() {}

  /** What each backend answered, in the order of the registry. */
  static List<ProbedBackend> all(Colonnade colonnade) throws InterruptedException {
    BackendRegistry registry = colonnade.registry();
    List<Callable<ProbedBackend>> probes = new ArrayList<>();
    registry
        .found()
        .forEach(
            (name, found) -> probes.add(() -> one(colonnade, name, found.provider().jvmOptions())));
    List<ProbedBackend> probed = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<ProbedBackend> future : executor.invokeAll(probes)) {
        probed.add(future.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("probing failed", e);
    }
    for (BackendRegistry.Refused refused : registry.refused()) {
      probed.add(
          ProbedBackend.unavailable(
              refused.origin(),
              refused.reason(),
              "remove it, or ask its author for another build"));
    }
    return probed;
  }

  private static ProbedBackend one(Colonnade colonnade, String backend, List<String> options)
      throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("probe-backend", backend));
    arguments.addAll(colonnade.pluginArguments());
    List<String> lines = new ArrayList<>();
    try {
      WorkerJvm.Outcome outcome = WorkerJvm.run(options, arguments, "", LIMIT, lines::add);
      return switch (outcome) {
        case WorkerJvm.Outcome.Done() -> parsed(backend, lines);
        case WorkerJvm.Outcome.Failed failed ->
            ProbedBackend.unavailable(
                backend,
                failed.reason("the process that probed it", ""),
                "its author wants to know; other backends are not affected");
        case WorkerJvm.Outcome.TimedOut(Duration limit) ->
            ProbedBackend.unavailable(
                backend,
                "its probe was still running after " + limit.toSeconds() + " s",
                "check its driver; other backends are not affected");
      };
    } catch (IOException e) {
      return ProbedBackend.unavailable(
          backend,
          "no child JVM could be started: " + e.getMessage(),
          "check the Java installation");
    }
  }

  private static ProbedBackend parsed(String backend, List<String> lines) {
    String answer = lines.isEmpty() ? "" : lines.getLast();
    try {
      return JsonMapper.builder().build().readValue(answer, ProbedBackend.class);
    } catch (JacksonException e) {
      return ProbedBackend.unavailable(
          backend,
          "its probe printed something that is not an answer: " + answer,
          "a backend must not print on standard output; tell its author");
    }
  }
}
