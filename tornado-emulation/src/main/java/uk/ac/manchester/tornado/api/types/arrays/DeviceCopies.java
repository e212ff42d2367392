// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api.types.arrays;

import java.util.IdentityHashMap;

/**
 * What an emulated device holds: a copy for each host array, so that a transfer that was forgotten
 * shows.
 */
public final class DeviceCopies {
  private final IdentityHashMap<Object, TornadoNativeArray> copies = new IdentityHashMap<>();

  /** A device that holds nothing. */
  public DeviceCopies() {}

  /** Whether the device holds an array. */
  public boolean holds(Object array) {
    return copies.containsKey(array);
  }

  /** Copies an array to the device. */
  public void upload(Object array) {
    TornadoNativeArray host = (TornadoNativeArray) array;
    TornadoNativeArray known = copies.get(host);
    if (known == null) {
      copies.put(host, TornadoNativeArray.copyOf(host));
    } else {
      known.getSegment().copyFrom(host.getSegment());
    }
  }

  /** Copies an array back to the host. */
  public void download(Object array) {
    ((TornadoNativeArray) array).getSegment().copyFrom(of(array).getSegment());
  }

  /** The device's copy of an array. */
  public TornadoNativeArray of(Object array) {
    TornadoNativeArray copy = copies.get(array);
    if (copy == null) {
      throw new IllegalStateException("an array is used that was never transferred to the device");
    }
    return copy;
  }

  /** Frees everything. */
  public void clear() {
    copies.clear();
  }
}
