// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.fusion;

import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.op.Reduction;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.op.composite.ConvolutionBiasActivation;
import dev.colonnade.core.op.composite.FullyConnected;
import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.ScaledTanhGradient;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.transform.DeadCode;
import dev.colonnade.core.transform.GraphRewriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Puts the composites of this package into a lowered graph, wherever a layer's kernel can take what
 * follows it along:
 *
 * <ul>
 *   <li>max-pooling behind a convolution;
 *   <li>the gradient of max-pooling and of the activation below, behind the gradient of a layer's
 *       input;
 *   <li>the step of gradient descent behind the gradient of weights and biases.
 * </ul>
 *
 * <p>Values inside a pattern have no other use, but for the activations, which the way back needs.
 */
public final class LayerFusion {
  /** Indices in these kernels have 32 bits; one bit is kept for sums of them. */
  private static final long MOST_ELEMENTS = 1L << 30;

  private final Graph graph;
  private final Map<Value, List<Node>> uses;
  private final Set<Value> outputs;

  /** Results of layers that are computed earlier in the graph than their own node stands. */
  private final Map<Value, Value> early = new HashMap<>();

  private final Map<Value, Value> current = new HashMap<>();

  private LayerFusion(Graph graph) {
    this.graph = graph;
    this.uses = graph.uses();
    this.outputs = new HashSet<>(graph.outputs().values());
  }

  /** The graph with all patterns replaced. */
  public static Graph run(Graph lowered) {
    return new LayerFusion(lowered).run();
  }

  private record Match(Composite op, List<Value> operands) {}

  private Graph run() {
    Graph result =
        GraphRewriter.rewrite(
            graph,
            (node, operands, builder) -> {
              List<Value> results;
              if (node.results().size() == 1 && early.containsKey(node.result())) {
                results = List.of(early.get(node.result()));
              } else {
                Optional<Match> match = small(node) ? match(node) : Optional.empty();
                results =
                    match
                        .map(found ->
                            builder.apply(
                                found.op, found.operands.stream().map(current::get).toList()))
                        .orElseGet(() -> builder.apply(node.op(), operands));
                if (match.isPresent() && match.get().op instanceof DirectLayer layer) {
                  pooling(node, layer).ifPresent(pool -> early.put(pool, results.get(1)));
                  current.put(node.result(), results.get(0));
                  return List.of(results.get(0));
                }
              }
              for (int i = 0; i < node.results().size(); i++) {
                current.put(node.results().get(i), results.get(i));
              }
              return results;
            });
    return DeadCode.remove(result);
  }

  private static boolean small(Node node) {
    return node.operands().stream().allMatch(value -> small(value.type().shape()))
        && node.results().stream().allMatch(value -> small(value.type().shape()));
  }

  private static boolean small(Shape shape) {
    return shape.elementCount() < MOST_ELEMENTS;
  }

  private boolean onlyUse(Value value) {
    return uses.getOrDefault(value, List.of()).size() == 1 && !outputs.contains(value);
  }

  private Optional<Match> match(Node node) {
    return switch (node.op()) {
      case ConvolutionBiasActivation(var geometry, var activation) when plain(geometry) ->
          Optional.of(new Match(layer(node, geometry, activation), node.operands()));
      case FullyConnected(var activation) ->
          Optional.of(
              new Match(
                  new DirectLayer(ConvolutionGeometry.VALID, activation, Optional.empty()),
                  node.operands()));
      case ScaledTanhGradient(float amplitude, float slope) ->
          throughActivation(node, new Activation.ScaledTanh(amplitude, slope));
      case PoolOp.MaxPoolGradient pooling ->
          throughPooling(node.operands().get(0), node, Optional.empty());
      case ConvolutionOp.ConvolutionInputGradient gradient -> inputGradient(node);
      case MatMul product -> inputGradient(node).or(() -> filterGradient(node));
      case ConvolutionOp.ConvolutionFilterGradient gradient -> filterGradient(node);
      case SgdStep(float decay) -> step(node, new ParameterStep(decay, Optional.empty()));
      case MomentumStep(float momentum, float decay) ->
          step(node, new ParameterStep(decay, Optional.of(momentum)));
      default -> Optional.empty();
    };
  }

  private static boolean plain(ConvolutionGeometry geometry) {
    return geometry.groups() == 1
        && geometry.dilationHeight() == 1
        && geometry.dilationWidth() == 1;
  }

  private DirectLayer layer(Node node, ConvolutionGeometry geometry, Activation activation) {
    return new DirectLayer(
        geometry,
        activation,
        uses.getOrDefault(node.result(), List.of()).stream()
            .flatMap(use -> windows(use).stream())
            .findFirst());
  }

  private Optional<Value> pooling(Node node, DirectLayer layer) {
    return layer.pooling().isEmpty()
        ? Optional.empty()
        : uses.getOrDefault(node.result(), List.of()).stream()
            .filter(use -> windows(use).equals(layer.pooling()))
            .map(Node::result)
            .findFirst();
  }

