// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import dev.colonnade.cuda.dnn.DescriptorFactory.Descriptor;

/** The device that a graph is planned for, as the descriptors of its plans name it. */
interface GraphTarget {
  /** Says it to a graph. */
  void ofGraph(Descriptor graph);

  /** Says it to a query for engines. */
  void ofHeuristics(Descriptor heuristics);

  /** Says it to an engine. */
  void ofEngine(Descriptor engine);

  /** Says it to a plan. */
  void ofPlan(Descriptor plan);

  /**
   * The device of a handle. Graphs and plans carry the handle, and queries and engines take the
   * device from the graph.
   *
   * @param handle the library's own handle
   */
  record OfHandle(long handle) implements GraphTarget {
    @Override
    public void ofGraph(Descriptor graph) {
      graph.longs(Attribute.OPERATIONGRAPH_HANDLE, AttributeType.HANDLE, handle);
    }

    @Override
    public void ofHeuristics(Descriptor heuristics) {}

    @Override
    public void ofEngine(Descriptor engine) {}

    @Override
    public void ofPlan(Descriptor plan) {
      plan.longs(Attribute.EXECUTION_PLAN_HANDLE, AttributeType.HANDLE, handle);
    }
  }
}
