// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import dev.colonnade.bench.measure.DeviceFacts;
import dev.colonnade.bench.measure.DevicePeer;
import dev.colonnade.bench.protocol.PeerRequest;
import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.RecordReader;
import dev.colonnade.bench.record.RecordWriter;
import dev.colonnade.bench.scaling.ScalingListener;
import dev.colonnade.bench.scaling.Target;
import dev.colonnade.core.runtime.BackendRegistry;
import dev.colonnade.models.notation.NetString;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Short comparisons for tests. */
final class PeersFixture {
  /** Time for an answer; a JVM on a busy machine takes seconds to start. */
  static final Duration LIMIT = Duration.ofMinutes(2);

  /** Our side: the device that is quickest to open. */
  static final String OURS = "cpu-scalar:0";

  private PeersFixture() {}

  static Participant.Ours ours() {
    BackendRegistry registry = BackendRegistry.discover();
    return new Participant.Ours(
        new Target(
            DeviceFacts.of(OURS, "the scalar device", null, Map.of("threads", "1")),
            registry.found().get("cpu-scalar").provider().jvmOptions()),
        List.of());
  }

  static PeerCase net(String net, int batch) {
    return new PeerCase(NetString.parse(net).toString(), Optional.empty(), batch, "STRICT_FP32");
  }

  static PeersPlan plan(
      List<Participant.Theirs> theirs,
      List<PeerCase> cases,
      List<Integer> threads,
      int processes,
      Duration limit) {
    return new PeersPlan(
        List.of(ours()),
        theirs,
        cases,
        threads,
        processes,
        4,
        new PeerRequest.Time(3, 0.005, null, DevicePeer.warmUpRule(0.05)),
        limit);
  }

  static List<BenchmarkRecord> run(PeersPlan plan, Path folder)
      throws IOException, InterruptedException {
    Path file = folder.resolve("records.jsonl");
    List<BenchmarkRecord> records;
    try (RecordWriter writer = RecordWriter.open(file)) {
      records =
          new PeersRun(plan, folder.resolve("exchange"), writer, new ScalingListener() {}).run(1);
    }
    List<BenchmarkRecord> written = RecordReader.read(file).records();
    if (!written.equals(records)) {
      throw new AssertionError("the file holds other records than the run returned");
    }
    return records;
  }
}
