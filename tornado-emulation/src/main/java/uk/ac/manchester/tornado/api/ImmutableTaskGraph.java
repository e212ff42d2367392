// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api;

/** A task graph that is not changed any more. */
public class ImmutableTaskGraph {
  private final TaskGraph graph;

  ImmutableTaskGraph(TaskGraph graph) {
    this.graph = graph;
  }

  TaskGraph graph() {
    return graph;
  }
}
