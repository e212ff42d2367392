// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.onsdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.tornado.TornadoBackendProvider;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.WorkerGrid3D;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task4;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Nothing is run as sequential Java behind our back. */
class FallBackTest {
  /** TornadoVM has no strings on a device, so it cannot compile this. */
  static void impossible(KernelContext context, FloatArray x, FloatArray y, IntArray arguments) {
    int i = context.globalIdx;
    y.set(i, String.format(Locale.ROOT, "%f", x.get(i)).length());
  }

  static void possible(KernelContext context, FloatArray x, FloatArray y, IntArray arguments) {
    int i = context.globalIdx;
    y.set(i, x.get(i) + 1f);
  }

  @Test
  void aKernelThatCannotBeCompiledFails() throws Exception {
    FloatArray y = new FloatArray(8);
    assertThatThrownBy(() -> run("impossible", FallBackTest::impossible, y))
        .isInstanceOf(RuntimeException.class);
    for (int i = 0; i < 8; i++) {
      assertThat(y.get(i)).as("nothing was written by sequential Java").isZero();
    }
  }

  /** The same graph with a kernel that can be compiled: it is the kernel that fails above. */
  @Test
  void aKernelThatCanBeCompiledRuns() throws Exception {
    FloatArray y = new FloatArray(8);
    run("possible", FallBackTest::possible, y);
    for (int i = 0; i < 8; i++) {
      assertThat(y.get(i)).isEqualTo(1f);
    }
  }

  @Test
  void theProviderAsksForIt() {
    assertThat(new TornadoBackendProvider().jvmOptions())
        .contains("-Dtornado.recover.bailout=false");
    assertThat(System.getProperty("tornado.recover.bailout")).isEqualTo("false");
  }

  private static void run(
      String name, Task4<KernelContext, FloatArray, FloatArray, IntArray> kernel, FloatArray y)
      throws Exception {
    FloatArray x = new FloatArray(8);
    IntArray arguments = new IntArray(1);
    TaskGraph graph =
        new TaskGraph(name)
            .transferToDevice(DataTransferMode.EVERY_EXECUTION, x, y, arguments)
            .task("run", kernel, new KernelContext(), x, y, arguments)
            .transferToHost(DataTransferMode.EVERY_EXECUTION, y);
    WorkerGrid grid = new WorkerGrid3D(8, 1, 1);
    grid.setLocalWork(8, 1, 1);
    GridScheduler scheduler = new GridScheduler();
    scheduler.addWorkerGrid(name + ".run", grid);
    try (TornadoExecutionPlan plan = new TornadoExecutionPlan(graph.snapshot())) {
      plan.withGridScheduler(scheduler);
      plan.execute();
    }
  }
}
