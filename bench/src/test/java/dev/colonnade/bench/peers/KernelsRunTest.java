// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.bench.measure.DevicePeer;
import dev.colonnade.bench.measure.KernelCase;
import dev.colonnade.bench.peers.kernel.KernelChoice;
import dev.colonnade.bench.peers.kernel.KernelPlan;
import dev.colonnade.bench.peers.kernel.KernelResult;
import dev.colonnade.bench.peers.kernel.KernelResults;
import dev.colonnade.bench.peers.kernel.KernelTable;
import dev.colonnade.bench.peers.kernel.KernelsRun;
import dev.colonnade.bench.protocol.PeerRequest;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.core.backend.MathMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Comparisons of single operations against another process of a device of ours. */
class KernelsRunTest {
  @TempDir private Path folder;

  /** A device of ours once more, as if it were somebody else's. */
  private static Participant.Theirs peer(String variant) throws Exception {
    return new PeerDiscovery(PeersFixture.LIMIT)
        .ask(FakePeer.program()).stream()
            .filter(offered -> offered.variant().equals(variant))
            .findFirst()
            .orElseThrow();
  }

  private List<KernelResult> run(Participant.Theirs peer, String... kernels) throws Exception {
    KernelPlan plan =
        new KernelPlan(
            List.of(PeersFixture.ours()),
            List.of(peer),
            List.of(kernels).stream().map(KernelCase::parse).toList(),
            MathMode.STRICT_FP32,
            List.of(1),
            1,
            new PeerRequest.Time(3, 0.005, null, DevicePeer.warmUpRule(0.05)),
            PeersFixture.LIMIT);
    try (KernelResults file = KernelResults.create(folder.resolve("kernels.jsonl"))) {
      return new KernelsRun(plan, folder.resolve("exchange"), file).run(1, (i, n, what) -> {});
    }
  }

  @Test
  void resultsAreCheckedTimedAndWritten() throws Exception {
    String product = "matMul:8x6x4";
    String gradient = "convolutionFilterGradient:2x3x7x6*4x3x2";
    List<KernelResult> results = run(peer("right"), product, gradient);

    assertThat(results)
        .hasSize(4)
        .allSatisfy(result -> {
          assertThat(result.failure()).isNull();
          assertThat(result.error()).isZero();
          assertThat(result.seconds()).hasSize(3).allMatch(seconds -> seconds > 0);
          assertThat(result.implementation()).isNotBlank();
        });
    KernelTable table = KernelTable.of(results);
    assertThat(table.rows())
        .extracting(KernelTable.Row::kernel)
        .containsExactlyInAnyOrder(product, gradient);
    assertThat(table.summaries()).hasSize(2);
    assertThat(table.toText()).contains("convolutions, cpu-scalar:0 over fake:");

    List<String> lines = Files.readAllLines(folder.resolve("kernels.jsonl"));
    assertThat(lines).hasSize(4);
    JsonNode first = JsonMapper.builder().build().readTree(lines.getFirst());
    assertThat(first.path("schema").asString()).isEqualTo(KernelResult.SCHEMA);
    assertThat(first.path("flops").asDouble()).isPositive();
    assertThat(first.has("failure")).isFalse();
  }

  @Test
  void whoComputesSomethingElseGivesNoTime() throws Exception {
    List<KernelResult> results = run(peer("wrong-weights"), "matMul:4x4x4");

    assertThat(results)
        .filteredOn(result -> !result.ours())
        .singleElement()
        .satisfies(result -> {
          assertThat(result.failure()).isEqualTo(FailureRecord.Kind.WRONG_RESULT);
          assertThat(result.reason()).contains("differs from that of " + PeersFixture.OURS);
          assertThat(result.seconds()).isEmpty();
        });
    assertThat(KernelTable.of(results).rows()).isEmpty();
    assertThat(KernelTable.of(results).toText())
        .contains("No pair was measured", "wrong-result, its result differs");
  }

  @Test
  void operationsOfANetLeaveOutTheFirstInputGradient() {
    assertThat(KernelChoice.ofNets(List.of("1x9x9-2C4-MP2-3C2-5N"), List.of(2)))
        .extracting(KernelCase::text)
        .endsWith(
            "convolution:2x1x9x9*2x4x4",
            "convolutionFilterGradient:2x1x9x9*2x4x4",
            "convolution:2x2x3x3*3x2x2",
            "convolutionInputGradient:2x2x3x3*3x2x2",
            "convolutionFilterGradient:2x2x3x3*3x2x2")
        .hasSize(8);
  }

  @Test
  void aPeerThatIsNotBuiltSaysHowToBuildIt() {
    String home = System.getProperty("colonnade.home");
    System.setProperty("colonnade.home", folder.toString());
    try {
      assertThatThrownBy(() -> JvmPeers.program("onednn", Map.of()))
          .hasMessageContaining("onednn is not built")
          .hasMessageContaining("./mvnw -Pjvm-peers");
    } finally {
      if (home == null) {
        System.clearProperty("colonnade.home");
      } else {
        System.setProperty("colonnade.home", home);
      }
    }
  }
}
