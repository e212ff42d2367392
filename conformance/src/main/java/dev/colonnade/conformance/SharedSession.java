// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance;

import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Session;
import org.jspecify.annotations.Nullable;

/** Opens a session when one is first needed, and again after a case left it in doubt. */
final class SharedSession implements AutoCloseable {
  private final Device device;
  private @Nullable Session session;

  SharedSession(Device device) {
    this.device = device;
  }

  Device device() {
    return device;
  }

  Session get() {
    Session open = session;
    if (open == null) {
      open = device.open();
      session = open;
    }
    return open;
  }

  /** Closes the session; the next case gets a new one. */
  @Override
  public void close() {
    Session open = session;
    session = null;
    if (open != null) {
      open.close();
    }
  }
}
