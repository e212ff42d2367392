// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.colonnade.cpu.kernel.gemm.Gemm;
import dev.colonnade.cpu.kernel.gemm.GemmShape;
import dev.colonnade.cpu.team.WorkerTeam;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

final class WarmUpTest {

  @Test
  void aShapeSeenForTheFirstTimeRunsCompiled() {
    long took = WarmUp.once();
    assertThat(took).isPositive();
    assertThat(WarmUp.once()).isEqualTo(took);
    assumeTrue(
        took < WarmUp.PATIENCE_NANOS,
        "the JIT compiler was not done within " + WarmUp.PATIENCE_NANOS / 1_000_000_000L + " s");
    GemmShape shape = GemmShape.of(false, false, 37, 90, 500);
    try (WorkerTeam team = new WorkerTeam(1)) {
      Gemm gemm = new Gemm(shape, team);
      float[] a = new float[37 * 500];
      float[] b = new float[500 * 90];
      float[] c = new float[37 * 90];
      float[] workspace = new float[gemm.workspaceSize()];
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      gemm.run(1, a, 0, b, 0, 0, c, 0, workspace, 0);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      // Uncompiled, each of its multiply-adds on vectors makes an object: 20 MB and more.
      long multiplyAddsOfVectors = shape.multiplyAdds() / 16;
      assertThat(allocated).isLessThan(multiplyAddsOfVectors);
    }
  }
}
