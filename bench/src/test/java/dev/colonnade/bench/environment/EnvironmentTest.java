// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.record.Machine;
import dev.colonnade.bench.record.Measured;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

  @Test
  void factsOfThisMachineAreThereOrExplained() {
    Machine machine = MachineFacts.gather();
    assertThat(machine.logicalCores()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(machine.jvm()).contains(System.getProperty("java.runtime.version"));
    assertThat(machine.garbageCollectors()).isNotEmpty();
    assertThat(machine.memoryBytes().asOptional())
        .hasValueSatisfying(bytes -> assertThat(bytes).isGreaterThan(64L << 20));
    assertThat(MachineFacts.gather().hostId())
        .isEqualTo(machine.hostId())
        .matches("host-[0-9a-f]{8}");
  }

  @Test
  void vectorExtensionsAreFoundInLinesAndInWords() {
    assertThat(MachineFacts.vectorFeatures(List.of("flags : fpu SSE2 avx2 fma hypervisor")))
        .isEqualTo(Measured.of(List.of("sse2", "avx2", "fma")));
    assertThat(MachineFacts.vectorFeatures(List.of("AVX2", "FMA")))
        .isEqualTo(Measured.of(List.of("avx2", "fma")));
    assertThat(MachineFacts.vectorFeatures(List.of()).describe()).startsWith("unavailable: ");
    assertThat(MachineFacts.virtualization(List.of("flags : fpu hypervisor")).describe())
        .contains("hypervisor");
    assertThat(MachineFacts.virtualization(List.of("flags : fpu")))
        .isEqualTo(Measured.of("none seen"));
  }

  @Test
  void buildFactsComeFromTheBuildOrSayWhyNot() {
    Properties filled = new Properties();
    filled.setProperty("version", "1.2.3");
    filled.setProperty("commit", "abcdef");
    filled.setProperty("dirty", "true");
    assertThat(BuildInfo.of(filled)).isEqualTo(new BuildInfo("1.2.3", Measured.of("abcdef-dirty")));
    Properties unfilled = new Properties();
    unfilled.setProperty("commit", "${git.commit.id}");
    assertThat(BuildInfo.of(unfilled).commit().describe()).contains("not made from a Git checkout");
    assertThat(BuildInfo.of(unfilled).version()).isEqualTo("unknown");
    assertThat(BuildInfo.ofThisBuild().version()).isNotBlank();
  }
}
