// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import dev.colonnade.core.runtime.PlanCache;
import dev.colonnade.cuda.device.CudaDevice;
import dev.colonnade.cuda.driver.DeviceFacts;
import dev.colonnade.cuda.driver.Driver;
import dev.colonnade.cuda.driver.JCudaDriverBinding;
import dev.colonnade.cuda.execute.StepLoop;
import dev.colonnade.cuda.kernel.LibraryLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A machine with two emulated devices: JCuda, as on a real machine, on a {@code libcuda.so.1} that
 * is built from {@code src/test/cpp} and runs our kernels on the host.
 */
public final class EmulatedMachine {
  private static final Path SOURCE = Path.of("src/test/cpp/emulated_driver.cpp").toAbsolutePath();

  private static final class Holder {
    private static final Optional<EmulatedMachine> MACHINE =
        HostCompiler.find().map(EmulatedMachine::new);
  }

  private final Driver driver;
  private final HostKernelImages images;
  private final SymbolLookup library;

  @SuppressWarnings("restricted") // Native memory is what this machine is about.
  private EmulatedMachine(HostCompiler compiler) {
    try {
      // A folder of this run's own: libraries of an older build must not be found in it.
      Path folder =
          Files.createTempDirectory(
              Files.createDirectories(Path.of("target/emulation").toAbsolutePath()), "run");
      Path built =
          compiler.library(
              SOURCE,
              folder.resolve("libcuda.so.1"),
              "-O1",
              "-Wall",
              "-Wextra",
              "-Werror",
              "-fvisibility=hidden",
              "-Wl,-soname,libcuda.so.1");
      // JCuda's native part asks for libcuda.so.1; the loader finds the one that is loaded.
      System.load(built.toString());
      library = SymbolLookup.libraryLookup(built, Arena.global());
      driver = new CheckedDriver(new JCudaDriverBinding(), folder);
      images = new HostKernelImages(compiler, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The machine, or empty where there is no C++ compiler to build it with. */
  public static Optional<EmulatedMachine> find() {
    return Holder.MACHINE;
  }

  /** Why tests are skipped where there is none. */
  public static String missing() {
    return "no C++ compiler (g++ or clang++) on the PATH to build the emulated CUDA driver with";
  }

  /** One of its devices, which measures how to run steps. */
  public CudaDevice device(int ordinal) {
    DeviceFacts facts = driver.devices().get(ordinal);
    return new CudaDevice(
        driver,
        facts,
        images,
        LibraryLoader.NONE,
        Map.of("cudaDriver", "emulated"),
        Optional.empty());
  }

  /** Its first device, with one way to run steps. */
  public CudaDevice device(StepLoop loop) {
    DeviceFacts facts = driver.devices().get(0);
    return new CudaDevice(
        driver,
        facts,
        images,
        LibraryLoader.NONE,
        Map.of("cudaDriver", "emulated"),
        Optional.empty(),
        Optional.of(loop),
        0);
  }

  /** The driver itself. */
  public Driver driver() {
    return driver;
  }

  /** Names of all devices. */
  public List<String> names() {
    return driver.devices().stream().map(DeviceFacts::name).toList();
  }

  /** The launch after {@code launches} more fails with this status, which then sticks. */
  public void failAfter(int launches, int status) {
    call(
        "emulator_fail_after",
        FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
        launches,
        status);
  }

  /** Its first device with libraries that compute on the host. */
  public CudaDevice deviceWithLibraries() {
    return deviceWithLibraries(EmulatedLibraries::open, Optional.empty());
  }

  /** Its first device with a cuDNN for whose trials there is no memory. */
  public CudaDevice deviceWithoutRoomForTrials() {
    return deviceWithLibraries(EmulatedLibraries::withoutRoomForTrials, Optional.empty());
  }

  /** As above, with plans kept from one session to the next. */
  public CudaDevice deviceWithLibraries(PlanCache plans) {
    return deviceWithLibraries(EmulatedLibraries::open, Optional.of(plans));
  }

  private CudaDevice deviceWithLibraries(LibraryLoader libraries, Optional<PlanCache> plans) {
    return new CudaDevice(
        driver,
        driver.devices().get(0),
        images,
        libraries,
        Map.of("cudaDriver", "emulated", "cudnn", "emulated"),
        plans,
        Optional.of(StepLoop.GRAPH),
        0);
  }

  /** Gives each device so much memory. */
  public void limit(long bytes) {
    call("emulator_limit", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG), bytes);
  }

  /** Forgets a sticky error, as a new process would, and a limit of memory. */
  public void mend() {
    call("emulator_mend", FunctionDescriptor.ofVoid());
  }

  @SuppressWarnings("restricted")
  private void call(String name, FunctionDescriptor type, Object... arguments) {
    MethodHandle handle =
        Linker.nativeLinker().downcallHandle(library.find(name).orElseThrow(), type);
    try {
      handle.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException(name, e);
    }
  }
}
