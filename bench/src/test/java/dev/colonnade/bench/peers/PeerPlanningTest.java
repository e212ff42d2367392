// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.bench.peers.PeersPlan.Job;
import dev.colonnade.bench.protocol.PeerReply;
import dev.colonnade.bench.protocol.PeerRequest;
import dev.colonnade.bench.record.Accuracy;
import dev.colonnade.core.backend.MathMode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The order of processes, the words of a command, the tolerance of a check. */
class PeerPlanningTest {
  private static Participant.Theirs peer(String kind, String variant) {
    PeerReply.OfferedDevice device =
        new PeerReply.OfferedDevice(kind, kind, "X", null, null, List.of(variant), List.of());
    return new Participant.Theirs(
        new PeerProgram(List.of("x"), Map.of()),
        "p",
        new PeerReply.Hello(
            PeerRequest.PROTOCOL, "p", Map.of(), List.of(device), Map.of(), List.of()),
        device,
        variant);
  }

  private static PeersPlan plan() {
    return PeersFixture.plan(
        List.of(peer("cpu", "a"), peer("cpu", "b"), peer("gpu", "c")),
        List.of(PeersFixture.net("1x9x9-5N", 1), PeersFixture.net("1x9x9-5N", 8)),
        List.of(1, 2),
        3,
        PeersFixture.LIMIT);
  }

  @Test
  void everybodyRunsEachPointInEachRound() {
    List<Job> jobs = PeerSchedule.of(plan(), 1);
    // 3 rounds of 2 cases: 3 with threads at 2 sizes of the team, and one without.
    assertThat(jobs).hasSize(3 * 2 * (3 * 2 + 1)).doesNotHaveDuplicates();
    int round = jobs.size() / 3;
    IntStream.range(0, 3)
        .forEach(process ->
            assertThat(jobs.subList(process * round, (process + 1) * round))
                .allMatch(job -> job.process() == process));
    assertThat(jobs).allMatch(job -> job.who().hasThreads() == (job.threads() != null));
  }

  @Test
  void whoIsComparedRunsSideBySide() {
    List<String> points =
        PeerSchedule.of(plan(), 5).stream()
            .map(job -> job.process() + "," + job.what().batch() + "," + job.threads())
            .toList();
    Map<String, List<Integer>> places =
        IntStream.range(0, points.size()).boxed().collect(Collectors.groupingBy(points::get));
    places.values().forEach(p -> assertThat(p.getLast() - p.getFirst()).isEqualTo(p.size() - 1));
  }

  @Test
  void theOrderIsRandomAndRepeats() {
    assertThat(PeerSchedule.of(plan(), 1)).isEqualTo(PeerSchedule.of(plan(), 1));
    assertThat(PeerSchedule.of(plan(), 1)).isNotEqualTo(PeerSchedule.of(plan(), 2));
  }

  @Test
  void aCommandIsSplitAtBlanksOutsideQuotes() {
    assertThat(PeerProgram.words("  python3   peer.py --x=1 "))
        .containsExactly("python3", "peer.py", "--x=1");
    assertThat(PeerProgram.words("'/a folder/python' \"it's\" ''"))
        .containsExactly("/a folder/python", "it's", "");
    assertThat(PeerProgram.words("C:\\tools\\peer.exe")).containsExactly("C:\\tools\\peer.exe");
    assertThatThrownBy(() -> PeerProgram.words("python 'peer.py"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not closed");
    assertThatThrownBy(() -> PeerProgram.words("  ")).hasMessageContaining("empty");
  }

  private static Outcome outcome(double loss, float weight) {
    return new Outcome(List.of(2.0, loss), new float[] {0, 1}, new float[] {0.5f, weight});
  }

  @Test
  void anOutcomeIsMeasuredByWhatTrainingChanged() throws PeerException {
    Accuracy same = outcome(1.5, 2).against(outcome(1.5, 2), "cpu:0", MathMode.STRICT_FP32);
    assertThat(same.normalizedMeanSquareError()).isZero();
    // Changes 0.5 and 1: a difference of 0.0005 is 2e-7 of their squares.
    Accuracy near = outcome(1.5, 2.0005f).against(outcome(1.5, 2), "cpu:0", MathMode.STRICT_FP32);
    assertThat(near.normalizedMeanSquareError()).isBetween(1.9e-7, 2.1e-7);
    assertThat(near.largestRelativeError()).isBetween(4.9e-4, 5.1e-4);
  }

  @Test
  void whatIsFartherAwayThanTheToleranceIsWrong() {
    Outcome wanted = outcome(1.5, 2);
    assertThatThrownBy(() -> outcome(1.5, 2.02f).against(wanted, "cpu:0", MathMode.STRICT_FP32))
        .isInstanceOf(PeerException.class)
        .hasMessageContaining("weight changes after 2 steps");
    assertThatThrownBy(() -> outcome(1.501, 2).against(wanted, "cpu:0", MathMode.STRICT_FP32))
        .hasMessageContaining("its loss of step 2 is 1.501");
    assertThatThrownBy(() -> outcome(Double.NaN, 2).against(wanted, "cpu:0", MathMode.BF16))
        .hasMessageContaining("its loss of step 2 is NaN");
    assertThatThrownBy(() -> outcome(1.5, Float.NaN).against(wanted, "cpu:0", MathMode.BF16))
        .hasMessageContaining("NMSE NaN");
  }

  @Test
  void coarserModesAreGivenMoreRoom() throws PeerException {
    Outcome wanted = outcome(1.5, 2);
    Accuracy accuracy = outcome(1.501, 2.1f).against(wanted, "cuda:0", MathMode.BF16);
    assertThat(accuracy.normalizedMeanSquareError()).isGreaterThan(1e-3);
    assertThatThrownBy(() -> outcome(1.501, 2.1f).against(wanted, "cuda:0", MathMode.TF32))
        .isInstanceOf(PeerException.class);
  }

  @Test
  void aTunedAllocatorLeavesWhatTheUserSet() {
    assertThat(PeerMalloc.DEFAULT.environment()).isEmpty();
    assertThat(PeerMalloc.TUNED.environment().keySet())
        .allMatch(name -> name.startsWith("MALLOC_") && System.getenv(name) == null);
  }
}
