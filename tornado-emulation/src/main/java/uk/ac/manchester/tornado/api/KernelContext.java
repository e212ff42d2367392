// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api;

import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** What a kernel knows of its thread: where it is, its group's barrier and local memory. */
public class KernelContext {
  /** TornadoVM's constant 0, which its compiler replaces. */
  public Integer globalIdx = 0;

  /** TornadoVM's constant 0, which its compiler replaces. */
  public Integer groupIdx = 0;

  /** TornadoVM's constant 0, which its compiler replaces. */
  public Integer localIdx = 0;

  /** TornadoVM's constant 0, which its compiler replaces. */
  public Integer globalIdy = 0;

  /** TornadoVM's constant 0, which its compiler replaces. */
  public Integer groupIdy = 0;

  /** TornadoVM's constant 0, which its compiler replaces. */
  public Integer localIdy = 0;

  /** TornadoVM's constant 0, which its compiler replaces. */
  public Integer globalIdz = 0;

  /** TornadoVM's constant 0, which its compiler replaces. */
  public Integer groupIdz = 0;

  /** TornadoVM's constant 0, which its compiler replaces. */
  public Integer localIdz = 0;

  /** TornadoVM's constant 0, which its compiler replaces. */
  public Integer globalGroupSizeX = 0;

  /** TornadoVM's constant 0, which its compiler replaces. */
  public Integer localGroupSizeX = 0;

  /** TornadoVM's constant 0, which its compiler replaces. */
  public Integer globalGroupSizeY = 0;

  /** TornadoVM's constant 0, which its compiler replaces. */
  public Integer localGroupSizeY = 0;

  /** TornadoVM's constant 0, which its compiler replaces. */
  public Integer globalGroupSizeZ = 0;

  /** TornadoVM's constant 0, which its compiler replaces. */
  public Integer localGroupSizeZ = 0;

  private WorkGroup group = WorkGroup.NONE;
  private int allocations;

  /** Outside any kernel. */
  public KernelContext() {}

  /** A thread's own context. */
  KernelContext(WorkGroup group) {
    this.group = group;
  }

  /** Waits until all threads of the group are here. */
  public void localBarrier() {
    group.barrier();
  }

  /** Adds to an element, undivided by other threads. */
  public void atomicAdd(IntArray array, int index, int val) {
    synchronized (array) {
      array.set(index, array.get(index) + val);
    }
  }

  /** Memory that the threads of a group share; undefined at first. */
  public float[] allocateFloatLocalArray(int size) {
    return (float[]) group.shared(allocations++, size, float.class);
  }

  /** Memory that the threads of a group share; undefined at first. */
  public int[] allocateIntLocalArray(int size) {
    return (int[]) group.shared(allocations++, size, int.class);
  }

  /** Moves to a thread of a launch. */
  void moveTo(WorkerGrid grid, long[] groupId, int[] localId) {
    allocations = 0;
    long[] global = grid.getGlobalWork();
    long[] local = grid.getLocalWork();
    groupIdx = (int) groupId[0];
    groupIdy = (int) groupId[1];
    groupIdz = (int) groupId[2];
    localIdx = localId[0];
    localIdy = localId[1];
    localIdz = localId[2];
    localGroupSizeX = (int) local[0];
    localGroupSizeY = (int) local[1];
    localGroupSizeZ = (int) local[2];
    globalGroupSizeX = (int) global[0];
    globalGroupSizeY = (int) global[1];
    globalGroupSizeZ = (int) global[2];
    globalIdx = groupIdx * localGroupSizeX + localIdx;
    globalIdy = groupIdy * localGroupSizeY + localIdy;
    globalIdz = groupIdz * localGroupSizeZ + localIdz;
  }
}
