// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.fusion;

import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.Compare;
import dev.colonnade.core.op.Convert;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.Select;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.op.composite.BiasAdd;
import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.ScaledTanh;
import dev.colonnade.core.op.composite.ScaledTanhGradient;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.tensor.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a {@link FusedElementwise} where element-wise operations of one shape follow each other: the
 * gradient of an activation, a dropout mask, a loss, the step of an optimiser. Each would otherwise
 * be a kernel that reads and writes all elements.
 *
 * <p>What depends on constants alone is left as it is, as it runs only once.
 */
public final class ElementwiseFusion {
  private final Contraction contraction;
  private final Set<Value> outputs;
  private final Set<Node> constant = new HashSet<>();

  private ElementwiseFusion(Graph graph) {
    contraction = new Contraction(graph);
    outputs = new HashSet<>(graph.outputs().values());
    for (Node node : graph.nodes()) {
      boolean fixed =
          node.op() instanceof StructuralOp.Constant
              || (!(node.op() instanceof StructuralOp)
                  && node.operands().stream()
                      .allMatch(operand -> constant.contains(operand.producer())));
      if (fixed) {
        constant.add(node);
      }
    }
  }

  /** The graph with all such operations fused. */
  public static Graph run(Graph graph) {
    return new ElementwiseFusion(graph).run();
  }

  private Graph run() {
    Map<Node, Contraction.Replacement> replacements = new LinkedHashMap<>();
    for (Node node : contraction.graph().nodes()) {
      if (isMember(node)) {
        for (Value operand : node.operands()) {
          join(operand.producer(), node);
        }
      }
    }
    for (Node node : contraction.graph().nodes()) {
      Set<Node> group = contraction.group(node);
      if (group.size() > 1 && group.iterator().next() == node) {
        replacements.put(node, replacement(group).orElseThrow());
      }
    }
    return replacements.isEmpty() ? contraction.graph() : contraction.replaced(replacements);
  }

  private void join(Node producer, Node consumer) {
    if (!isMember(producer)
        || !shape(producer).equals(shape(consumer))
        || contraction.group(consumer).contains(producer)) {
      return;
    }
    Set<Node> both = new LinkedHashSet<>(contraction.group(producer));
    both.addAll(contraction.group(consumer));
    if (!contraction.waitsForItself(both) && replacement(both).isPresent()) {
      contraction.join(both);
    }
  }

  private boolean isMember(Node node) {
    return isElementwise(node.op()) && !constant.contains(node);
  }

  private static boolean isElementwise(Op op) {
    return op instanceof UnaryOp
        || op instanceof BinaryOp
        || op instanceof Compare
        || op instanceof Select
        || op instanceof Convert
        || op instanceof ScaledTanh
        || op instanceof ScaledTanhGradient
        || op instanceof BiasAdd
        || op instanceof SgdStep
        || op instanceof MomentumStep;
  }

  private static Shape shape(Node node) {
    return node.results().getFirst().type().shape();
  }

  /** What a group becomes; empty if its kernel could not hold it. */
  private Optional<Contraction.Replacement> replacement(Set<Node> group) {
    Writer writer = new Writer(group);
    List<Value> results = new ArrayList<>();
    List<Node> ordered = new ArrayList<>(group);
    ordered.sort(Comparator.comparingInt(Node::id));
    ordered.forEach(writer::add);
    for (Node node : ordered) {
      for (Value result : node.results()) {
        boolean wanted =
            outputs.contains(result)
                || contraction.uses(result).stream().anyMatch(use -> !group.contains(use));
        if (wanted) {
          results.add(result);
        }
      }
    }
    FusedElementwise op = writer.op(results);
    return ElementwiseProgram.of(op, writer.operands.stream().map(Value::type).toList())
        .map(program -> new Contraction.Replacement(op, writer.operands, results));
  }

  /** Numbers the values of a group. */
  private static final class Writer {
    private final Set<Node> group;
    private final List<Value> operands = new ArrayList<>();
    private final List<FusedElementwise.Member> members = new ArrayList<>();

    /** Operands count from 0 on; members' results are below zero until their number is known. */
    private final Map<Value, Integer> numbers = new HashMap<>();

    private int computed;

    Writer(Set<Node> group) {
      this.group = group;
    }

    void add(Node node) {
      List<Integer> taken = node.operands().stream().map(this::number).toList();
      members.add(new FusedElementwise.Member(node.op(), taken));
      node.results().forEach(result -> numbers.put(result, -1 - computed++));
    }

    private int number(Value value) {
      Integer known = numbers.get(value);
      if (known != null) {
        return known;
      }
      Node producer = value.producer();
      if (group.contains(producer)) {
        throw new IllegalStateException(value + " of " + producer + " comes before it is computed");
      }
      boolean copied =
          producer.op() instanceof ShapeOp.Broadcast
              || (producer.op() instanceof StructuralOp.Constant
                  && value.type().elementCount() == 1);
      if (copied && !repeatsMember(producer)) {
        add(producer);
        return numbers.getOrDefault(value, 0);
      }
      operands.add(value);
      numbers.put(value, operands.size() - 1);
      return operands.size() - 1;
    }

    /** Whether a broadcast spreads what the group itself computes: that is read from memory. */
    private boolean repeatsMember(Node producer) {
      return producer.operands().stream().anyMatch(operand -> group.contains(operand.producer()));
    }

    FusedElementwise op(List<Value> results) {
      List<FusedElementwise.Member> numbered =
          members.stream()
              .map(member ->
                  new FusedElementwise.Member(
                      member.op(), member.operands().stream().map(this::settled).toList()))
              .toList();
      return new FusedElementwise(
          operands.size(),
          numbered,
          results.stream().map(result -> settled(numbers.getOrDefault(result, 0))).toList());
    }

    private int settled(int number) {
      return number >= 0 ? number : operands.size() - 1 - number;
    }
  }
}
