// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import java.time.Instant;

/**
 * The run that a record belongs to.
 *
 * @param runId identity of the run; all records of one command call share it
 * @param preset name of the preset that fixed the counts beforehand
 * @param processIndex number of the measuring process at this point, from 0; intervals are over
 *     these
 * @param processes how many processes the preset asks for at each point
 * @param startedAt when the process began with the point
 * @param finishedAt when it ended
 * @param version version of Colonnade
 * @param commit commit that it was built from
 */
public record RunInfo(
    String runId,
    String preset,
    int processIndex,
    int processes,
    Instant startedAt,
    Instant finishedAt,
    String version,
    Measured<String> commit) {

  /** Checks counts and the order of the two instants. */
  public RunInfo {
    Checks.text("run.runId", runId);
    Checks.text("run.preset", preset);
    Checks.text("run.version", version);
    Checks.notNegative("run.processIndex", processIndex);
    Checks.positive("run.processes", processes);
    if (processIndex >= processes) {
      throw new IllegalArgumentException(
          "run.processIndex is "
              + processIndex
              + " with run.processes "
              + processes
              + "; an index below the number of processes is expected");
    }
    if (finishedAt.isBefore(startedAt)) {
      throw new IllegalArgumentException(
          "run.finishedAt "
              + finishedAt
              + " lies before run.startedAt "
              + startedAt
              + "; the end is expected at or after the start");
    }
  }
}
