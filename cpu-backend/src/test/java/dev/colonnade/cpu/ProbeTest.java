// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.ProbeResult;
import dev.colonnade.core.runtime.BackendRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the providers say in JVMs with and without the options that they declare. */
final class ProbeTest {
  /** Prints what each provider answers; run in a JVM of its own. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) {
      BackendRegistry registry = BackendRegistry.discover();
      for (String name : List.of("cpu", "cpu-scalar")) {
        switch (registry.probe(name)) {
          case ProbeResult.Available(List<Device> devices) ->
              System.out.println(
                  name + " available " + devices.get(0).id() + devices.get(0).properties());
          case ProbeResult.Unavailable(String reason, String remedy) ->
              System.out.println(name + " unavailable: " + reason + "; " + remedy);
        }
      }
    }
  }

  private static String probeIn(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }

  @Test
  void withoutOptionsBothSayWhatIsMissing() throws Exception {
    assertThat(probeIn())
        .contains("cpu unavailable: this JVM runs without the module jdk.incubator.vector")
        .contains("start the JVM with --add-modules=jdk.incubator.vector")
        .contains("cpu-scalar unavailable: this JVM's auto-vectoriser is on")
        .contains("start the JVM with -XX:-UseSuperWord");
  }

  @Test
  void withTheirOptionsBothAreThere() throws Exception {
    List<String> options = new ArrayList<>(new CpuBackendProvider().jvmOptions());
    options.addAll(new ScalarBackendProvider().jvmOptions());
    options.add("-Dcolonnade.cpu.threads=3");
    assertThat(probeIn(options.toArray(String[]::new)))
        .contains("cpu available cpu:0{threads=3, vectorBits=")
        .contains("cpu-scalar available cpu-scalar:0{threads=1, vectorBits=0");
  }

  @Test
  void aBadPropertyIsNamed() throws Exception {
    assertThat(probeIn("--add-modules=jdk.incubator.vector", "-Dcolonnade.cpu.threads=many"))
        .contains("cpu unavailable: the system property colonnade.cpu.threads is 'many'");
    assertThat(probeIn("--add-modules=jdk.incubator.vector", "-Dcolonnade.cpu.vectorBits=100"))
        .contains("cpu unavailable: the vector kernels do not start")
        .contains("colonnade.cpu.vectorBits");
  }
}
