// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api;

/** A grid of three axes. */
public class WorkerGrid3D implements WorkerGrid {
  private long[] global;
  private long[] local = {1, 1, 1};

  /** So many threads on each axis, in groups of one. */
  public WorkerGrid3D(int x, int y, int z) {
    global = new long[] {x, y, z};
  }

  @Override
  public long[] getGlobalWork() {
    return global.clone();
  }

  @Override
  public long[] getLocalWork() {
    return local.clone();
  }

  @Override
  public void setGlobalWork(long x, long y, long z) {
    global = new long[] {x, y, z};
  }

  @Override
  public void setLocalWork(long x, long y, long z) {
    local = new long[] {x, y, z};
  }
}
