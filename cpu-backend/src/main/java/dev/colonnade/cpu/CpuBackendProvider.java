// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu;

import dev.colonnade.core.backend.BackendProvider;
import dev.colonnade.core.backend.ProbeResult;
import dev.colonnade.core.backend.SpiVersion;
import java.util.List;

/**
 * The device {@code cpu:0}: the Vector API on all cores. The module it needs is an incubator
 * module, which a JVM has only when it is asked for; no class that refers to it is touched before
 * that is known.
 *
 * <p>The first program compiled in a JVM (but for guarded runs) takes some seconds longer than the
 * others: the kernels are run until the JIT compiler has compiled them; see {@link
 * dev.colonnade.cpu.kernel.warmup.WarmUp}. Nothing is measured in that time: which kernel and how
 * many threads an operation takes follows from its shape alone, and so is the same in each process.
 */
public final class CpuBackendProvider implements BackendProvider {
  /** System property that sets the number of threads; all processors if it is not set. */
  public static final String THREADS = "colonnade.cpu.threads";

  private static final String MODULE = "jdk.incubator.vector";
  private static final String OPTION = "--add-modules=" + MODULE;

  /** Without side effects, for the service loader. */
  public CpuBackendProvider() {}

  @Override
  public String name() {
    return "cpu";
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
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return new ProbeResult.Unavailable(
          "this JVM runs without the module " + MODULE + ", which holds the Vector API",
          "start the JVM with " + OPTION);
    }
    String threads = System.getProperty(THREADS);
    int count = Runtime.getRuntime().availableProcessors();
    if (threads != null) {
      try {
        count = Integer.parseInt(threads.strip());
      } catch (NumberFormatException e) {
        count = 0;
      }
      if (count < 1 || count > 1024) {
        return new ProbeResult.Unavailable(
            "the system property " + THREADS + " is '" + threads + "'",
            "set it to a number of threads from 1 to 1024, or leave it out for all processors");
      }
    }
    try {
      return new ProbeResult.Available(List.of(VectorDevice.create(count)));
    } catch (ExceptionInInitializerError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return new ProbeResult.Unavailable(
          "the vector kernels do not start: " + cause.getMessage(), "mend what it names");
    }
  }
}
