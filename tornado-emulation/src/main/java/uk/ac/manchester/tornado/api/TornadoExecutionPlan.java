// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api;

import java.util.List;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.types.arrays.DeviceCopies;

/** Graphs that share a device's arrays. Used by one thread only, here as there. */
public class TornadoExecutionPlan implements AutoCloseable {
  private final List<ImmutableTaskGraph> graphs;
  private final DeviceCopies device = new DeviceCopies();
  private final Thread owner = Thread.currentThread();
  private GridScheduler grids = new GridScheduler();
  private int selected;

  /** A plan of graphs. */
  public TornadoExecutionPlan(ImmutableTaskGraph... immutableTaskGraphs) {
    graphs = List.of(immutableTaskGraphs);
  }

  /** All devices. */
  public static TornadoDeviceMap getTornadoDeviceMap() {
    return new TornadoDeviceMap();
  }

  /** Chooses the graph that runs next. */
  public TornadoExecutionPlan withGraph(int graphIndex) {
    selected = graphIndex;
    return this;
  }

  /** Chooses the device. */
  public TornadoExecutionPlan withDevice(TornadoDevice chosen) {
    return this;
  }

  /** Gives tasks their grids. */
  public TornadoExecutionPlan withGridScheduler(GridScheduler gridScheduler) {
    grids = gridScheduler;
    return this;
  }

  /** Sets options of the driver's compiler. */
  public TornadoExecutionPlan withCompilerFlags(TornadoVMBackendType backend, String flags) {
    return this;
  }

  /** Runs the chosen graph. */
  public TornadoExecutionResult execute() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException("a plan is used by two threads; TornadoVM would abort");
    }
    graphs.get(selected).graph().execute(device, grids);
    return new TornadoExecutionResult();
  }

  /** Frees what the device holds. */
  public TornadoExecutionPlan freeDeviceMemory() {
    device.clear();
    return this;
  }

  @Override
  public void close() throws TornadoExecutionPlanException {
    device.clear();
  }
}
