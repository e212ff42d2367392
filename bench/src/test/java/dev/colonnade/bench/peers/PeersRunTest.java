// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.record.Accuracy;
import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.Conditions;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.FailureRecord.Kind;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole comparisons against a peer that answers right, wrong, or not at all. */
class PeersRunTest {
  private static final String NET = "1x13x13-3C4-MP2-4C2-MP2-7N-5N";

  @TempDir private Path folder;

  private static List<Participant.Theirs> fakes(Set<String> variants) throws Exception {
    return new PeerDiscovery(PeersFixture.LIMIT)
        .ask(FakePeer.program()).stream()
            .filter(peer -> variants.contains(peer.variant()))
            .toList();
  }

  @Test
  void onlyWhoComputesTheSameIsTimed() throws Exception {
    Set<String> variants = new HashSet<>(FakePeer.VARIANTS);
    variants.remove("hang");
    List<BenchmarkRecord> records =
        PeersFixture.run(
            PeersFixture.plan(
                fakes(variants),
                List.of(PeersFixture.net(NET, 2)),
                List.of(1),
                1,
                PeersFixture.LIMIT),
            folder);

    Map<String, BenchmarkRecord> byId =
        records.stream()
            .collect(Collectors.toMap(record -> record.device().id(), Function.identity()));
    assertThat(byId).hasSize(variants.size() + 1);
    assertThat(byId.get(PeersFixture.OURS)).isInstanceOf(MeasurementRecord.class);
    assertThat(((MeasurementRecord) byId.get(PeersFixture.OURS)).conditions())
        .isEqualTo(Measured.unavailable("the backend of cpu-scalar:0 reads no conditions"));
    assertRight((MeasurementRecord) byId.get("fake:cpu/right"));
    assertFailure(byId, "wrong-weights", Kind.WRONG_RESULT, "weight changes after 6 steps differ");
    assertFailure(byId, "wrong-loss", Kind.WRONG_RESULT, "its loss of step 6");
    assertFailure(byId, "nan", Kind.WRONG_RESULT, "NMSE NaN");
    assertFailure(byId, "no-file", Kind.CRASHED, "cannot be read");
    assertFailure(byId, "short-file", Kind.CRASHED, "has 4 bytes");
    assertFailure(byId, "crash", Kind.CRASHED, "ended with exit code 7: a fake crash");
    assertFailure(byId, "decline", Kind.UNSUPPORTED, "does not feel like it");
    assertFailure(byId, "fail", Kind.OUT_OF_MEMORY, "the fake has no memory");
    assertFailure(byId, "garbage", Kind.CRASHED, "Segmentation fault (not really)");
    assertFailure(byId, "other-threads", Kind.CRASHED, "asked for threads 1 and took 2");
    assertFailure(byId, "few-samples", Kind.CRASHED, "asked for 3 samples and gave 1");

    PeerTable table = PeerTable.of(records, Set.of(PeersFixture.OURS));
    assertThat(table.rows())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.ours()).isEqualTo(PeersFixture.OURS);
          assertThat(row.peer()).isEqualTo("fake:cpu/right");
          assertThat(row.threads()).isEqualTo("1");
          assertThat(row.best()).isTrue();
        });
    assertThat(table.failures()).hasSize(11);
  }

  private static void assertRight(MeasurementRecord record) {
    assertThat(record.workload().study()).isEqualTo("peers");
    assertThat(record.workload().net()).isEqualTo(NET);
    assertThat(record.workload().batch()).isEqualTo(2);
    assertThat(record.timing().samplesNanos()).hasSize(3);
    assertThat(record.device().threads()).isEqualTo(Measured.of(1));
    assertThat(record.device().libraries().asOptional().orElseThrow())
        .containsEntry("fake", "1.0")
        .containsEntry("env FAKE", "yes")
        .containsEntry("fact", "faked");
    assertThat(record.plan().asOptional().orElseThrow().steps())
        .isEqualTo("faked, three steps at a time");
    Conditions conditions = record.conditions().asOptional().orElseThrow();
    assertThat(conditions.readings()).isEqualTo(2);
    assertThat(conditions.powerWatts())
        .isEqualTo(Measured.of(new Conditions.Range(100, 100, 250, 240)));
    assertThat(conditions.powerLimitWatts()).isEqualTo(Measured.of(300.0));
    assertThat(conditions.temperatureCelsius())
        .isEqualTo(Measured.unavailable("the fake feels nothing"));
    assertThat(conditions.clockMegahertz())
        .isEqualTo(Measured.unavailable("the peer does not state it"));
    Accuracy accuracy = record.accuracy().asOptional().orElseThrow();
    assertThat(accuracy.normalizedMeanSquareError()).isLessThan(1e-6);
    assertThat(accuracy.compared()).contains("6 steps").contains(PeersFixture.OURS);
  }

  private static void assertFailure(
      Map<String, BenchmarkRecord> byId, String variant, Kind kind, String words) {
    assertThat(byId.get("fake:cpu/" + variant))
        .isInstanceOfSatisfying(
            FailureRecord.class,
            failure -> {
              assertThat(failure.failure()).isEqualTo(kind);
              assertThat(failure.reason()).contains(words);
            });
  }

  @Test
  void whoHangsIsWaitedForOnce() throws Exception {
    long before = System.nanoTime();
    Duration limit = Duration.ofSeconds(30);
    List<BenchmarkRecord> records =
        PeersFixture.run(
            PeersFixture.plan(
                fakes(Set.of("hang")),
                List.of(PeersFixture.net(NET, 1), PeersFixture.net(NET, 2)),
                List.of(1),
                2,
                limit),
            folder);
    List<String> reasons =
        records.stream()
            .filter(FailureRecord.class::isInstance)
            .map(FailureRecord.class::cast)
            .filter(failure -> failure.device().id().equals("fake:cpu/hang"))
            .peek(failure -> assertThat(failure.failure()).isEqualTo(Kind.HUNG))
            .map(FailureRecord::reason)
            .toList();
    assertThat(reasons).hasSize(2);
    assertThat(reasons.getFirst()).contains("no answer to prepare within 30 s");
    assertThat(reasons.getLast()).startsWith("not tried: at another point");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(limit);
    assertThat(PeerTable.of(records, Set.of(PeersFixture.OURS)).rows()).isEmpty();
  }
}
