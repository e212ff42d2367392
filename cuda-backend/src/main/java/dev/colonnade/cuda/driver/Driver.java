// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.driver;

import java.util.List;

/** The driver of a machine, initialised. Thread-safe. */
public interface Driver {
  /** The CUDA version the driver supports, for example 13000 for CUDA 13.0. */
  int version();

  /** The devices, in the driver's order. */
  List<DeviceFacts> devices();

  /**
   * Retains the primary context of a device, so that memory and streams are shared with other
   * libraries in this process.
   *
   * @param ordinal index in {@link #devices}
   */
  Context open(int ordinal);
}
