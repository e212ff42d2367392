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
import dev.colonnade.core.op.PoolGeometry;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.op.Reduction;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.op.composite.ConvolutionBiasActivation;
import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.ScaledTanh;
import dev.colonnade.core.op.composite.ScaledTanhGradient;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.core.transform.DeadCode;
import dev.colonnade.cpu.instruction.KernelSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the convolutional part of a net in blocks of images: whole blocks, with the images
 * innermost, where the batch fills them, else single images with the channels innermost.
 * Convolutions are what it is for; pooling, element-wise operations and bias gradients follow where
 * their operands are kept so already; everything else reads the logical order. A conversion stands
 * only where a value crosses from one to the other, and once for each value.
 *
 * <p>Filters are kept in panels between steps: the variables they lie in have this layout in all
 * entries of a program, and so have their velocities.
 */
public final class LayoutPass {
  /** What plans call the layout of single images. */
  public static final String SINGLE = ImageBlocks.name(ImageBlocks.SINGLE);

  /** Taps in a row of the filter up to which a first layer reads its images in logical order. */
  private static final int FEW_TAPS = 48;

  private static final List<Integer> OVER_IMAGES_AND_PIXELS = List.of(0, 2, 3);

  private final GraphBuilder builder;
  private final Map<Value, Value> logical = new HashMap<>();
  private final Map<Value, Value> batched = new HashMap<>();
  private final Map<Value, Value> packed = new HashMap<>();

  /** The logical types of the variables that are kept in panels. */
  private final Map<String, TensorType> filters;

  /** Images of a block where the batch fills it; single images else. */
  private final int wanted;

  /** Values of the old graph that are kept with the images innermost. */
  private final Set<Value> kept = new HashSet<>();

  private LayoutPass(String name, Map<String, TensorType> filters, int wanted) {
    builder = new GraphBuilder(name);
    this.filters = filters;
    this.wanted = wanted;
  }

  /**
   * The graph with its convolutional part in blocks of images.
   *
   * @param filters the logical types of the variables that are kept in panels
   * @param layout what plans call the layout wanted, or empty for the one that fits the batch
   */
  public static Graph run(Graph graph, Map<String, TensorType> filters, Optional<String> layout) {
    int wanted =
        layout
            .filter(name -> name.equals(ImageBlocks.name(ImageBlocks.SINGLE)))
            .map(name -> ImageBlocks.SINGLE)
            .orElse(ImageBlocks.WHOLE);
    LayoutPass pass = new LayoutPass(graph.name(), filters, wanted);
    if (layout.filter(KernelSet.LOGICAL::equals).isEmpty()) {
      graph.nodes().forEach(pass::put);
    } else {
      graph.nodes().forEach(pass::putLogical);
    }
    graph.outputs().forEach((name, value) -> pass.builder.output(name, pass.logical(value)));
    // A gradient of pooling that was taken up by what follows it.
    return DeadCode.remove(pass.builder.build());
  }

