// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.device;

import dev.colonnade.core.backend.EnergyReading;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Energy of the CPU packages from RAPL, as Linux shows it under {@code /sys/class/powercap}. The
 * counters wrap; a wrap between two readings is made good for each package.
 */
final class PackageEnergy {
  /** Intel's manual: about a millisecond [memory]. */
  private static final double UPDATE_SECONDS = 0.001;

  private final Path root;
  private final Map<Path, Long> last = new TreeMap<>();
  private double joules;

  PackageEnergy() {
    this(Path.of("/sys/class/powercap"));
  }

  PackageEnergy(Path root) {
    this.root = root;
  }

  /** A reading, or why there is none. */
  synchronized EnergyReading read() {
    if (!Files.isDirectory(root)) {
      return new EnergyReading.Unavailable(
          root + " does not exist: this kernel or virtual machine shows no RAPL counters");
    }
    int packages = 0;
    // Zones of packages have one colon; their parts (core, dram) have two and are contained.
    try (DirectoryStream<Path> zones =
        Files.newDirectoryStream(
            root, path -> path.getFileName().toString().matches(".*-rapl:\\d+"))) {
      for (Path zone : zones) {
        long now = number(zone.resolve("energy_uj"));
        Long before = last.put(zone, now);
        if (before != null) {
          long range = now < before ? number(zone.resolve("max_energy_range_uj")) : 0;
          joules += (now - before + range) * 1e-6;
        }
        packages++;
      }
    } catch (IOException | NumberFormatException e) {
      return new EnergyReading.Unavailable(
          "the RAPL counters under " + root + " cannot be read (" + e + "); they often need root");
    }
    if (packages == 0) {
      return new EnergyReading.Unavailable("there is no RAPL package counter under " + root);
    }
    return new EnergyReading.Counter(
        joules,
        "CPU package (RAPL), " + packages + (packages == 1 ? " package" : " packages"),
        UPDATE_SECONDS);
  }

  private static long number(Path file) throws IOException {
    return Long.parseLong(Files.readString(file).strip());
  }
}
