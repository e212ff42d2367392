// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.emulation;

import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.ProbeResult;
import dev.colonnade.tornado.device.DeviceList;

/** Devices of the emulated TornadoVM: the backend as it is, kernels run as plain Java. */
final class EmulatedDevices {
  /** Whose kernels are tasks of lists. */
  static final Device PROCESSOR = device(0);

  /** Whose kernels are launched one by one. */
  static final Device GRAPHICS = device(1);

  private EmulatedDevices() {}

  private static Device device(int number) {
    return switch (DeviceList.find("emulated")) {
      case ProbeResult.Available available -> available.devices().get(number);
      case ProbeResult.Unavailable unavailable ->
          throw new IllegalStateException(unavailable.reason());
    };
  }
}
