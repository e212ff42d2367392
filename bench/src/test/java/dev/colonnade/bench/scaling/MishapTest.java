// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.measure.Progress;
import dev.colonnade.bench.process.WorkerJvm.Outcome;
import dev.colonnade.bench.record.FailureRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MishapTest {
  private static final Outcome HUNG = new Outcome.TimedOut(Duration.ofSeconds(80));

  @Test
  void aHangNamesThePhase() {
    Mishap opening =
        new Mishap(HUNG, new Progress(Progress.Phase.OPENING, Progress.NO_POINT), List.of());
    assertThat(opening.kind()).isEqualTo(FailureRecord.Kind.HUNG);
    assertThat(opening.reason())
        .isEqualTo(
            "the measuring process was still running after 80 s while opening the device,"
                + " before any point");
    Mishap measuring = new Mishap(HUNG, new Progress(Progress.Phase.MEASURING, 2), List.of());
    assertThat(measuring.reason()).endsWith("after 80 s while taking samples");
    assertThat(measuring.ofAnother().reason())
        .endsWith("while taking samples of another point, and this one was not tried");
  }

  @Test
  void memoryIsToldFromCrashes() {
    Outcome memory = new Outcome.Failed(3, "java.lang.OutOfMemoryError: Java heap space");
    assertThat(new Mishap(memory, Progress.STARTING, List.of()).kind())
        .isEqualTo(FailureRecord.Kind.OUT_OF_MEMORY);
    assertThat(new Mishap(new Outcome.Failed(139, ""), Progress.STARTING, List.of()).kind())
        .isEqualTo(FailureRecord.Kind.CRASHED);
  }

  @Test
  void everyPhaseSurvivesItsLine() {
    for (Progress.Phase phase : Progress.Phase.values()) {
      Progress progress = new Progress(phase, phase.ordinal() - 1);
      assertThat(Progress.parse(progress.toLine())).contains(progress);
    }
    assertThat(Progress.parse("{}")).isEmpty();
    assertThat(Progress.parse("colonnade-progress dancing 1")).isEmpty();
  }
}
