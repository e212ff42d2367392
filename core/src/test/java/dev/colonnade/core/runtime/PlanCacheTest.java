// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCacheTest {
  @TempDir Path folder;

  private static Plan plan(String driver) {
    return new Plan(
        new Plan.Key("fingerprint", "test:0 Test", Map.of("driver", driver), "STRICT_FP32"),
        List.of(
            new Plan.Kernel(
                "train",
                List.of("layer1/convolution"),
                "convolution",
                "implicit-gemm",
                "nchw",
                List.of(new Plan.Alternative("direct", 1234, "slower")))));
  }

  @Test
  void findsWhatWasStoredAndOnlyThat() {
    PlanCache cache = new PlanCache(folder.resolve("plans"));
    assertThat(cache.find(plan("1").key())).isEmpty();
    cache.store(plan("1"));
    assertThat(cache.find(plan("1").key())).contains(plan("1"));
    assertThat(cache.find(plan("2").key())).isEmpty();
    assertThat(PlanCodec.fromJson(PlanCodec.toJson(plan("3")))).isEqualTo(plan("3"));
  }

  @Test
  void unreadablePlansCountAsNone() throws IOException {
    PlanCache cache = new PlanCache(folder);
    cache.store(plan("1"));
    try (Stream<Path> files = Files.list(folder)) {
      Files.writeString(files.findFirst().orElseThrow(), "{\"format\": 99}");
    }
    assertThat(cache.find(plan("1").key())).isEmpty();
    assertThatThrownBy(() -> PlanCodec.fromJson("{\"format\": 99}"))
        .isInstanceOf(BackendException.class);
    assertThatThrownBy(() -> PlanCodec.fromJson("rubbish"))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("not a plan");
  }

  @Test
  void atomicWritesReplaceAndLeaveNothingBehind() throws IOException {
    Path file = folder.resolve("file");
    AtomicFiles.write(file, new byte[] {1});
    AtomicFiles.write(file, new byte[] {2, 3});
    assertThat(Files.readAllBytes(file)).containsExactly(2, 3);
    assertThatThrownBy(() ->
            AtomicFiles.write(
                file,
                channel -> {
                  throw new IOException("disk full");
                }))
        .hasMessage("disk full");
    assertThat(Files.readAllBytes(file)).containsExactly(2, 3);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void atomicWritesMakeMissingFolders() throws IOException {
    Path file = folder.resolve("new/folder/file");
    AtomicFiles.write(file, new byte[] {1});
    assertThat(Files.readAllBytes(file)).containsExactly(1);
    assertThatThrownBy(() -> AtomicFiles.write(file.resolve("below"), new byte[] {1}))
        .isInstanceOf(IOException.class);
    assertThat(Files.readAllBytes(file)).containsExactly(1);
  }
}
