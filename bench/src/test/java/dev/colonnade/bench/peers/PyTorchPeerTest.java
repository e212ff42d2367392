// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.MeasurementRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The peer that ships, with the Python named in COLONNADE_TEST_PYTHON, else with python3. */
class PyTorchPeerTest {
  @TempDir private Path folder;

  private static String python() {
    return System.getenv().getOrDefault("COLONNADE_TEST_PYTHON", "python3");
  }

  private List<Participant.Theirs> offered() throws IOException, InterruptedException {
    PeerProgram program =
        PyTorchPeer.install(python(), PeerMalloc.TUNED.environment(), folder.resolve("peer"));
    try {
      return new PeerDiscovery(PeersFixture.LIMIT).ask(program);
    } catch (PeerException e) {
      return abort("PyTorch is not compared here: " + e.reason());
    }
  }

  @Test
  void pyTorchTrainsEveryKindOfLayerAsWeDo() throws Exception {
    List<Participant.Theirs> eager =
        offered().stream()
            .filter(peer -> peer.device().equals("cpu") && peer.variant().startsWith("eager"))
            .toList();
    assertThat(eager).hasSize(2);
    List<BenchmarkRecord> records =
        PeersFixture.run(
            PeersFixture.plan(
                eager,
                List.of(
                    PeersFixture.net("1x29x29-20C4-MP2-40C5-MP3-150N-10N", 1),
                    PeersFixture.net("2x17x14-4C3p1g2-MP2-6C3/2t2-AP2-8N-5N", 3),
                    PeersFixture.net("2x17x14-4C3x2-MP3/2f-5N", 64),
                    PeersFixture.net("81-30-5", 2)),
                List.of(1),
                1,
                PeersFixture.LIMIT),
            folder);
    List<String> failures = new ArrayList<>();
    for (BenchmarkRecord record : records) {
      if (record instanceof FailureRecord failure) {
        failures.add(failure.net().describe() + ": " + failure.reason());
      }
    }
    assertThat(failures).isEmpty();
    assertThat(records)
        .hasSize(4 * 3)
        .allSatisfy(record ->
            assertThat(
                    ((MeasurementRecord) record)
                        .accuracy()
                        .asOptional()
                        .orElseThrow()
                        .normalizedMeanSquareError())
                .isLessThan(1e-6));
    assertThat(PeerTable.of(records, Set.of(PeersFixture.OURS)).rows()).hasSize(4 * 2);
  }

  @Test
  void whatPyTorchCannotDoIsDeclined() throws Exception {
    Participant.Theirs eager =
        offered().stream()
            .filter(peer -> peer.id().equals("pytorch:cpu/eager"))
            .findFirst()
            .orElseThrow();
    PeerCase tf32 = new PeerCase("1x9x9-5N", Optional.empty(), 2, "TF32");
    References references = new References(PeersFixture.ours(), PeersFixture.LIMIT, folder);
    try (PeerSession session =
        PeerSession.start(eager.command(1), eager.environment(), PeersFixture.LIMIT)) {
      session.hello();
      assertThatThrownBy(
              () -> session.prepare(references.files(tf32).request("TF32", "cpu", 1, "eager")))
          .isInstanceOfSatisfying(
              PeerException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(FailureRecord.Kind.UNSUPPORTED);
                assertThat(e.reason()).contains("TF32");
              });
    }
  }

  @Test
  void aPythonWithoutTorchSaysHowToGetIt() throws Exception {
    Path script = Path.of(PyTorchPeer.install(python(), Map.of(), folder).command().getLast());
    // Without the site's packages there is no torch in any Python.
    PeerProgram program =
        new PeerProgram(List.of(python(), "-S", "-E", script.toString()), Map.of());
    try {
      new PeerDiscovery(PeersFixture.LIMIT).ask(program);
    } catch (PeerException e) {
      assumeTrue(!e.reason().contains("cannot be started"), "there is no " + python() + " here");
      assertThat(e.kind()).isEqualTo(FailureRecord.Kind.UNAVAILABLE);
      assertThat(e.reason()).contains("cannot import torch").contains("-m pip install torch");
      return;
    }
    throw new AssertionError("a Python without torch answered");
  }
}
