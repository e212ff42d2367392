// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.device;

import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Session;
import dev.colonnade.cpu.instruction.KernelSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The CPU with a set of kernels. Its memory is the JVM's heap. */
public final class CpuDevice implements Device {
  private final String id;
  private final Map<String, String> properties;
  private final Supplier<KernelSet> kernels;

  /**
   * A device.
   *
   * @param id for example {@code cpu:0}
   * @param facts what plans and records must name beside the JVM: threads, vector bits
   * @param kernels gives a session its kernels and threads
   */
  public CpuDevice(String id, Map<String, String> facts, Supplier<KernelSet> kernels) {
    this.id = id;
    this.kernels = kernels;
    Map<String, String> all = new LinkedHashMap<>(facts);
    all.put("java", System.getProperty("java.vendor.version", Runtime.version().toString()));
    all.put(
        "javaVirtualMachine",
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    all.put("architecture", System.getProperty("os.arch", "unknown"));
    properties = Collections.unmodifiableMap(all);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String name() {
    return MODEL;
  }

  @Override
  public OptionalLong memoryBytes() {
    return OptionalLong.of(Runtime.getRuntime().maxMemory());
  }

  @Override
  public Map<String, String> properties() {
    return properties;
  }

  /** What a plan is keyed by: a plan for other threads or another JVM need not be the best here. */
  Map<String, String> versions() {
    return properties;
  }

  @Override
  public Session open() {
    return new CpuSession(this, kernels.get());
  }

  private static final String MODEL = model();

  /** The processor's name where Linux tells it, else its architecture. */
  private static String model() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .filter(line -> !line.isEmpty() && !line.equals("unknown"))
          .findFirst()
          .orElseGet(CpuDevice::architecture);
    } catch (IOException | UncheckedIOException e) {
      return architecture();
    }
  }

  private static String architecture() {
    return System.getProperty("os.arch", "CPU")
        + " with "
        + Runtime.getRuntime().availableProcessors()
        + " processors";
  }
}
