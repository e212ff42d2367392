// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.layout;

import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.op.Reduction;
import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.op.composite.ConvolutionBiasActivation;
import dev.colonnade.core.op.composite.ScaledTanh;
import dev.colonnade.core.op.composite.ScaledTanhGradient;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.transform.DeadCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the convolutional part of a net with the images innermost, where the batch fills whole
 * blocks. Convolutions are what it is for; pooling, element-wise operations and bias gradients
 * follow where their operands are kept so already; everything else reads the logical order. A
 * conversion stands only where a value crosses from one to the other, and once for each value.
 */
public final class BatchInnermostPass {
  /** What plans call this layout. */
  public static final String LAYOUT = BatchInnermost.NAME;

  private static final List<Integer> OVER_IMAGES_AND_PIXELS = List.of(0, 2, 3);

  private final GraphBuilder builder;
  private final Map<Value, Value> logical = new HashMap<>();
  private final Map<Value, Value> batched = new HashMap<>();

  /** Values of the old graph that are kept with the images innermost. */
  private final Set<Value> kept = new HashSet<>();

  private BatchInnermostPass(String name) {
    builder = new GraphBuilder(name);
  }

  /** The graph with its convolutional part in this layout; the same graph if it has none. */
  public static Graph run(Graph graph) {
    if (graph.nodes().stream().noneMatch(BatchInnermostPass::isConvolution)) {
      return graph;
    }
    BatchInnermostPass pass = new BatchInnermostPass(graph.name());
    graph.nodes().forEach(pass::put);
    graph.outputs().forEach((name, value) -> pass.builder.output(name, pass.logical(value)));
    // A gradient of pooling that was taken up by what follows it.
    return DeadCode.remove(pass.builder.build());
  }

  /** Whether a node of the new graph writes values in this layout. */
  public static boolean isBatched(Node node) {
    return node.results().stream()
        .anyMatch(result -> BatchInnermost.isPhysical(result.type().shape()));
  }

  private void put(Node node) {
    Optional<List<Value>> own = inLayout(node);
    if (own.isPresent()) {
      return;
    }
    List<Value> operands = node.operands().stream().map(this::logical).toList();
    List<Value> results = builder.append(node.op(), operands, node.label());
    for (int i = 0; i < results.size(); i++) {
      logical.put(node.results().get(i), results.get(i));
    }
  }

  /** The node on batched values, if it is to be. */
  private Optional<List<Value>> inLayout(Node node) {
    return switch (node.op()) {
      case ConvolutionBiasActivation op when isConvolution(node) ->
          put(
              node,
              new BatchedOp.BatchedConvolutionLayer(op.geometry(), op.activation()),
              batched(node, 0),
              logical(node, 1),
              logical(node, 2));
      case ConvolutionOp.Convolution op when isConvolution(node) ->
          put(
              node,
              new BatchedOp.BatchedConvolution(op.geometry()),
              batched(node, 0),
              logical(node, 1));
      case ConvolutionOp.ConvolutionInputGradient op when isConvolution(node) ->
          put(
              node,
              new BatchedOp.BatchedInputGradient(op.geometry(), op.inputShape()),
              batched(node, 0),
              logical(node, 1));
      case ConvolutionOp.ConvolutionFilterGradient op when isConvolution(node) -> {
        Value dw =
            builder
                .append(
                    new BatchedOp.BatchedFilterGradient(op.geometry(), op.filterShape()),
                    List.of(batched(node, 0), batched(node, 1)),
                    node.label())
                .get(0);
        logical.put(node.result(), dw);
        yield Optional.of(List.of(dw));
      }
      case PoolOp.MaxPool op when isKept(node, 0) ->
          put(node, new BatchedOp.BatchedPool(op), batched(node, 0));
      case PoolOp.MaxPoolGradient op when isKept(node, 0) ->
          put(node, new BatchedOp.BatchedPool(op), batched(node, 0), batched(node, 1));
      case Reduction.ReduceSum(List<Integer> axes)
          when isKept(node, 0) && axes.equals(OVER_IMAGES_AND_PIXELS) -> {
        Value partial =
            builder
                .append(
                    new Reduction.ReduceSum(List.of(0, 1, 2)),
                    List.of(batched(node, 0)),
                    node.label())
                .get(0);
        Value sum =
            builder
                .append(new Reduction.ReduceSum(List.of(1)), List.of(partial), node.label())
                .get(0);
        logical.put(node.result(), sum);
        yield Optional.of(List.of(sum));
      }
      case ScaledTanh op -> elementwise(node);
      case ScaledTanhGradient op when isKept(node, 0) && ofPooled(node).isPresent() -> {
        Node pool = ofPooled(node).get();
        yield put(
            node,
            new BatchedOp.BatchedPooledTanhGradient((PoolOp.MaxPoolGradient) pool.op(), op),
            batched(node, 0),
            batched(pool, 1));
      }
      case ScaledTanhGradient op -> elementwise(node);
      case UnaryOp op -> elementwise(node);
      case BinaryOp op -> elementwise(node);
      default -> Optional.empty();
    };
  }

