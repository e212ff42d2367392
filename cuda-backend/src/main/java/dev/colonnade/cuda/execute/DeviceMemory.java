// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.execute;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;
import dev.colonnade.cuda.driver.Context;
import java.util.HashMap;
import java.util.Map;

/** Device memory of a session, counted. */
public final class DeviceMemory {
  private final Context context;
  private final String device;
  private final Map<Long, Long> blocks = new HashMap<>();
  private long inUse;

  /** Nothing taken yet. */
  public DeviceMemory(Context context, String device) {
    this.context = context;
    this.device = device;
  }

  /**
   * Takes memory; at least one byte, so that every block has an address of its own.
   *
   * @param what it is for, in a message
   * @throws OutOfDeviceMemoryException naming needed and free bytes
   */
  public long allocate(long bytes, String what) {
    long size = Math.max(bytes, 1);
    try {
      long address = context.allocate(size);
      blocks.put(address, size);
      inUse += size;
      return address;
    } catch (OutOfDeviceMemoryException e) {
      throw new OutOfDeviceMemoryException(
          device
              + " has no room for "
              + what
              + ": "
              + size
              + " bytes are needed, "
              + context.freeBytes()
              + " are free; use a smaller batch or net, or end other programs that use the device",
          e);
    }
  }

  /** Gives a block back. */
  public void free(long address) {
    Long size = blocks.remove(address);
    if (size == null) {
      throw new IllegalStateException("no block begins at " + Long.toHexString(address));
    }
    inUse -= size;
    context.free(address);
  }

  /** Bytes taken and not given back. */
  public long inUse() {
    return inUse;
  }

  /** Gives everything back; a lost device keeps it until its context ends. */
  public void freeAll() {
    for (long address : blocks.keySet()) {
      try {
        context.free(address);
      } catch (BackendException e) {
        // The context is broken, and ends with its memory.
        break;
      }
    }
    blocks.clear();
    inUse = 0;
  }
}
