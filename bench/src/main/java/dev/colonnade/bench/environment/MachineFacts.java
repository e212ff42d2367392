// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.environment;

import dev.colonnade.bench.record.Machine;
import dev.colonnade.bench.record.Measured;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.PowerSource;
import oshi.software.os.OperatingSystem;

/**
 * Gathers a record's {@link Machine}. Each fact that the system does not give becomes an explained
 * absence; none of them stops a measurement.
 */
public final class MachineFacts {

  /** The vector extensions that kernels of this project can use; the rest of the list is noise. */
  private static final List<String> VECTOR_FEATURES =
      List.of(
          "sse2",
          "sse4_2",
          "avx",
          "avx2",
          "fma",
          "f16c",
          "avx512f",
          "avx512bw",
          "avx512vl",
          "avx512_vnni",
          "avx512_bf16",
          "avx512_fp16",
          "amx_bf16",
          "amx_tile",
          "neon",
          "asimd",
          "sve",
          "sve2",
          "bf16");

  private MachineFacts() {}

  /** Gathers the facts of this computer and of this process. Takes tens to hundreds of ms. */
  public static Machine gather() {
    SystemInfo system = new SystemInfo();
    Measured<HardwareAbstractionLayer> hardware = ask("the hardware", system::getHardware);
    Measured<CentralProcessor> cpu = hardware.flatMap(h -> ask("the processor", h::getProcessor));
    Measured<String> cpuName =
        cpu.flatMap(c -> ask("the processor's name", () -> c.getProcessorIdentifier().getName()))
            .flatMap(name -> present(name, "the system gives the processor no name"));
    Measured<Long> memory =
        hardware
            .flatMap(h -> ask("the memory", () -> h.getMemory().getTotal()))
            .flatMap(MachineFacts::positive);
    return new Machine(
        hostId(cpuName, memory),
        ask("the operating system", system::getOperatingSystem)
            .flatMap(os -> ask("the operating system", () -> describe(os))),
        cpuName,
        cpu.flatMap(c -> ask("the cores", c::getPhysicalProcessorCount))
            .flatMap(n ->
                n > 0
                    ? Measured.of(n)
                    : Measured.unavailable("the system does not tell cores from threads")),
        Runtime.getRuntime().availableProcessors(),
        cpu.flatMap(c -> ask("the highest clock", c::getMaxFreq)).flatMap(MachineFacts::positive),
        cpu.flatMap(c -> ask("the clock", () -> highest(c.getCurrentFreq())))
            .flatMap(MachineFacts::positive),
        cpu.flatMap(c -> ask("the vector extensions", c::getFeatureFlags))
            .flatMap(MachineFacts::vectorFeatures),
        memory,
        cpu.flatMap(c -> ask("the hypervisor", c::getFeatureFlags))
            .flatMap(MachineFacts::virtualization),
        hardware
            .flatMap(h -> ask("the power source", h::getPowerSources))
            .flatMap(MachineFacts::powerSource),
        cpu.flatMap(c -> ask("the load", () -> c.getSystemLoadAverage(1)[0]))
            .flatMap(load ->
                load >= 0
                    ? Measured.of(load)
                    : Measured.unavailable("this operating system keeps no load average")),
        jvm(),
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        collectors(),
        Runtime.getRuntime().maxMemory());
  }

  /** A system call that fails or a missing native library is a missing fact, not an error. */
  private static <T> Measured<T> ask(String what, Supplier<T> question) {
    try {
      T answer = question.get();
      return answer == null
          ? Measured.unavailable("the system does not tell " + what)
          : Measured.of(answer);
    } catch (RuntimeException | LinkageError e) {
      return Measured.unavailable(
          "asking for "
              + what
              + " failed: "
              + e.getClass().getSimpleName()
              + (e.getMessage() == null ? "" : ", " + e.getMessage()));
    }
  }

  private static Measured<Long> positive(long value) {
    return value > 0
        ? Measured.of(value)
        : Measured.unavailable("the system gives no value (a virtual machine often hides it)");
  }

  private static Measured<String> present(String value, String reason) {
    return value.isBlank() ? Measured.unavailable(reason) : Measured.of(value.strip());
  }

  private static long highest(long[] clocks) {
    return Arrays.stream(clocks).max().orElse(-1);
  }

  private static String describe(OperatingSystem os) {
    return os.getFamily()
        + " "
        + os.getVersionInfo()
        + ", kernel "
        + System.getProperty("os.version")
        + ", "
        + System.getProperty("os.arch");
  }

  static Measured<List<String>> vectorFeatures(List<String> flags) {
    TreeSet<String> words = words(flags);
    List<String> found = VECTOR_FEATURES.stream().filter(words::contains).toList();
    return found.isEmpty()
        ? Measured.unavailable("the system lists no vector extension known to this program")
        : Measured.of(found);
  }

  static Measured<String> virtualization(List<String> flags) {
    if (words(flags).contains("hypervisor")) {
      return Measured.of("a hypervisor (the processor says so)");
    }
    return flags.isEmpty()
        ? Measured.unavailable("the system lists no processor flags to tell it by")
        : Measured.of("none seen");
  }

  /** OSHI gives whole lines of {@code /proc/cpuinfo} on Linux and single names elsewhere. */
  private static TreeSet<String> words(List<String> flags) {
    TreeSet<String> words = new TreeSet<>();
    flags.stream()
        .flatMap(line -> Stream.of(line.toLowerCase(Locale.ROOT).split("[\\s:,]+")))
        .forEach(words::add);
    return words;
  }

  private static Measured<String> powerSource(List<PowerSource> sources) {
    if (sources.isEmpty()) {
      return Measured.of("mains (no battery)");
    }
    return Measured.of(sources.stream().anyMatch(PowerSource::isPowerOnLine) ? "mains" : "battery");
  }

  private static String jvm() {
    return System.getProperty("java.vm.name")
        + ", "
        + System.getProperty("java.vendor")
        + ", "
        + System.getProperty("java.runtime.version");
  }

  private static List<String> collectors() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .map(MemoryPoolMXBean::getMemoryManagerNames)
        .flatMap(Arrays::stream)
        .filter(name -> !name.contains("CodeCache") && !name.contains("Metaspace"))
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * A name by which records of one machine belong together. It is a checksum of processor, memory
   * size and network name, so that a published report does not give the network name away.
   */
  private static String hostId(Measured<String> cpu, Measured<Long> memory) {
    CRC32C checksum = new CRC32C();
    checksum.update(
        (cpu.describe() + "|" + memory.describe() + "|" + networkName())
            .getBytes(StandardCharsets.UTF_8));
    return "host-" + HexFormat.of().toHexDigits((int) checksum.getValue());
  }

  /** From the environment only: asking the resolver could reach for the network. */
  private static String networkName() {
    return Stream.of("HOSTNAME", "COMPUTERNAME")
        .map(System.getenv()::get)
        .filter(name -> name != null && !name.isBlank())
        .findFirst()
        .orElse("");
  }
}