  private static Optional<Windows> windows(Node node) {
    if (!(node.op() instanceof PoolOp.MaxPool(var geometry))) {
      return Optional.empty();
    }
    Shape x = node.operands().get(0).type().shape();
    // A block of threads takes whole windows.
    return Windows.of(geometry, x.dimension(2), x.dimension(3))
        .filter(windows -> windows.positions() <= MOST_POSITIONS);
  }

  /** With that many lanes to each of its elements, a window still fits a block. */
  private static final int MOST_POSITIONS = 16;

  private Optional<Match> throughActivation(Node node, Activation.ScaledTanh activation) {
    Value y = node.operands().get(0);
    Value dy = node.operands().get(1);
    if (!onlyUse(dy)) {
      return Optional.empty();
    }
    if (dy.producer().op() instanceof PoolOp.MaxPoolGradient
        && dy.producer().operands().get(0) == y) {
      return throughPooling(y, dy.producer(), Optional.of(activation));
    }
    return behindGradient(
        dy, y, new DirectInputGradient.Below(Optional.empty(), Optional.of(activation)));
  }

  private Optional<Match> throughPooling(
      Value y, Node pooling, Optional<Activation.ScaledTanh> activation) {
    if (!(pooling.op() instanceof PoolOp.MaxPoolGradient(var geometry))) {
      return Optional.empty();
    }
    Shape plane = y.type().shape();
    return Windows.of(geometry, plane.dimension(2), plane.dimension(3))
        .flatMap(windows ->
            behindGradient(
                pooling.operands().get(1),
                y,
                new DirectInputGradient.Below(Optional.of(windows), activation)));
  }

  private Optional<Match> behindGradient(Value gradient, Value y, DirectInputGradient.Below below) {
    Value producer = gradient;
    while (onlyUse(producer) && producer.producer().op() instanceof ShapeOp.Reshape) {
      producer = producer.producer().operands().get(0);
    }
    if (!onlyUse(producer)) {
      return Optional.empty();
    }
    return inputGradient(producer.producer())
        .map(found -> {
          DirectInputGradient plain = (DirectInputGradient) found.op;
          return new Match(
              new DirectInputGradient(plain.geometry(), plain.input(), Optional.of(below)),
              List.of(found.operands.get(0), found.operands.get(1), y));
        });
  }

  private static Optional<Match> inputGradient(Node node) {
    return switch (node.op()) {
      case ConvolutionOp.ConvolutionInputGradient(var geometry, var input) when plain(geometry) ->
          Optional.of(
              new Match(
                  new DirectInputGradient(geometry, input, Optional.empty()), node.operands()));
      case MatMul(boolean transposeA, boolean transposeB)
          when !transposeA && !transposeB && node.result().type().shape().rank() == 2 ->
          Optional.of(
              new Match(
                  new DirectInputGradient(
                      ConvolutionGeometry.VALID, node.result().type().shape(), Optional.empty()),
                  node.operands()));
      default -> Optional.empty();
    };
  }

  private static Optional<Match> filterGradient(Node node) {
    return switch (node.op()) {
      case ConvolutionOp.ConvolutionFilterGradient(var geometry, var filter) when plain(geometry) ->
          Optional.of(
              new Match(
                  new DirectFilterGradient(geometry, filter, Optional.empty()), node.operands()));
      case MatMul(boolean transposeA, boolean transposeB)
          when transposeA && !transposeB && node.result().type().shape().rank() == 2 ->
          Optional.of(
              new Match(
                  new DirectFilterGradient(
                      ConvolutionGeometry.VALID, node.result().type().shape(), Optional.empty()),
                  List.of(node.operands().get(1), node.operands().get(0))));
      default -> Optional.empty();
    };
  }

  private Optional<Match> step(Node node, ParameterStep step) {
    Value weights = node.operands().get(0);
    int last = node.operands().size() - 1;
    Value gradient = node.operands().get(last - 1);
    if (!onlyUse(gradient)) {
      return Optional.empty();
    }
    // The parameter, its velocity if it has one, and the rate.
    List<Value> taken = new ArrayList<>(node.operands());
    taken.remove(last - 1);
    Node producer = gradient.producer();
    if (producer.op() instanceof Reduction.ReduceSum(List<Integer> axes)
        && isBias(producer.operands().get(0).type().shape(), axes)) {
      return Optional.of(
          new Match(
              new DirectBiasGradient(step), joined(List.of(producer.operands().get(0)), taken)));
    }
    return filterGradient(producer)
        .map(found ->
            new Match(
                new DirectFilterGradient(
                    ((DirectFilterGradient) found.op).geometry(),
                    weights.type().shape(),
                    Optional.of(step)),
                joined(found.operands, taken)));
  }

  private static List<Value> joined(List<Value> first, List<Value> second) {
    List<Value> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static boolean isBias(Shape dy, List<Integer> axes) {
    return dy.rank() >= 2
        && IntStream.range(0, dy.rank()).allMatch(axis -> axes.contains(axis) == (axis != 1));
  }
}
