// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api;

import java.util.List;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/** A driver. */
public interface TornadoBackend {
  /** Its devices. */
  List<TornadoDevice> getAllDevices();

  /** Which driver it is. */
  TornadoVMBackendType getBackendType();
}
