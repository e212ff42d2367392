// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.transform;

import dev.colonnade.core.backend.Support;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.op.composite.BiasAdd;
import dev.colonnade.core.op.composite.ConvolutionBiasActivation;
import dev.colonnade.core.op.composite.FullyConnected;
import dev.colonnade.core.op.composite.ScaledTanh;
import dev.colonnade.core.tensor.TensorType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds patterns that a backend claims a composite for, and puts the composite there:
 *
 * <ul>
 *   <li>convolution, bias, activation become {@link ConvolutionBiasActivation};
 *   <li>matmul (second operand transposed), bias, activation become {@link FullyConnected};
 *   <li>{@code a * tanh(b * x)} becomes {@link ScaledTanh}, {@code x + broadcast(bias)} over maps
 *       {@link BiasAdd}.
 * </ul>
 *
 * <p>It runs after gradients were taken. A pattern's inner values must have no other use, or fusing
 * would compute them twice.
 */
public final class Fusion {
  private final SupportQuery support;
  private final Map<Value, Integer> uses = new HashMap<>();
  private final Set<Value> outputs;

  private Fusion(Graph graph, SupportQuery support) {
    this.support = support;
    this.outputs = new HashSet<>(graph.outputs().values());
    for (Node node : graph.nodes()) {
      node.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum));
    }
  }

  /** The graph with every claimed pattern fused. */
  public static Graph run(Graph graph, SupportQuery support) {
    Graph raised = rewrite(graph, new Fusion(graph, support)::raised);
    return rewrite(raised, new Fusion(raised, support)::fused);
  }

  private static Graph rewrite(Graph graph, Function<Node, Optional<Match>> matcher) {
    Map<Value, Value> current = new HashMap<>();
    Graph result =
        GraphRewriter.rewrite(
            graph,
            (node, operands, builder) -> {
              Optional<Match> match = matcher.apply(node);
              List<Value> results =
                  match
                      .map(found ->
                          builder.apply(
                              found.op(), found.operands().stream().map(current::get).toList()))
                      .orElseGet(() -> builder.apply(node.op(), operands));
              for (int i = 0; i < results.size(); i++) {
                current.put(node.results().get(i), results.get(i));
              }
              return results;
            });
    return DeadCode.remove(result);
  }

  /** A composite and the old graph's values it takes. */
  private record Match(Composite op, List<Value> operands) {}

  private Optional<Match> claimed(Composite op, List<Value> operands) {
    List<TensorType> types = operands.stream().map(Value::type).toList();
    return support.of(op, types) instanceof Support.Native
        ? Optional.of(new Match(op, operands))
        : Optional.empty();
  }

  private boolean onlyUse(Value value) {
    return uses.getOrDefault(value, 0) == 1 && !outputs.contains(value);
  }

  /** Small composites that users write out as primitives. */
  private Optional<Match> raised(Node node) {
    return switch (node.op()) {
      case BinaryOp.Add add -> biasAdd(node);
      case BinaryOp.Multiply multiply -> scaledTanh(node);
      default -> Optional.empty();
    };
  }

  private Optional<Match> biasAdd(Node node) {
    for (int i = 0; i < 2; i++) {
      Value x = node.operands().get(1 - i);
      Value spread = node.operands().get(i);
      if (spread.producer().op() instanceof ShapeOp.Broadcast broadcast
          && broadcast.axes().equals(List.of(1))
          && x.type().shape().rank() >= 2
          && spread.producer().operands().get(0).type().shape().dimension(0)
              == x.type().shape().dimension(1)) {
        return claimed(new BiasAdd(), List.of(x, spread.producer().operands().get(0)));
      }
    }
    return Optional.empty();
  }

  private Optional<Match> scaledTanh(Node node) {
    for (int i = 0; i < 2; i++) {
      Value tanh = node.operands().get(i);
      OptionalDouble amplitude = Simplify.uniformValue(node.operands().get(1 - i));
      if (amplitude.isEmpty()
          || !(tanh.producer().op() instanceof UnaryOp.Tanh)
          || !onlyUse(tanh)) {
        continue;
      }
      Value inner = tanh.producer().operands().get(0);
      if (!(inner.producer().op() instanceof BinaryOp.Multiply) || !onlyUse(inner)) {
        continue;
      }
      for (int j = 0; j < 2; j++) {
        OptionalDouble slope = Simplify.uniformValue(inner.producer().operands().get(1 - j));
        if (slope.isPresent()) {
          return claimed(
              new ScaledTanh((float) amplitude.getAsDouble(), (float) slope.getAsDouble()),
              List.of(inner.producer().operands().get(j)));
        }
      }
    }
    return Optional.empty();
  }

  /** Layers: a linear operation, its bias, its activation. */
  private Optional<Match> fused(Node node) {
    Optional<Match> withActivation =
        activation(node)
            .flatMap(found -> {
              Value biased = found.operand();
              return onlyUse(biased)
                  ? layer(biased.producer(), found.activation())
                  : Optional.empty();
            });
    return withActivation.isPresent() ? withActivation : layer(node, new Activation.Identity());
  }

  private record Activated(Activation activation, Value operand) {}

  private static Optional<Activated> activation(Node node) {
    return switch (node.op()) {
      case ScaledTanh(float amplitude, float slope) ->
          Optional.of(
              new Activated(new Activation.ScaledTanh(amplitude, slope), node.operands().get(0)));
      case UnaryOp.Tanh tanh ->
          Optional.of(new Activated(new Activation.Tanh(), node.operands().get(0)));
      case UnaryOp.Sigmoid sigmoid ->
          Optional.of(new Activated(new Activation.Sigmoid(), node.operands().get(0)));
      case BinaryOp.Maximum maximum -> {
        OptionalDouble floor = Simplify.uniformValue(node.operands().get(1));
        yield floor.isPresent() && floor.getAsDouble() == 0
            ? Optional.of(new Activated(new Activation.Relu(), node.operands().get(0)))
            : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private Optional<Match> layer(Node biasAdd, Activation activation) {
    if (!(biasAdd.op() instanceof BiasAdd)) {
      return Optional.empty();
    }
    Value product = biasAdd.operands().get(0);
    if (!onlyUse(product)) {
      return Optional.empty();
    }
    Node linear = product.producer();
    Op op = linear.op();
    Composite fused;
    if (op instanceof ConvolutionOp.Convolution convolution) {
      fused = new ConvolutionBiasActivation(convolution.geometry(), activation);
    } else if (op instanceof MatMul(boolean transposeA, boolean transposeB)
        && !transposeA
        && transposeB
        && product.type().shape().rank() == 2) {
      fused = new FullyConnected(activation);
    } else {
      return Optional.empty();
    }
    return claimed(
        fused,
        List.of(linear.operands().get(0), linear.operands().get(1), biasAdd.operands().get(1)));
  }
}
