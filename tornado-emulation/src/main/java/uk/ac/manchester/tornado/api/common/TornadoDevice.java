// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api.common;

import uk.ac.manchester.tornado.api.TornadoTargetDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/** A device as TornadoVM sees it. */
public interface TornadoDevice {
  /** The vendor's platform. */
  String getPlatformName();

  /** What its driver says of it. */
  TornadoTargetDevice getPhysicalDevice();

  /** What kind it is. */
  TornadoDeviceType getDeviceType();

  /** Its driver. */
  TornadoVMBackendType getTornadoVMBackend();
}
