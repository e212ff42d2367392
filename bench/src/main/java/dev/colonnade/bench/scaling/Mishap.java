// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.scaling;

import dev.colonnade.bench.measure.Progress;
import dev.colonnade.bench.process.WorkerJvm.Outcome;
import dev.colonnade.bench.record.FailureRecord;
import java.time.Duration;
import java.util.List;

/**
 * The end of a measuring process that left points behind.
 *
 * @param outcome how it ended
 * @param at what it was at, by its last word
 * @param noise lines it printed that are no answers
 * @param another whether this is told of a point that the process had not come to
 */
record Mishap(Outcome outcome, Progress at, List<String> noise, boolean another) {
  /** Copies the list. */
  Mishap {
    noise = List.copyOf(noise);
  }

  Mishap(Outcome outcome, Progress at, List<String> noise) {
    this(outcome, at, noise, false);
  }

  /** The same, for a point that the process had not come to. */
  Mishap ofAnother() {
    return new Mishap(outcome, at, noise, true);
  }

  FailureRecord.Kind kind() {
    return switch (outcome) {
      case Outcome.TimedOut _ -> FailureRecord.Kind.HUNG;
      case Outcome.Failed(int status, String words) when words.contains("OutOfMemoryError") ->
          FailureRecord.Kind.OUT_OF_MEMORY;
      default -> FailureRecord.Kind.CRASHED;
    };
  }

  /** One sentence. */
  String reason() {
    String where =
        " while "
            + at.phase().words()
            + (at.point() == Progress.NO_POINT ? ", before any point" : "")
            + (another ? " of another point, and this one was not tried" : "");
    return switch (outcome) {
      case Outcome.TimedOut(Duration limit) ->
          "the measuring process was still running after " + limit.toSeconds() + " s" + where;
      case Outcome.Failed failed -> failed.reason("the measuring process", where);
      case Outcome.Done() ->
          "the measuring process ended without an answer"
              + where
              + (noise.isEmpty() ? "" : "; it printed: " + noise.getLast());
    };
  }
}
