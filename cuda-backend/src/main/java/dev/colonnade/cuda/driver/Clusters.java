// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.driver;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.cuda.library.ForeignFunctions;
import dev.colonnade.cuda.library.NativeLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.util.function.LongSupplier;

/** Launches kernels as one thread-block cluster, by the driver's functions that JCuda lacks. */
final class Clusters {
  /** First compute capability with clusters. */
  private static final int FIRST_MAJOR = 9;

  /** Blocks that every device with clusters takes; more only if a kernel allows it. */
  private static final int PORTABLE = 8;

  private static final int LARGEST = 16;

  /** {@code CU_FUNC_ATTRIBUTE_NON_PORTABLE_CLUSTER_SIZE_ALLOWED}. */
  static final int NON_PORTABLE_CLUSTER_SIZE_ALLOWED = 14;

  /** {@code CU_LAUNCH_ATTRIBUTE_CLUSTER_DIMENSION}. */
  static final int CLUSTER_DIMENSION = 4;

  /** {@code sizeof(CUlaunchConfig)}, and where its pointers and its last field lie. */
  static final int CONFIG_BYTES = 56;

  static final int CONFIG_STREAM = 32;
  static final int CONFIG_ATTRIBUTES = 40;
  static final int CONFIG_COUNT = 48;

  /** {@code sizeof(CUlaunchAttribute)}, and where its value lies. */
  static final int ATTRIBUTE_BYTES = 72;

  static final int ATTRIBUTE_VALUE = 8;

  private final ClusterFunctions driver;
  private final String device;

  private Clusters(ClusterFunctions driver, String device) {
    this.driver = driver;
    this.device = device;
  }

  /**
   * Binds the functions.
   *
   * @throws BackendException if the driver is too old to have them
   */
  static Clusters of(NativeLibrary library, String device) {
    return new Clusters(
        ForeignFunctions.bind(MethodHandles.lookup(), ClusterFunctions.class, library), device);
  }

  /** The largest cluster of a kernel that this device takes. */
  static MostCluster most(
      NativeLibrary library,
      DeviceFacts facts,
      String device,
      LongSupplier function,
      int threads,
      int sharedBytes) {
    if (facts.computeMajor() < FIRST_MAJOR) {
      return MostCluster.none(
          "compute capability "
              + facts.computeMajor()
              + "."
              + facts.computeMinor()
              + " has no thread-block clusters, which begin with 9.0");
    }
    try {
      return of(library, device).most(function.getAsLong(), threads, sharedBytes);
    } catch (BackendException e) {
      return MostCluster.none(String.valueOf(e.getMessage()));
    }
  }

  private MostCluster most(long function, int threads, int sharedBytes) {
    for (int blocks = LARGEST; blocks > 1; blocks /= 2) {
      if (blocks > PORTABLE
          && driver.cuFuncSetAttribute(function, NON_PORTABLE_CLUSTER_SIZE_ALLOWED, 1)
              != DriverStatus.SUCCESS) {
        continue;
      }
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
        LaunchShape shape = new LaunchShape(blocks, 1, 1, threads, sharedBytes);
        int status = driver.cuOccupancyMaxActiveClusters(count, function, config(arena, shape, 0));
        if (status == DriverStatus.SUCCESS && count.get(ValueLayout.JAVA_INT, 0) > 0) {
          return new MostCluster(
              blocks, "the driver has room for a cluster of " + blocks + " of its blocks");
        }
      }
    }
    return MostCluster.none("the driver has no room for a cluster of its blocks");
  }

  /** Launches all blocks of a shape as one cluster. */
  void launch(long function, LaunchShape shape, MemorySegment parameters, long stream) {
    if (shape.blocksX() > PORTABLE) {
      check(
          driver.cuFuncSetAttribute(function, NON_PORTABLE_CLUSTER_SIZE_ALLOWED, 1),
          "allowing a cluster of " + shape.blocksX() + " blocks");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment arguments = arena.allocate(ValueLayout.ADDRESS);
      arguments.set(ValueLayout.ADDRESS, 0, parameters);
      check(
          driver.cuLaunchKernelEx(
              config(arena, shape, stream), function, arguments, MemorySegment.NULL),
          "launching a cluster of " + shape);
    }
  }

  private void check(int status, String operation) {
    if (status != DriverStatus.SUCCESS) {
      JCudaDriverBinding.check(status, operation, device);
    }
  }

  /** {@code CUlaunchConfig} with the one attribute that makes all blocks one cluster. */
  private static MemorySegment config(Arena arena, LaunchShape shape, long stream) {
    MemorySegment attribute = arena.allocate(ATTRIBUTE_BYTES, Long.BYTES);
    attribute.set(ValueLayout.JAVA_INT, 0, CLUSTER_DIMENSION);
    int[] extent = {shape.blocksX(), shape.blocksY(), shape.blocksZ()};
    MemorySegment config = arena.allocate(CONFIG_BYTES, Long.BYTES);
    int[] threads = {shape.threads(), 1, 1};
    for (int axis = 0; axis < 3; axis++) {
      attribute.set(ValueLayout.JAVA_INT, ATTRIBUTE_VALUE + 4L * axis, extent[axis]);
      config.set(ValueLayout.JAVA_INT, 4L * axis, extent[axis]);
      config.set(ValueLayout.JAVA_INT, 12 + 4L * axis, threads[axis]);
    }
    config.set(ValueLayout.JAVA_INT, 24, shape.sharedBytes());
    config.set(ValueLayout.JAVA_LONG, CONFIG_STREAM, stream);
    config.set(ValueLayout.ADDRESS, CONFIG_ATTRIBUTES, attribute);
    config.set(ValueLayout.JAVA_INT, CONFIG_COUNT, 1);
    return config;
  }
}
