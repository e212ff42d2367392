// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.check;

import dev.colonnade.bench.record.Measured;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Clocks, power, temperature and throttling of the machine's NVIDIA devices, as NVML tells them to
 * {@code nvidia-smi}: from outside the process that is measured, which it does not disturb.
 */
public final class NvidiaState {
  private static final int LIMIT_SECONDS = 15;

  private static final List<String> FIELDS =
      List.of(
          "index",
          "name",
          "pci.bus_id",
          "driver_version",
          "pstate",
          "clocks.sm",
          "clocks.max.sm",
          "clocks.mem",
          "power.draw",
          "power.limit",
          "temperature.gpu",
          "clocks_throttle_reasons.active",
          "memory.used",
          "memory.total",
          "mig.mode.current",
          "ecc.mode.current");

  private NvidiaState() {}

  /** One map for each device, or why there is none. */
  public static Measured<List<Map<String, String>>> read() throws InterruptedException {
    List<String> command =
        List.of("nvidia-smi", "--query-gpu=" + String.join(",", FIELDS), "--format=csv,noheader");
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (InputStream stream = process.getInputStream()) {
        // Its answer fits the pipe; a driver that hangs gives none.
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          return Measured.unavailable("nvidia-smi gave no answer in " + LIMIT_SECONDS + " s");
        }
        String output = new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.exitValue() == 0
            ? parse(output)
            : Measured.unavailable(
                "nvidia-smi ended with exit code "
                    + process.exitValue()
                    + ": "
                    + output.lines().findFirst().orElse("it printed nothing"));
      }
    } catch (IOException e) {
      return Measured.unavailable("nvidia-smi is not installed, or not on the PATH");
    }
  }

  static Measured<List<Map<String, String>>> parse(String output) {
    List<Map<String, String>> devices = new ArrayList<>();
    for (String line : output.lines().toList()) {
      List<String> values = Arrays.stream(line.split(",", -1)).map(String::strip).toList();
      if (values.size() != FIELDS.size()) {
        return Measured.unavailable(
            "nvidia-smi answered with "
                + values.size()
                + " values, not "
                + FIELDS.size()
                + ": "
                + line);
      }
      Map<String, String> device = new LinkedHashMap<>();
      for (int i = 0; i < values.size(); i++) {
        device.put(FIELDS.get(i), values.get(i));
      }
      devices.add(device);
    }
    return Measured.of(devices);
  }
}
