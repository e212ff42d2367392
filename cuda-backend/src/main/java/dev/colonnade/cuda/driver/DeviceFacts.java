// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.driver;

/**
 * What the driver says about a device.
 *
 * @param ordinal its index
 * @param name the vendor's name
 * @param computeMajor compute capability, for example 9 of 9.0
 * @param computeMinor compute capability, for example 0 of 9.0
 * @param memoryBytes all of its memory
 * @param multiprocessors streaming multiprocessors
 * @param clockKilohertz highest clock of the multiprocessors
 * @param sharedBytesPerBlock shared memory that a block can opt in to
 * @param l2Bytes level-2 cache
 * @param pciBusId address on the bus, which names the device to NVML too
 */
public record DeviceFacts(
    int ordinal,
    String name,
    int computeMajor,
    int computeMinor,
    long memoryBytes,
    int multiprocessors,
    int clockKilohertz,
    int sharedBytesPerBlock,
    int l2Bytes,
    String pciBusId) {
  /** The architecture as compilers name it, for example {@code sm_90}. */
  public String architecture() {
    return "sm_" + computeMajor + computeMinor;
  }
}
