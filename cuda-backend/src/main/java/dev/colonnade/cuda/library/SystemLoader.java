// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.library;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Loads a library by the system's linker and asks it for its version. */
@SuppressWarnings("restricted")
final class SystemLoader implements LibrarySearch.Loader {
  @Override
  public boolean works() {
    return DynamicLinker.isOfThisSystem();
  }

  @Override
  public NativeLibrary load(CudaLibrary library, String name) {
    DynamicLinker linker = DynamicLinker.here();
    if (linker == null) {
      throw new UnsatisfiedLinkError("NVIDIA's libraries are looked for on Linux only");
    }
    if (library == CudaLibrary.NVRTC && name.indexOf('/') >= 0) {
      loadBuiltins(linker, Path.of(name).getParent());
    }
    DynamicLinker.Handle handle = linker.open(name);
    long landmark = linker.symbol(handle, library.landmark());
    if (landmark == 0) {
      throw new UnsatisfiedLinkError("it has no function " + library.landmark());
    }
    Path file = linker.fileOf(landmark);
    return new NativeLibrary(
        library,
        realPath(file == null ? Path.of(name) : file),
        version(library, symbol -> linker.symbol(handle, symbol)),
        symbol -> linker.symbol(handle, symbol));
  }

  /**
   * NVRTC asks the linker for its builtins by name alone when it first compiles. Once loaded they
   * are found, wherever they stand.
   */
  private static void loadBuiltins(DynamicLinker linker, @Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "libnvrtc-builtins.so.*")) {
      for (Path file : files) {
        linker.open(file.toString());
      }
    } catch (IOException e) {
      throw new UnsatisfiedLinkError("its folder cannot be listed: " + e);
    }
  }

  private static Path realPath(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file;
    }
  }

  private static String version(CudaLibrary library, Symbols symbols) {
    return switch (library) {
      case DRIVER -> {
        int version = ask(symbols, "cuDriverGetVersion");
        yield version / 1000 + "." + version % 1000 / 10;
      }
      case NVRTC -> nvrtc(symbols);
      case CUBLAS -> property(symbols, "cublasGetProperty");
      case CUBLAS_LT -> property(symbols, "cublasLtGetProperty");
      case CUDNN -> {
        long version = number(symbols, "cudnnGetVersion");
        long cuda = number(symbols, "cudnnGetCudartVersion");
        yield version / 10000
            + "."
            + version % 10000 / 100
            + "."
            + version % 100
            + " for CUDA "
            + cuda / 1000;
      }
      case NVML -> nvml(symbols);
    };
  }

  private interface Symbols {
    long of(String name);
  }

  private static MethodHandle handle(Symbols symbols, String name, FunctionDescriptor type) {
    long address = symbols.of(name);
    if (address == 0) {
      throw new UnsatisfiedLinkError("it has no function " + name);
    }
    return Linker.nativeLinker().downcallHandle(MemorySegment.ofAddress(address), type);
  }

  private static int ask(Symbols symbols, String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
      int status =
          (int)
              handle(
                      symbols,
                      name,
                      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS))
                  .invokeExact(value);
      succeeded(name, status);
      return value.get(ValueLayout.JAVA_INT, 0);
    } catch (Throwable e) {
      throw ForeignFunctions.rethrow(e);
    }
  }

  private static long number(Symbols symbols, String name) {
    try {
      return (long)
          handle(symbols, name, FunctionDescriptor.of(ValueLayout.JAVA_LONG)).invokeExact();
    } catch (Throwable e) {
      throw ForeignFunctions.rethrow(e);
    }
  }

  private static String nvrtc(Symbols symbols) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment major = arena.allocate(ValueLayout.JAVA_INT);
      MemorySegment minor = arena.allocate(ValueLayout.JAVA_INT);
      int status =
          (int)
              handle(
                      symbols,
                      "nvrtcVersion",
                      FunctionDescriptor.of(
                          ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS))
                  .invokeExact(major, minor);
      succeeded("nvrtcVersion", status);
      return major.get(ValueLayout.JAVA_INT, 0) + "." + minor.get(ValueLayout.JAVA_INT, 0);
    } catch (Throwable e) {
      throw ForeignFunctions.rethrow(e);
    }
  }

  /** Major, minor and patch number: libraryPropertyType_t 0, 1 and 2 (library_types.h). */
  private static String property(Symbols symbols, String name) {
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle get =
          handle(
              symbols,
              name,
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
      MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
      StringBuilder version = new StringBuilder();
      for (int part = 0; part < 3; part++) {
        int status = (int) get.invokeExact(part, value);
        succeeded(name, status);
        version.append(part == 0 ? "" : ".").append(value.get(ValueLayout.JAVA_INT, 0));
      }
      return version.toString();
    } catch (Throwable e) {
      throw ForeignFunctions.rethrow(e);
    }
  }

  private static String nvml(Symbols symbols) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(80);
      int status =
          (int)
              handle(
                      symbols,
                      "nvmlSystemGetNVMLVersion",
                      FunctionDescriptor.of(
                          ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT))
                  .invokeExact(text, 80);
      succeeded("nvmlSystemGetNVMLVersion", status);
      return text.getString(0);
    } catch (Throwable e) {
      throw ForeignFunctions.rethrow(e);
    }
  }

  private static void succeeded(String name, int status) {
    if (status != 0) {
      throw new UnsatisfiedLinkError(name + " answers status " + status);
    }
  }
}
