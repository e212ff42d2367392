// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api;

/** How many threads run a kernel, and in groups of how many. */
public interface WorkerGrid {
  /** Threads on each axis. */
  long[] getGlobalWork();

  /** Threads of a group on each axis. */
  long[] getLocalWork();

  /** Sets the threads on each axis. */
  void setGlobalWork(long x, long y, long z);

  /** Sets the threads of a group on each axis. */
  void setLocalWork(long x, long y, long z);
}
