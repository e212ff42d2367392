// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api;

import java.util.List;

/** The machine's devices; an emulated machine has one driver. */
public class TornadoDeviceMap {
  /** All of them. */
  public TornadoDeviceMap() {}

  /** Drivers with their devices. */
  public List<TornadoBackend> getAllBackends() {
    return List.of(new EmulatedMachine());
  }
}
