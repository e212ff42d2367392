// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api;

import java.util.HashMap;
import java.util.Map;

/** The grid of each task, by the names of graph and task. */
public class GridScheduler {
  private final Map<String, WorkerGrid> grids = new HashMap<>();

  /** No grids yet. */
  public GridScheduler() {}

  /** Gives a task, {@code graph.task}, its grid. */
  public void addWorkerGrid(String taskName, WorkerGrid workerGrid) {
    grids.put(taskName, workerGrid);
  }

  /** The grid of a task. */
  public WorkerGrid get(String taskName) {
    WorkerGrid grid = grids.get(taskName);
    if (grid == null) {
      throw new IllegalStateException(
          taskName + " has no grid: TornadoVM would run one thread of it");
    }
    return grid;
  }
}
