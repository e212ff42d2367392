// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.fusion;

import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.SgdStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts {@link SteppedTensors} where the parameters of a net are stepped: a launch for all of them
 * instead of one each. A recorded step runs its launches one after the other, so that nothing is
 * lost by stepping the first parameter only when the last has its gradient.
 */
public final class StepGrouping {
  private final Contraction contraction;
  private final Set<Value> outputs;

  private StepGrouping(Graph graph) {
    contraction = new Contraction(graph);
    outputs = new HashSet<>(graph.outputs().values());
  }

  /** What tensors of one group share. */
  private record Shared(Op step, Value rate) {}

  /** The graph with steps of the same kind and rate grouped. */
  public static Graph run(Graph graph) {
    return new StepGrouping(graph).run();
  }

  private Graph run() {
    Map<Shared, List<Node>> kinds = new LinkedHashMap<>();
    for (Node node : contraction.graph().nodes()) {
      if (canJoin(node)) {
        kinds
            .computeIfAbsent(
                new Shared(node.op(), node.operands().getLast()), ignored -> new ArrayList<>())
            .add(node);
      }
    }
    Map<Node, Contraction.Replacement> replacements = new LinkedHashMap<>();
    kinds.forEach((shared, nodes) -> {
      for (int from = 0; from < nodes.size(); from += SteppedTensors.MOST) {
        List<Node> group = nodes.subList(from, Math.min(nodes.size(), from + SteppedTensors.MOST));
        if (group.size() > 1) {
          contraction.join(group);
          replacements.put(group.getFirst(), replacement(shared, group));
        }
      }
    });
    return replacements.isEmpty() ? contraction.graph() : contraction.replaced(replacements);
  }

  private static Contraction.Replacement replacement(Shared shared, List<Node> group) {
    List<Value> operands = new ArrayList<>();
    List<Value> results = new ArrayList<>();
    for (Node node : group) {
      operands.addAll(node.operands().subList(0, node.operands().size() - 1));
      results.addAll(node.results());
    }
    operands.add(shared.rate);
    return new Contraction.Replacement(
        new SteppedTensors((Composite) shared.step, group.size()), operands, results);
  }

  /**
   * Whether a step only makes new values of the variables that it reads: then nothing in the graph
   * waits for it, and it may write in their place.
   */
  private boolean canJoin(Node node) {
    int assigned =
        switch (node.op()) {
          case SgdStep step -> 1;
          case MomentumStep step -> 2;
          default -> 0;
        };
    for (int i = 0; i < assigned; i++) {
      Value old = node.operands().get(i);
      Value result = node.results().get(i);
      List<Node> uses = contraction.uses(result);
      boolean own =
          old.producer().op() instanceof StructuralOp.ReadVariable(var variable, var type)
              && uses.size() == 1
              && uses.getFirst().op() instanceof StructuralOp.Assign(var target, var targetType)
              && target.equals(variable)
              && !outputs.contains(result);
      if (!own) {
        return false;
      }
    }
    return assigned > 0;
  }
}
