// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.library;

import java.lang.foreign.MemorySegment;

/** Text in native memory. */
@SuppressWarnings("restricted")
public final class NativeText {
  // NVIDIA's messages are far shorter; the bound keeps a missing terminator from running away.
  private static final long LONGEST = 1 << 20;

  private NativeText() {}

  /** The zero-terminated text at an address; empty for address 0. */
  public static String at(long address) {
    return address == 0 ? "" : MemorySegment.ofAddress(address).reinterpret(LONGEST).getString(0);
  }
}
