// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.colonnade.core.backend.BackendProvider;
import dev.colonnade.core.backend.ProbeResult;
import dev.colonnade.core.backend.SpiVersion;
import dev.colonnade.cpu.device.CpuDevice;
import dev.colonnade.cpu.instruction.plain.PlainKernels;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The device {@code cpu-scalar:0}: one thread, plain Java, the JIT compiler's auto-vectoriser off.
 * It is the bottom of the ladder over which speed-ups are printed, so it must not run vectorised
 * unnoticed: where the JVM's vectoriser is on, or cannot be asked, there is no such device.
 */
public final class ScalarBackendProvider implements BackendProvider {
  private static final String FLAG = "UseSuperWord";
  private static final String OPTION = "-XX:-" + FLAG;

  /** Without side effects, for the service loader. */
  public ScalarBackendProvider() {}

  @Override
  public String name() {
    return "cpu-scalar";
  }

  @Override
  public SpiVersion spiVersion() {
    return new SpiVersion(1, 1);
  }

  @Override
  public List<String> jvmOptions() {
    return List.of(OPTION);
  }

  @Override
  public ProbeResult probe() {
    String value;
    try {
      HotSpotDiagnosticMXBean diagnostics =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      if (diagnostics == null) {
        return unknown("it has no diagnostic bean");
      }
      value = diagnostics.getVMOption(FLAG).getValue();
    } catch (IllegalArgumentException | LinkageError e) {
      return unknown(e.toString());
    }
    if (!value.equals("false")) {
      return new ProbeResult.Unavailable(
          "this JVM's auto-vectoriser is on, and the scalar device never runs vectorised",
          "start the JVM with " + OPTION);
    }
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("threads", "1");
    facts.put("vectorBits", "0");
    facts.put("autoVectoriser", "off (" + OPTION + ")");
    return new ProbeResult.Available(
        List.of(new CpuDevice("cpu-scalar:0", facts, PlainKernels::new)));
  }

  private static ProbeResult unknown(String why) {
    return new ProbeResult.Unavailable(
        "this JVM does not tell whether its auto-vectoriser is on ("
            + why
            + "), and the scalar device never runs vectorised",
        "use a HotSpot JVM with its C2 compiler, started with " + OPTION);
  }
}
