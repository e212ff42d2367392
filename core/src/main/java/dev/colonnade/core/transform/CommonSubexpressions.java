// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.transform;

import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.StructuralOp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Computes equal operations on equal operands once. Every operation is pure, random included. */
public final class CommonSubexpressions {
  private CommonSubexpressions() {}

  private record Key(Op op, List<Value> operands) {}

  /** The graph with each distinct computation once. */
  public static Graph merge(Graph graph) {
    Map<Key, List<Value>> known = new HashMap<>();
    return GraphRewriter.rewrite(
        graph,
        (node, operands, builder) -> {
          if (node.op() instanceof StructuralOp.Assign) {
            return builder.apply(node.op(), operands);
          }
          Key key = new Key(node.op(), List.copyOf(operands));
          List<Value> results = known.get(key);
          if (results == null) {
            results = builder.apply(node.op(), operands);
            known.put(key, results);
          }
          return results;
        });
  }
}
