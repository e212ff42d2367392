// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.autodiff;

import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Primitive;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reverse-mode automatic differentiation on a graph under construction.
 *
 * <p>It runs before composites are decomposed: a composite's own rule is used where it has one, and
 * the gradient may again be a composite; otherwise its decomposition is differentiated. Nodes that
 * turn out unused are removed by the dead-code pass.
 */
public final class Gradients {
  private Gradients() {}

  /**
   * Appends the gradient of a scalar with respect to some values.
   *
   * @param builder the graph that holds {@code loss}
   * @param loss F32 scalar
   * @param wrt values the gradient is taken for, F32
   * @return for each of {@code wrt} the gradient, of its shape; zeros where it has no influence
   * @throws IllegalArgumentException if the loss is not an F32 scalar, or an operation on the way
   *     has no gradient; the message names it
   */
  public static List<Value> of(GraphBuilder builder, Value loss, List<Value> wrt) {
    if (loss.type().dtype() != DType.F32 || !loss.type().shape().equals(Shape.SCALAR)) {
      throw new IllegalArgumentException(
          "gradients are taken of an f32 scalar, not of "
              + loss.type()
              + "; use mean() or sum() of it");
    }
    for (Value value : wrt) {
      if (value.type().dtype() != DType.F32) {
        throw new IllegalArgumentException(
            "no gradient for " + value + ", which is " + value.type() + ", not f32");
      }
    }
    Map<Value, Value> seeds = new HashMap<>();
    seeds.put(loss, builder.constant(1f));
    Map<Value, Value> adjoints = backpropagate(builder, builder.nodes(), seeds, new HashSet<>(wrt));
    List<Value> gradients = new ArrayList<>(wrt.size());
    for (Value value : wrt) {
      Value adjoint = adjoints.get(value);
      gradients.add(adjoint != null ? adjoint : builder.fill(value.type().shape(), 0f));
    }
    return gradients;
  }

  /** Carries adjoints back through {@code nodes}, as far as they lie between targets and seeds. */
  private static Map<Value, Value> backpropagate(
      GraphBuilder builder, List<Node> nodes, Map<Value, Value> seeds, Set<Value> targets) {
    Set<Value> influenced = influencedBy(nodes, targets);
    Map<Value, Value> adjoints = new HashMap<>(seeds);
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (node.operands().stream().noneMatch(influenced::contains)
          || node.results().stream().noneMatch(adjoints::containsKey)) {
        continue;
      }
      String label = node.label().isEmpty() ? "gradient" : node.label() + "/gradient";
      OpBuilder<Value> labelled = new LabelledBuilder(builder, label);
      List<Optional<Value>> gradients = gradientsOf(builder, labelled, node, adjoints);
      for (int operand = 0; operand < gradients.size(); operand++) {
        Value target = node.operands().get(operand);
        if (gradients.get(operand).isPresent() && influenced.contains(target)) {
          Value gradient = gradients.get(operand).get();
          Value known = adjoints.get(target);
          adjoints.put(target, known == null ? gradient : labelled.add(known, gradient));
        }
      }
    }
    return adjoints;
  }

  /** Floating-point values that depend on a target, the targets included. */
  private static Set<Value> influencedBy(List<Node> nodes, Set<Value> targets) {
    Set<Value> influenced = new HashSet<>(targets);
    for (Node node : nodes) {
      if (node.operands().stream().anyMatch(influenced::contains)) {
        for (Value result : node.results()) {
          if (result.type().dtype().isFloating()) {
            influenced.add(result);
          }
        }
      }
    }
    return influenced;
  }

  private static List<Optional<Value>> gradientsOf(
      GraphBuilder builder, OpBuilder<Value> labelled, Node node, Map<Value, Value> adjoints) {
    switch (node.op()) {
      case Primitive primitive -> {
        Value dy = adjoints.get(node.result());
        if (dy == null) {
          throw new IllegalStateException(node + " was reached without a gradient");
        }
        return GradientTable.rule(node, primitive)
            .apply(labelled, primitive, node.operands(), node.result(), dy);
      }
      case Composite composite -> {
        List<Value> resultGradients = new ArrayList<>();
        for (Value result : node.results()) {
          Value adjoint = adjoints.get(result);
          resultGradients.add(adjoint != null ? adjoint : labelled.fill(result.type().shape(), 0f));
        }
        Optional<List<Optional<Value>>> own =
            composite.gradient(labelled, node.operands(), node.results(), resultGradients);
        return own.orElseGet(
            () -> differentiateDecomposition(builder, labelled, composite, node, resultGradients));
      }
    }
  }

  private static List<Optional<Value>> differentiateDecomposition(
      GraphBuilder builder,
      OpBuilder<Value> labelled,
      Composite composite,
      Node node,
      List<Value> resultGradients) {
    int before = builder.nodes().size();
    List<Value> results = composite.decompose(labelled, node.operands());
    List<Node> inside = builder.nodes().subList(before, builder.nodes().size());
    Map<Value, Value> seeds = new HashMap<>();
    for (int i = 0; i < results.size(); i++) {
      seeds.merge(results.get(i), resultGradients.get(i), labelled::add);
    }
    Map<Value, Value> adjoints =
        backpropagate(builder, inside, seeds, new HashSet<>(node.operands()));
    List<Optional<Value>> gradients = new ArrayList<>();
    for (int i = 0; i < node.operands().size(); i++) {
      // An operand given twice has one adjoint, which holds both shares already.
      boolean first = node.operands().indexOf(node.operands().get(i)) == i;
      gradients.add(
          first ? Optional.ofNullable(adjoints.get(node.operands().get(i))) : Optional.empty());
    }
    return gradients;
  }
}
