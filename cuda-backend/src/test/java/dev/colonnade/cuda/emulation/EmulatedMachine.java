// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import dev.colonnade.core.runtime.PlanCache;
import dev.colonnade.cuda.compile.KernelChoice;
import dev.colonnade.cuda.device.CudaDevice;
import dev.colonnade.cuda.driver.DeviceFacts;
import dev.colonnade.cuda.driver.Driver;
import dev.colonnade.cuda.driver.JCudaDriverBinding;
import dev.colonnade.cuda.execute.StepLoop;
import dev.colonnade.cuda.kernel.LibraryLoader;
import dev.colonnade.cuda.library.CudaLibrary;
import dev.colonnade.cuda.library.NativeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A machine with two emulated devices, of compute capability 9.0 and 8.0: JCuda, as on a real
 * machine, on a {@code libcuda.so.1} that is built from {@code src/test/cpp} and runs our kernels
 * on the host.
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
      driver = new CheckedDriver(new JCudaDriverBinding(nativeLibrary(built)), folder);
      images = new HostKernelImages(compiler, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private NativeLibrary nativeLibrary(Path built) {
    return new NativeLibrary(
        CudaLibrary.DRIVER,
        built,
        "emulated",
        name -> library.find(name).map(MemorySegment::address).orElse(0L));
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

  /** Its first device, with one way to run steps, of a kernel for each operation. */
  public CudaDevice device(StepLoop loop) {
    return device(loop, KernelChoice.SEPARATE);
  }

  /** Its first device, with one way to run steps, of kernels of one kind. */
  public CudaDevice device(StepLoop loop, KernelChoice kernels) {
    return device(loop, kernels, driver.devices().get(0).multiprocessors());
  }

  /** As above, as if it had so many multiprocessors. */
  public CudaDevice device(StepLoop loop, KernelChoice kernels, int multiprocessors) {
    DeviceFacts facts = driver.devices().get(0);
    return new CudaDevice(
        driver,
        new DeviceFacts(
            facts.ordinal(),
            facts.name(),
            facts.computeMajor(),
            facts.computeMinor(),
            facts.memoryBytes(),
            multiprocessors,
            facts.clockKilohertz(),
            facts.sharedBytesPerBlock(),
            facts.l2Bytes(),
            facts.pciBusId()),
        images,
        LibraryLoader.NONE,
        Map.of("cudaDriver", "emulated"),
        Optional.empty(),
        Optional.of(loop),
        Optional.of(kernels));
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

  /** Its first device with any libraries. */
  CudaDevice deviceWithLibraries(LibraryLoader libraries, Optional<PlanCache> plans) {
    return new CudaDevice(
        driver,
        driver.devices().get(0),
        images,
        libraries,
        Map.of("cudaDriver", "emulated", "cudnn", "emulated"),
        plans,
        Optional.of(StepLoop.GRAPH),
        Optional.of(KernelChoice.SEPARATE));
  }

  /** Gives each device so much memory. */
  public void limit(long bytes) {
    call("emulator_limit", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG), bytes);
  }

  /** How many clusters were launched so far. */
  public int clusterLaunches() {
    return number("emulator_cluster_launches");
  }

  /** Blocks of the last cluster that was launched. */
  public int clusterBlocks() {
    return number("emulator_cluster_blocks");
  }

  /** Whether every launch of a cluster fails. */
  public void refuseClusters(boolean refuse) {
    call(
        "emulator_refuse_clusters",
        FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT),
        refuse ? 1 : 0);
  }

  private int number(String name) {
    Object number = call(name, FunctionDescriptor.of(ValueLayout.JAVA_INT));
    return ((Number) Objects.requireNonNull(number)).intValue();
  }

  /** The largest cluster that there is room for, 16 unless set. */
  public void mostCluster(int blocks) {
    call("emulator_most_cluster", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT), blocks);
  }

  /** Forgets a sticky error, as a new process would, and a limit of memory. */
  public void mend() {
    call("emulator_mend", FunctionDescriptor.ofVoid());
  }

  @SuppressWarnings("restricted")
  private @Nullable Object call(String name, FunctionDescriptor type, Object... arguments) {
    MethodHandle handle =
        Linker.nativeLinker().downcallHandle(library.find(name).orElseThrow(), type);
    try {
      return handle.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException(name, e);
    }
  }
}