  /** The gradient of the pooling of the layer whose activation's gradient this is. */
  private static Optional<Node> ofPooled(Node node) {
    Node pool = node.operands().get(1).producer();
    return pool.op() instanceof PoolOp.MaxPoolGradient
            && pool.operands().get(0).equals(node.operands().get(0))
        ? Optional.of(pool)
        : Optional.empty();
  }

  /** An operation that treats all elements alike, if all its operands are kept batched. */
  private Optional<List<Value>> elementwise(Node node) {
    List<Value> operands = new ArrayList<>();
    for (int i = 0; i < node.operands().size(); i++) {
      if (!isKept(node, i)) {
        return Optional.empty();
      }
      operands.add(batched(node, i));
    }
    return put(node, node.op(), operands.toArray(Value[]::new));
  }

  private Optional<List<Value>> put(Node node, Op op, Value... operands) {
    List<Value> results = builder.append(op, List.of(operands), node.label());
    for (int i = 0; i < results.size(); i++) {
      batched.put(node.results().get(i), results.get(i));
      kept.add(node.results().get(i));
    }
    return Optional.of(results);
  }

  private boolean isKept(Node node, int operand) {
    return kept.contains(node.operands().get(operand));
  }

  private Value logical(Node node, int operand) {
    return logical(node.operands().get(operand));
  }

  private Value batched(Node node, int operand) {
    return batched(node.operands().get(operand));
  }

  private Value logical(Value value) {
    return logical.computeIfAbsent(
        value,
        absent ->
            builder
                .append(
                    new BatchedOp.FromBatchInnermost(),
                    List.of(Optional.ofNullable(batched.get(absent)).orElseThrow()),
                    absent.producer().label())
                .get(0));
  }

  private Value batched(Value value) {
    return batched.computeIfAbsent(
        value,
        absent ->
            builder
                .append(
                    new BatchedOp.ToBatchInnermost(),
                    List.of(Optional.ofNullable(logical.get(absent)).orElseThrow()),
                    absent.producer().label())
                .get(0));
  }

  /** Whether a node is a convolution, or a gradient of one, that the kernels have. */
  private static boolean isConvolution(Node node) {
    return switch (node.op()) {
      case ConvolutionBiasActivation op -> fits(op.geometry(), node.operandTypes().get(0).shape());
      case ConvolutionOp.Convolution op -> fits(op.geometry(), node.operandTypes().get(0).shape());
      case ConvolutionOp.ConvolutionInputGradient op ->
          fits(op.geometry(), op.inputShape())
              && op.geometry().strideHeight() == 1
              && op.geometry().strideWidth() == 1;
      case ConvolutionOp.ConvolutionFilterGradient op ->
          fits(op.geometry(), node.operandTypes().get(0).shape());
      default -> false;
    };
  }

  private static boolean fits(ConvolutionGeometry geometry, Shape x) {
    return BatchInnermost.holds(x)
        && geometry.dilationHeight() == 1
        && geometry.dilationWidth() == 1
        && geometry.groups() == 1;
  }
}
