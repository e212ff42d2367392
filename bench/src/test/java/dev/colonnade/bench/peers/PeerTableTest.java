// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.DeviceInfo;
import dev.colonnade.bench.record.Extent;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.SyntheticRecords;
import dev.colonnade.bench.record.SyntheticRecords.SyntheticDevice;
import dev.colonnade.bench.record.Timing;
import dev.colonnade.bench.record.Workload;
import dev.colonnade.bench.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PeerTableTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-9);

  /** A record whose samples are so many milliseconds for one step. */
  private static MeasurementRecord record(
      String id, String backend, int threads, int batch, int process, long millis) {
    Workload workload = SyntheticRecords.workload("peers", Map.of("M", 10), batch);
    MeasurementRecord base =
        SyntheticRecords.measurement(
            new SyntheticDevice(id, "Synthetic", backend, threads, 1e-6, 1e9),
            workload,
            process,
            3,
            false);
    long nanos = millis * 1_000_000;
    Timing timing =
        new Timing(
            List.of(nanos, nanos, 9 * nanos),
            1,
            base.timing().warmUp(),
            base.timing().firstStep(),
            base.timing().transferNanosPerStep(),
            base.timing().kernelNanosPerStep(),
            base.timing().endToEndNanosPerStep(),
            base.timing().phasesNanos());
    return new MeasurementRecord(
        base.id(),
        base.run(),
        base.machine(),
        base.device(),
        workload,
        base.plan(),
        timing,
        base.accuracy(),
        new Extent("images", 3L * batch, 3L * batch),
        base.sentinel(),
        base.conditions(),
        base.energy());
  }

  private static List<BenchmarkRecord> records() {
    List<BenchmarkRecord> records = new ArrayList<>();
    long[] ours = {10, 11, 12};
    long[] eager = {30, 33, 60};
    long[] compiled = {20, 22, 24};
    for (int process = 0; process < 3; process++) {
      records.add(record("p:cpu/eager", "p", 1, 4, process, eager[process]));
      records.add(record("cpu:0", "cpu", 1, 4, process, ours[process]));
      records.add(record("p:cpu/compile", "p", 1, 4, process, compiled[process]));
    }
    records.add(record("p:cpu/eager", "p", 2, 4, 0, 5));
    records.add(record("cpu:0", "cpu", 1, 8, 0, 5));
    return records;
  }

  @Test
  void theRatioIsOfMediansOverProcesses() {
    PeerTable table = PeerTable.of(records(), Set.of("cpu:0"));
    assertThat(table.rows()).hasSize(2);
    PeerTable.Row best = table.rows().get(0);
    PeerTable.Row other = table.rows().get(1);
    assertThat(best.peer()).isEqualTo("p:cpu/compile");
    assertThat(best.best()).isTrue();
    assertThat(best.ratio().value()).isCloseTo(2.0, CLOSE);
    // Each median sample is a step of 4 images.
    assertThat(best.oursSeconds().value()).isCloseTo(0.011 / 4, CLOSE);
    assertThat(best.peerSeconds().value()).isCloseTo(0.022 / 4, CLOSE);
    assertThat(other.peer()).isEqualTo("p:cpu/eager");
    assertThat(other.best()).isFalse();
    assertThat(other.ratio().value()).isCloseTo(3.0, CLOSE);
    Interval interval = other.ratio().interval().asOptional().orElseThrow();
    assertThat(interval.low()).isCloseTo(30.0 / 12, CLOSE);
    assertThat(interval.high()).isCloseTo(60.0 / 10, CLOSE);
  }

  @Test
  void otherThreadsBatchesAndModesAreNotPaired() {
    List<BenchmarkRecord> records =
        List.of(
            record("cpu:0", "cpu", 1, 4, 0, 10),
            record("p:cpu/eager", "p", 2, 4, 0, 10),
            record("p:cpu/eager", "p", 1, 8, 0, 10));
    PeerTable table = PeerTable.of(records, Set.of("cpu:0"));
    assertThat(table.rows()).isEmpty();
    assertThat(table.toText()).startsWith("No pair was measured.");
  }

  @Test
  void aDeviceWithoutThreadsIsPairedWithAnyNumberOfThem() {
    List<BenchmarkRecord> records =
        List.of(record("cuda:0", "cuda", 0, 4, 0, 10), record("p:cpu/eager", "p", 2, 4, 0, 30));
    assertThat(PeerTable.of(records, Set.of("cuda:0")).rows())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.threads()).isEqualTo("2");
          assertThat(row.ratio().value()).isCloseTo(3.0, CLOSE);
          assertThat(row.ratio().interval()).isInstanceOf(Measured.Unavailable.class);
        });
  }

  @Test
  void failuresStandOnceAndHarmless() {
    FailureRecord failure =
        SyntheticRecords.failure(
            new SyntheticDevice("p:cpu/eager", "Synthetic", "p", 1, 1, 1),
            FailureRecord.Kind.WRONG_RESULT,
            "it is\u001b[31m wrong");
    PeerTable table = PeerTable.of(List.of(failure, failure), Set.of("cpu:0"));
    assertThat(table.failures())
        .singleElement()
        .satisfies(line -> {
          assertThat(line).contains("p:cpu/eager (1)").contains("wrong-result, it is?[31m wrong");
          assertThat(line).endsWith("(2 times)");
        });
  }

  @Test
  void textAndFieldsSayTheSame() {
    PeerTable table = PeerTable.of(records(), Set.of("cpu:0"));
    List<String> lines = table.toText().lines().toList();
    assertThat(lines.get(0)).contains("ours/peer").contains("threads");
    assertThat(lines.get(1)).contains("p:cpu/compile *").contains("2.00x").endsWith("3/3");
    assertThat(lines.get(2)).contains("3.00x").contains("[2.50, 6.00]");
    assertThat(table.toFields()).hasSize(2);
    assertThat(table.toFields().getFirst())
        .containsEntry("ours", "cpu:0")
        .containsEntry("peer", "p:cpu/compile")
        .containsEntry("threads", 1)
        .containsEntry("best", true)
        .containsKey("ratioInterval");
  }

  @Test
  void anUnsteadyWarmUpIsMarked() {
    MeasurementRecord steady = record("cpu:0", "cpu", 1, 4, 0, 10);
    MeasurementRecord peer = record("p:cpu/eager", "p", 1, 4, 0, 20);
    Timing timing = peer.timing();
    MeasurementRecord unsteady =
        new MeasurementRecord(
            peer.id(),
            peer.run(),
            peer.machine(),
            peer.device(),
            peer.workload(),
            peer.plan(),
            new Timing(
                timing.samplesNanos(),
                timing.stepsPerSample(),
                new Timing.WarmUp("a rule", 1, 1, false),
                timing.firstStep(),
                timing.transferNanosPerStep(),
                timing.kernelNanosPerStep(),
                timing.endToEndNanosPerStep(),
                timing.phasesNanos()),
            peer.accuracy(),
            peer.extent(),
            peer.sentinel(),
            peer.conditions(),
            peer.energy());
    PeerTable table = PeerTable.of(List.of(steady, unsteady), Set.of("cpu:0"));
    assertThat(table.rows())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.oursSteady()).isTrue();
          assertThat(row.peerSteady()).isFalse();
        });
    assertThat(table.toText())
        .contains("200.0? ")
        .contains("? warm-up was ended by its time limit");
  }

  @Test
  void aPeersDeviceHasNothingOfOurs() {
    DeviceInfo info = record("p:cpu/eager", "p", 1, 4, 0, 1).device();
    DeviceInfo other = Participant.with(info, info.libraries(), Measured.of(7));
    assertThat(other.threads()).isEqualTo(Measured.of(7));
    assertThat(other.id()).isEqualTo(info.id());
  }
}
