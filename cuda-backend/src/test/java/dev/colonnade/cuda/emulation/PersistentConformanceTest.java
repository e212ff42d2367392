// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import dev.colonnade.conformance.junit.BackendConformanceTest;
import dev.colonnade.core.backend.Device;
import dev.colonnade.cuda.compile.KernelChoice;
import dev.colonnade.cuda.execute.StepLoop;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/**
 * The kit once more, of fused layers, steps run by the persistent kernel: levels, barriers and its
 * tasks.
 */
class PersistentConformanceTest extends BackendConformanceTest {
  @BeforeEach
  void needsCompiler() {
    Assumptions.assumeTrue(EmulatedMachine.find().isPresent(), EmulatedMachine.missing());
  }

  @Override
  protected Device device() {
    return EmulatedMachine.find().orElseThrow().device(StepLoop.PERSISTENT, KernelChoice.FUSED);
  }
}
