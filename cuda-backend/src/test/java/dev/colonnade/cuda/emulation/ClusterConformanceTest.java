// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import dev.colonnade.conformance.ConformanceOptions;
import dev.colonnade.conformance.Level;
import dev.colonnade.conformance.junit.BackendConformanceTest;
import dev.colonnade.core.backend.Device;
import dev.colonnade.cuda.compile.KernelChoice;
import dev.colonnade.cuda.execute.StepLoop;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/**
 * The kit up to DanNet's nets, of fused layers, steps run by one thread-block cluster. What it does
 * beyond the persistent kernel's run is to launch in another way, so the levels above would prove
 * nothing more.
 */
class ClusterConformanceTest extends BackendConformanceTest {
  @BeforeEach
  void needsCompiler() {
    Assumptions.assumeTrue(EmulatedMachine.find().isPresent(), EmulatedMachine.missing());
  }

  @Override
  protected ConformanceOptions options() {
    return ConformanceOptions.DEFAULT.withLevel(Level.DANNET);
  }

  @Override
  protected Device device() {
    return EmulatedMachine.find().orElseThrow().device(StepLoop.CLUSTER, KernelChoice.FUSED);
  }
}
