// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Lists every backend: its devices and libraries, or why it has none and what can be done. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    name = "devices",
    description =
        "List every backend with its devices and libraries, or why it has none and the remedy.")
final class DevicesCommand implements Callable<Integer> {
  @ParentCommand private Colonnade colonnade;
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON array.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets parent and spec before the command runs.
  DevicesCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    List<ProbedBackend> backends = Probing.all(colonnade);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.builder().build().writeValueAsString(backends));
    } else {
      backends.forEach(backend -> print(out, backend));
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, ProbedBackend backend) {
    if (backend.reason() != null) {
      out.println(Console.bold(backend.backend()) + "  unavailable: " + backend.reason());
      out.println("    remedy: " + backend.remedy());
    }
    for (ProbedBackend.ProbedDevice device : backend.devices()) {
      Long memory = device.memoryBytes();
      out.println(
          Console.bold(device.id())
              + "  "
              + device.name()
              + (memory == null ? "" : ", " + (memory >> 20) + " MiB usable"));
      out.println(
          "    math modes: "
              + device.mathModes().stream().map(Enum::name).collect(Collectors.joining(", ")));
      for (Map.Entry<String, String> property : device.properties().entrySet()) {
        out.println("    " + property.getKey() + ": " + property.getValue());
      }
    }
    if (!backend.libraries().isEmpty()) {
      out.println(Console.bold("libraries of " + backend.backend()));
      backend.libraries().forEach(library -> print(out, library));
    }
  }

  private static void print(PrintWriter out, ProbedBackend.ProbedLibrary library) {
    String head = "    " + library.name() + " (" + library.purpose() + "): ";
    if (library.reason() == null) {
      out.println(head + library.version() + ", " + library.location());
    } else {
      out.println(head + "missing: " + library.reason());
      out.println("        remedy: " + library.remedy());
    }
  }
}
