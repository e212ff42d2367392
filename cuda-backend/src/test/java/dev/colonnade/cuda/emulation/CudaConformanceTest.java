// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import dev.colonnade.conformance.junit.BackendConformanceTest;
import dev.colonnade.core.backend.Device;
import dev.colonnade.cuda.execute.StepLoop;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/**
 * The whole kit on an emulated device, steps run as recorded graphs: the real planner, launches,
 * graphs and kernels, JCuda included, on a driver that runs kernels on the host. It says nothing
 * about real hardware.
 */
class CudaConformanceTest extends BackendConformanceTest {
  @BeforeEach
  void needsCompiler() {
    Assumptions.assumeTrue(EmulatedMachine.find().isPresent(), EmulatedMachine.missing());
  }

  @Override
  protected Device device() {
    return EmulatedMachine.find().orElseThrow().device(StepLoop.GRAPH);
  }
}
