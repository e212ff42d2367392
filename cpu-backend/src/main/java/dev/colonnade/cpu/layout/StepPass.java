// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.layout;

import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.transform.DeadCode;
import dev.colonnade.core.transform.GraphRewriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes steps of gradient descent together with gradients that nothing else reads. */
public final class StepPass {
  private StepPass() {}

  /** The graph with such steps fused. */
  public static Graph run(Graph graph) {
    Map<Value, Integer> uses = new HashMap<>();
    graph.nodes().forEach(n -> n.operands().forEach(value -> uses.merge(value, 1, Integer::sum)));
    Set<Value> outputs = new HashSet<>(graph.outputs().values());
    Map<Value, Value> current = new HashMap<>();
    Graph result =
        GraphRewriter.rewrite(
            graph,
            (node, operands, builder) -> {
              Optional<Op> fused = fused(node, uses, outputs);
              List<Value> own =
                  fused.isPresent()
                      ? operands(node.operands().get(1).producer(), operands, current)
                      : operands;
              List<Value> results = builder.apply(fused.orElse(node.op()), own);
              for (int i = 0; i < results.size(); i++) {
                current.put(node.results().get(i), results.get(i));
              }
              return results;
            });
    return DeadCode.remove(result);
  }

  /** The gradient's operands, the weights, the rate. */
  private static List<Value> operands(
      Node gradient, List<Value> ofStep, Map<Value, Value> current) {
    List<Value> operands = new ArrayList<>();
    for (Value operand : gradient.operands()) {
      operands.add(Optional.ofNullable(current.get(operand)).orElseThrow());
    }
    operands.add(ofStep.get(0));
    operands.add(ofStep.get(2));
    return operands;
  }

  private static Optional<Op> fused(Node node, Map<Value, Integer> uses, Set<Value> outputs) {
    if (!(node.op() instanceof SgdStep(float decay))) {
      return Optional.empty();
    }
    Value value = node.operands().get(1);
    Node gradient = value.producer();
    if (uses.getOrDefault(value, 0) != 1 || outputs.contains(value)) {
      return Optional.empty();
    }
    return switch (gradient.op()) {
      case MatMul(boolean transposeA, boolean transposeB)
          when decay == 0 && value.type().shape().rank() == 2 ->
          Optional.of(new StepOp.MatMulStep(transposeA, transposeB));
      case BatchedOp.BatchedFilterGradient op
          when ImageBlocks.block(gradient.operands().get(0).type().shape()) == ImageBlocks.SINGLE ->
          Optional.of(new StepOp.FilterStep(op.geometry(), op.filterShape(), decay));
      default -> Optional.empty();
    };
  }
}
