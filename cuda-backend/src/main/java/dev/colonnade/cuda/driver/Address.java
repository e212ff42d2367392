// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.driver;

import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;

/** Between JCuda's pointer objects and plain addresses. */
final class Address {
  private Address() {}

  /** The address that a JCuda object stands for. */
  static long of(NativePointerObject object) {
    return new Reader(object).value();
  }

  /** A device address as JCuda takes it. */
  static CUdeviceptr device(long address) {
    return new CUdeviceptr().withByteOffset(address);
  }

  /** A host address as JCuda takes it. */
  static Pointer host(long address) {
    return new HostPointer(address);
  }

  private static final class Reader extends NativePointerObject {
    Reader(NativePointerObject object) {
      super(object);
    }

    long value() {
      return getNativePointer();
    }
  }

  private static final class HostPointer extends Pointer {
    HostPointer(long address) {
      super(address);
    }
  }
}
