// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.driver;

import java.lang.foreign.MemorySegment;

/**
 * The functions of {@code cuda.h} for thread-block clusters, which JCuda does not have, for {@link
 * dev.colonnade.cuda.library.ForeignFunctions}. They came with CUDA 11.8.
 */
interface ClusterFunctions {
  int cuLaunchKernelEx(
      MemorySegment config, long function, MemorySegment parameters, MemorySegment extra);

  int cuOccupancyMaxActiveClusters(MemorySegment clusters, long function, MemorySegment config);

  int cuFuncSetAttribute(long function, int attribute, int value);
}