  /** The variables of an entry that it wants kept in panels: filters, and their velocities. */
  public static Map<String, TensorType> filters(Graph graph) {
    Map<String, TensorType> filters = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (isConvolution(node) && !(node.op() instanceof ConvolutionOp.ConvolutionFilterGradient)) {
        addVariable(filters, node.operands().get(1));
      }
    }
    for (Node node : graph.nodes()) {
      if (node.op() instanceof MomentumStep
          && node.operands().get(0).producer().op()
              instanceof StructuralOp.ReadVariable(String weights, TensorType type)
          && filters.containsKey(weights)) {
        addVariable(filters, node.operands().get(1));
      }
    }
    return filters;
  }

  /**
   * Whether an entry is best left in logical order: if batches do not fill blocks and a filter is
   * computed within the step, as that of a table convolution is, it would have to be brought into
   * panels and its gradient back at each step, which costs more than panels gain.
   */
  public static boolean computesFilters(Graph graph) {
    return graph.nodes().stream()
        .filter(node ->
            node.op() instanceof ConvolutionBiasActivation
                || node.op() instanceof ConvolutionOp.Convolution)
        .filter(node -> !ImageBlocks.holds(node.operandTypes().get(0).shape(), ImageBlocks.WHOLE))
        .map(node -> node.operands().get(1).producer().op())
        .anyMatch(op -> !(op instanceof StructuralOp));
  }

  private static void addVariable(Map<String, TensorType> filters, Value value) {
    if (value.producer().op() instanceof StructuralOp.ReadVariable(String name, TensorType type)) {
      filters.put(name, type);
    }
  }

  /** All layouts, as plans have them. */
  public static List<String> layouts() {
    return List.of(KernelSet.LOGICAL, SINGLE, ImageBlocks.name(ImageBlocks.WHOLE));
  }

  /** The layout of what a node of the new graph writes, as plans have it. */
  public static String layout(Node node) {
    return node.results().stream()
        .map(result -> result.type().shape())
        .filter(ImageBlocks::isPhysical)
        .map(shape -> ImageBlocks.name(ImageBlocks.block(shape)))
        .findFirst()
        .orElse(
            node.op() instanceof BatchedOp.BatchedFilterGradient
                    || node.op() instanceof StepOp.FilterStep
                ? ImageBlocks.name(ImageBlocks.block(node.operands().get(0).type().shape()))
                : KernelSet.LOGICAL);
  }

  private void put(Node node) {
    Optional<List<Value>> own = inLayout(node);
    if (own.isEmpty()) {
      putLogical(node);
    }
  }

  private void putLogical(Node node) {
    if (putFilter(node)) {
      return;
    }
    List<Value> operands = node.operands().stream().map(this::logical).toList();
    List<Value> results = builder.append(node.op(), operands, node.label());
    for (int i = 0; i < results.size(); i++) {
      logical.put(node.results().get(i), results.get(i));
    }
  }

  /** Reads, steps and assignments of what is kept in panels. */
  private boolean putFilter(Node node) {
    switch (node.op()) {
      case StructuralOp.ReadVariable(String name, TensorType type) when filters.containsKey(name) ->
          packed.put(
              node.result(),
              builder
                  .append(
                      new StructuralOp.ReadVariable(name, packedType(type)),
                      List.of(),
                      node.label())
                  .get(0));
      case StructuralOp.Assign(String name, TensorType type) when filters.containsKey(name) ->
          builder.append(
              new StructuralOp.Assign(name, packedType(type)),
              List.of(packed(node.operands().get(0))),
              node.label());
      case SgdStep step when isPacked(node, 1) -> putStep(node, 1);
      case MomentumStep step when isPacked(node, 2) -> putStep(node, 2);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Whether the operands of a step up to this one, weights and gradient, lie in panels. */
  private boolean isPacked(Node node, int last) {
    return node.operands().subList(0, last + 1).stream().allMatch(packed::containsKey);
  }

  private void putStep(Node node, int last) {
    List<Value> operands = new ArrayList<>();
    for (int i = 0; i < node.operands().size(); i++) {
      operands.add(i <= last ? packed(node.operands().get(i)) : logical(node, i));
    }
    List<Value> results = builder.append(node.op(), operands, node.label());
    for (int i = 0; i < results.size(); i++) {
      packed.put(node.results().get(i), results.get(i));
    }
  }

  private static TensorType packedType(TensorType logical) {
    return new TensorType(DType.F32, Filters.panels(logical.shape()).physical());
  }

  /** The node on batched values, if it is to be. */
  private Optional<List<Value>> inLayout(Node node) {
    return switch (node.op()) {
      case ConvolutionBiasActivation op when isConvolution(node) ->
          put(
              node,
              new BatchedOp.BatchedConvolutionLayer(op.geometry(), shape(node, 1), op.activation()),
              input(node),
              packed(node.operands().get(1)),
              logical(node, 2));
      case ConvolutionOp.Convolution op when isConvolution(node) ->
          put(
              node,
              new BatchedOp.BatchedConvolution(op.geometry(), shape(node, 1)),
              input(node),
              packed(node.operands().get(1)));
      case ConvolutionOp.ConvolutionInputGradient op
          when isConvolution(node)
              && (block(op.inputShape()) == ImageBlocks.SINGLE || hasNoStride(op.geometry())) ->
          put(
              node,
              new BatchedOp.BatchedInputGradient(op.geometry(), op.inputShape(), shape(node, 1)),
              batched(node, 0),
              packed(node.operands().get(1)));
      case ConvolutionOp.ConvolutionFilterGradient op when isConvolution(node) -> {
        Value dw =
            builder
                .append(
                    new BatchedOp.BatchedFilterGradient(op.geometry(), op.filterShape()),
                    List.of(batched(node, 0), batched(node, 1)),
                    node.label())
                .get(0);
        packed.put(node.result(), dw);
        yield Optional.of(List.of(dw));
      }
      case PoolOp.MaxPool op when isKept(node, 0) && pools(node, op.geometry()) ->
          put(node, new BatchedOp.BatchedPool(op), batched(node, 0));
      case PoolOp.MaxPoolGradient op when isKept(node, 0) && pools(node, op.geometry()) ->
          put(node, new BatchedOp.BatchedPool(op), batched(node, 0), batched(node, 1));
      case Reduction.ReduceSum(List<Integer> axes)
          when isKept(node, 0) && axes.equals(OVER_IMAGES_AND_PIXELS) -> {
        Value sum =
            block(shape(node, 0)) == ImageBlocks.SINGLE
                ? reduced(node, batched(node, 0), List.of(0, 1, 2, 4))
                : reduced(node, reduced(node, batched(node, 0), List.of(0, 1, 2)), List.of(1));
        logical.put(node.result(), sum);
        yield Optional.of(List.of(sum));
      }
      case ScaledTanh op -> elementwise(node);
      case ScaledTanhGradient op
          when isKept(node, 0)
              && ofPooled(node)
                  .filter(pool ->
                      isKept(pool, 0)
                          && pools(pool, ((PoolOp.MaxPoolGradient) pool.op()).geometry()))
                  .isPresent() -> {
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

  private Value reduced(Node node, Value x, List<Integer> axes) {
    return builder.append(new Reduction.ReduceSum(axes), List.of(x), node.label()).get(0);
  }

  private static Shape shape(Node node, int operand) {
    return node.operands().get(operand).type().shape();
  }

  /** What a convolution reads: a first layer's images as they are, if they have few channels. */
  private Value input(Node node) {
    Shape x = shape(node, 0);
    int rowTaps = x.dimension(1) * shape(node, 1).dimension(3);
    boolean asItIs = block(x) == ImageBlocks.SINGLE && !isKept(node, 0) && rowTaps < FEW_TAPS;
    return asItIs ? logical(node, 0) : batched(node, 0);
  }

  /**
   * Whether the kernels pool in the layout: in single images windows must not overlap, and a pixel
   * must fill a vector.
   */
  private boolean pools(Node node, PoolGeometry geometry) {
    Shape x = shape(node, 0);
    return block(x) != ImageBlocks.SINGLE
        || (x.dimension(1) >= ImageBlocks.WHOLE / 2
            && geometry.strideHeight() >= geometry.windowHeight()
            && geometry.strideWidth() >= geometry.windowWidth()
            && geometry.dilationHeight() == 1
            && geometry.dilationWidth() == 1);
  }

  /** Images of the blocks in which a tensor of this logical shape is kept. */
  private int block(Shape logical) {
    return ImageBlocks.holds(logical, wanted) ? wanted : ImageBlocks.SINGLE;
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
        absent -> {
          String label = absent.producer().label();
          Value filter = packed.get(absent);
          if (filter != null) {
            Op unpack = new BatchedOp.UnpackFilter(absent.type().shape());
            return builder.append(unpack, List.of(filter), label).get(0);
          }
          Value blocks = Optional.ofNullable(batched.get(absent)).orElseThrow();
          return builder.append(new BatchedOp.FromBlocks(), List.of(blocks), label).get(0);
        });
  }

  private Value batched(Value value) {
    return batched.computeIfAbsent(
        value,
        absent ->
            builder
                .append(
                    new BatchedOp.ToBlocks(block(absent.type().shape())),
                    List.of(Optional.ofNullable(logical.get(absent)).orElseThrow()),
                    absent.producer().label())
                .get(0));
  }

  private Value packed(Value value) {
    Value own = packed.get(value);
    if (own == null) {
      Op pack = new BatchedOp.PackFilter(value.type().shape());
      own = builder.append(pack, List.of(logical(value)), value.producer().label()).get(0);
      packed.put(value, own);
    }
    return own;
  }

  /** Whether a node is a convolution, or a gradient of one, that the kernels have. */
  private static boolean isConvolution(Node node) {
    return switch (node.op()) {
      case ConvolutionBiasActivation op -> fits(op.geometry(), node.operandTypes().get(0).shape());
      case ConvolutionOp.Convolution op -> fits(op.geometry(), node.operandTypes().get(0).shape());
      case ConvolutionOp.ConvolutionInputGradient op -> fits(op.geometry(), op.inputShape());
      case ConvolutionOp.ConvolutionFilterGradient op ->
          fits(op.geometry(), node.operandTypes().get(0).shape());
      default -> false;
    };
  }

  private static boolean hasNoStride(ConvolutionGeometry geometry) {
    return geometry.strideHeight() == 1 && geometry.strideWidth() == 1;
  }

  private static boolean fits(ConvolutionGeometry geometry, Shape x) {
    return x.rank() == 4
        && x.dimension(0) > 0
        && geometry.dilationHeight() == 1
        && geometry.dilationWidth() == 1
        && geometry.groups() == 1;
  }
}
