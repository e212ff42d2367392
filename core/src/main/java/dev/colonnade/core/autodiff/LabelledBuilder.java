// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.autodiff;

import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.OpBuilder;
import java.util.List;

/** Appends to a graph under a fixed label, so that a gradient's nodes carry their layer's name. */
record LabelledBuilder(GraphBuilder graph, String label) implements OpBuilder<Value> {
  @Override
  public List<Value> apply(Op op, List<Value> operands) {
    return graph.append(op, operands, label);
  }
}
