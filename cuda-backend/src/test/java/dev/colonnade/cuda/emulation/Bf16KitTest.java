// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import dev.colonnade.conformance.ConformanceOptions;
import dev.colonnade.conformance.junit.BackendConformanceTest;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.cuda.compile.KernelChoice;
import dev.colonnade.cuda.execute.StepLoop;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/** The whole kit in BF16, by our own kernels alone: fused layers in the persistent kernel. */
class Bf16KitTest extends BackendConformanceTest {
  @BeforeEach
  void needsCompiler() {
    Assumptions.assumeTrue(EmulatedMachine.find().isPresent(), EmulatedMachine.missing());
  }

  @Override
  protected ConformanceOptions options() {
    return ConformanceOptions.DEFAULT.withMath(MathMode.BF16);
  }

  @Override
  protected Device device() {
    return EmulatedMachine.find().orElseThrow().device(StepLoop.PERSISTENT, KernelChoice.FUSED);
  }
}
