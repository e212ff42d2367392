// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.cuda.library.CudaLibrary;
import dev.colonnade.cuda.library.Headers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our copies of cuda.h's constants and structures for clusters, against the header itself. */
class ClusterLayoutTest {
  @Test
  void constantsAndStructuresAreThoseOfTheHeader(@TempDir Path folder)
      throws IOException, InterruptedException {
    Map<String, Long> expected =
        new TreeMap<>(
            Map.ofEntries(
                Map.entry(
                    "CU_FUNC_ATTRIBUTE_NON_PORTABLE_CLUSTER_SIZE_ALLOWED",
                    (long) Clusters.NON_PORTABLE_CLUSTER_SIZE_ALLOWED),
                Map.entry(
                    "CU_LAUNCH_ATTRIBUTE_CLUSTER_DIMENSION", (long) Clusters.CLUSTER_DIMENSION),
                Map.entry("sizeof(CUlaunchConfig)", (long) Clusters.CONFIG_BYTES),
                Map.entry("offsetof(CUlaunchConfig, gridDimX)", 0L),
                Map.entry("offsetof(CUlaunchConfig, blockDimX)", 12L),
                Map.entry("offsetof(CUlaunchConfig, sharedMemBytes)", 24L),
                Map.entry("offsetof(CUlaunchConfig, hStream)", (long) Clusters.CONFIG_STREAM),
                Map.entry("offsetof(CUlaunchConfig, attrs)", (long) Clusters.CONFIG_ATTRIBUTES),
                Map.entry("offsetof(CUlaunchConfig, numAttrs)", (long) Clusters.CONFIG_COUNT),
                Map.entry("sizeof(CUlaunchAttribute)", (long) Clusters.ATTRIBUTE_BYTES),
                Map.entry("offsetof(CUlaunchAttribute, id)", 0L),
                Map.entry("offsetof(CUlaunchAttribute, value)", (long) Clusters.ATTRIBUTE_VALUE)));
    assertThat(Headers.evaluate(folder, List.of("cuda.h"), CudaLibrary.NVRTC, expected.keySet()))
        .isEqualTo(expected);
  }
}
