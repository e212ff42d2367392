// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.library;

import dev.colonnade.core.backend.BackendException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.function.ToLongFunction;

/** A loaded library whose functions can be looked up. */
@SuppressWarnings("restricted")
public final class NativeLibrary {
  private final CudaLibrary library;
  private final Path path;
  private final String version;
  private final ToLongFunction<String> symbols;

  /**
   * A library that is loaded.
   *
   * @param version as it says itself
   * @param symbols addresses of its functions by name, 0 for those that it does not have
   */
  public NativeLibrary(
      CudaLibrary library, Path path, String version, ToLongFunction<String> symbols) {
    this.library = library;
    this.path = path;
    this.version = version;
    this.symbols = symbols;
  }

  /** Which library this is. */
  public CudaLibrary library() {
    return library;
  }

  /** Its version, as it says itself. */
  public String version() {
    return version;
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /** Whether it has a function of this name. */
  public boolean has(String name) {
    return symbols.applyAsLong(name) != 0;
  }

  /**
   * The address of a function.
   *
   * @throws BackendException naming library, version and function if there is none
   */
  public long symbol(String name) {
    long address = symbols.applyAsLong(name);
    if (address == 0) {
      throw new BackendException(
          library.title()
              + " "
              + version
              + " ("
              + path
              + ") has no function "
              + name
              + ", which this backend needs; "
              + library.remedy());
    }
    return address;
  }

  /** A handle that calls a function. */
  MethodHandle handle(String name, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(MemorySegment.ofAddress(symbol(name)), descriptor);
  }

  @Override
  public String toString() {
    return library.title() + " " + version + " (" + path + ")";
  }
}
