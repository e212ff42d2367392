// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.driver;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.DeviceLostException;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;
import java.util.Set;

/** Turns the driver's status codes (CUresult, cuda.h) into errors. */
final class DriverStatus {
  static final int SUCCESS = 0;
  static final int NOT_READY = 600;
  private static final int OUT_OF_MEMORY = 2;

  /**
   * Errors after which every call in the context fails: broken hardware (46, 214, 226), a bad
   * access, instruction, assertion, stack or program counter in a kernel (700, 709, 710, 714 to
   * 719), and a launch that ran past the watchdog (702).
   */
  private static final Set<Integer> STICKY =
      Set.of(46, 201, 214, 226, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719);

  private DriverStatus() {}

  /**
   * The error for a status that is not success.
   *
   * @param name the driver's name of the status
   * @param operation what failed, such as {@code cuMemAlloc of 64 bytes}
   */
  static BackendException error(int status, String name, String operation, String device) {
    String message = device + ": " + operation + " failed with " + name + " (" + status + ")";
    if (status == OUT_OF_MEMORY) {
      return new OutOfDeviceMemoryException(
          message
              + ": the device's memory is full; use a smaller batch or net, or end other users");
    }
    if (STICKY.contains(status)) {
      return new DeviceLostException(
          message
              + ": the context is broken and every later call would fail; close this session and"
              + " start a new process");
    }
    return new BackendException(message);
  }
}
