// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api;

/** What a driver says of a device. */
public interface TornadoTargetDevice {
  /** Its name. */
  String getDeviceName();

  /** Bytes of memory. */
  long getDeviceGlobalMemorySize();

  /** Bytes of memory of a group. */
  long getDeviceLocalMemorySize();

  /** Cores. */
  int getDeviceMaxComputeUnits();

  /** The most threads of a group. */
  long[] getDeviceMaxWorkGroupSize();
}
