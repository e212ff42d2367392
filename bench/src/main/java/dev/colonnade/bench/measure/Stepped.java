// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.bench.record.Measured;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.graph.Program;
import java.util.OptionalLong;
import java.util.SortedMap;

/** Something compiled on a device whose runs are timed: steps of a net, whole epochs, copies. */
interface Stepped extends AutoCloseable {
  /** Images of a record's step. */
  int batch();

  /** Record's steps in one run: 1, or those of an epoch. */
  default int stepsOfARun() {
    return 1;
  }

  /** Feeds for so many runs in one submission. */
  Feeds feeds(int runs);

  /** So many runs, from the call to the completion seen by the host. */
  Timed time(Feeds feeds, int runs);

  /**
   * A timed submission.
   *
   * @param nanos by the host's clock, in ns
   * @param deviceNanos by the device's own, where it has one
   */
  record Timed(long nanos, OptionalLong deviceNanos) {}

  /** What was compiled. */
  Program program();

  /** As what. */
  Executable executable();

  /** The entry that is timed; of several, the one that computes most. */
  String entry();

  /** Time of compiling the program, without what the backend did once in the process, in ns. */
  long compileNanos();

  /** Forgets the times of parts so far. */
  default void forgetPhases() {}

  /** The times of parts since they were forgotten, in ns, or why a run has none. */
  default Measured<SortedMap<String, Long>> phases() {
    return Measured.unavailable("a sample is of steps alone");
  }

  @Override
  void close();
}
