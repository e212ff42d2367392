// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.library;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The system's dynamic linker. Used instead of {@link SymbolLookup#libraryLookup(String, Arena)}
 * for what that does not offer: the linker's own words when it refuses, and the file behind a name.
 * What is loaded stays loaded: NVIDIA's libraries keep threads and state of their own.
 */
@SuppressWarnings("restricted")
final class DynamicLinker {
  private static final int RTLD_NOW = 2;

  private final MethodHandle open;
  private final MethodHandle error;
  private final MethodHandle symbol;
  private final MethodHandle fileOf;

  private DynamicLinker(
      MethodHandle open, MethodHandle error, MethodHandle symbol, MethodHandle fileOf) {
    this.open = open;
    this.error = error;
    this.symbol = symbol;
    this.fileOf = fileOf;
  }

  /** Whether this system has a linker of this kind; loads nothing. */
  static boolean isOfThisSystem() {
    return System.getProperty("os.name", "").startsWith("Linux");
  }

  /** The linker of this process, or null where it has none of this kind (not Linux). */
  static @Nullable DynamicLinker here() {
    return Holder.INSTANCE;
  }

  private static final class Holder {
    static final @Nullable DynamicLinker INSTANCE = create();

    private static @Nullable DynamicLinker create() {
      if (!isOfThisSystem()) {
        return null;
      }
      Linker linker = Linker.nativeLinker();
      SymbolLookup lookup = linker.defaultLookup();
      return new DynamicLinker(
          linker.downcallHandle(
              lookup.findOrThrow("dlopen"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.JAVA_INT)),
          linker.downcallHandle(
              lookup.findOrThrow("dlerror"), FunctionDescriptor.of(ValueLayout.JAVA_LONG)),
          linker.downcallHandle(
              lookup.findOrThrow("dlsym"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS)),
          linker.downcallHandle(
              lookup.findOrThrow("dladdr"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS)));
    }
  }

  /** A loaded library. */
  record Handle(long value) {}

  /**
   * Loads a library.
   *
   * @param name a path, or a bare name for the linker to search
   * @throws UnsatisfiedLinkError with the linker's reason
   */
  Handle open(String name) {
    try (Arena arena = Arena.ofConfined()) {
      long handle = (long) open.invokeExact(arena.allocateFrom(name), RTLD_NOW);
      if (handle == 0) {
        long reason = (long) error.invokeExact();
        throw new UnsatisfiedLinkError(
            reason == 0
                ? "the linker gives no reason for refusing " + name
                : NativeText.at(reason));
      }
      return new Handle(handle);
    } catch (Throwable e) {
      throw ForeignFunctions.rethrow(e);
    }
  }

  /** The address of a function, or 0 if the library has none of that name. */
  long symbol(Handle library, String name) {
    try (Arena arena = Arena.ofConfined()) {
      return (long) symbol.invokeExact(library.value(), arena.allocateFrom(name));
    } catch (Throwable e) {
      throw ForeignFunctions.rethrow(e);
    }
  }

  /** The file that a function was loaded from, or null if the linker cannot tell. */
  @Nullable Path fileOf(long function) {
    try (Arena arena = Arena.ofConfined()) {
      // Dl_info: const char *dli_fname; void *dli_fbase; const char *dli_sname; void *dli_saddr.
      MemorySegment info = arena.allocate(4 * ValueLayout.ADDRESS.byteSize(), 8);
      int known = (int) fileOf.invokeExact(function, info);
      long name = info.get(ValueLayout.JAVA_LONG, 0);
      return known == 0 || name == 0 ? null : Path.of(NativeText.at(name));
    } catch (Throwable e) {
      throw ForeignFunctions.rethrow(e);
    }
  }
}
