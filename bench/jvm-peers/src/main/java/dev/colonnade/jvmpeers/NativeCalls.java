// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.jvmpeers;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Functions of libraries that are loaded already and whose Java bindings leave them out. */
@SuppressWarnings("restricted") // That is what this class is for; the launcher enables native access.
final class NativeCalls {
  private static final SymbolLookup LOADED = SymbolLookup.loaderLookup();
  private static final Linker LINKER = Linker.nativeLinker();
  private static final AddressLayout TEXT =
      ValueLayout.ADDRESS.withTargetLayout(
          MemoryLayout.sequenceLayout(Long.MAX_VALUE, ValueLayout.JAVA_BYTE));

  private NativeCalls() {}

  /** Sets a number of threads by one function, and returns what another says is in force. */
  static int withThreads(String setter, String getter, int threads) {
    MethodHandle set = handle(setter, FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
    MethodHandle get = handle(getter, FunctionDescriptor.of(ValueLayout.JAVA_INT));
    try {
      set.invokeExact(threads);
      return (int) get.invokeExact();
    } catch (Throwable e) {
      throw failed(setter, e);
    }
  }

  /** The text that a function without arguments returns. */
  static String text(String function) {
    MethodHandle get = handle(function, FunctionDescriptor.of(TEXT));
    try {
      return ((MemorySegment) get.invokeExact()).getString(0);
    } catch (Throwable e) {
      throw failed(function, e);
    }
  }

  private static MethodHandle handle(String function, FunctionDescriptor type) {
    return LINKER.downcallHandle(LOADED.findOrThrow(function), type);
  }

  private static IllegalStateException failed(String function, Throwable cause) {
    return new IllegalStateException(function + " failed: " + cause, cause);
  }
}
