// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.layout;

import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.Inference;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.op.composite.ConvolutionBiasActivation;
import dev.colonnade.core.op.composite.ScaledTanhGradient;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.cpu.execute.FilterPanels;
import java.util.ArrayList;
import java.util.List;

/**
 * The operations of a net's convolutional part on activations in blocks of images. They never leave
 * this backend: {@link LayoutPass} puts them in place of the operations they are named after. Their
 * decompositions, conversions around the logical operation, are what tests compare the kernels
 * with.
 */
public sealed interface BatchedOp extends Composite {
  /**
   * [n, c, h, w] to blocks of images.
   *
   * @param block images of a block
   */
  record ToBlocks(int block) implements BatchedOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 1);
      Inference.dtype(this, operands, 0, DType.F32);
      Shape x = operands.get(0).shape();
      Inference.require(
          this,
          operands,
          ImageBlocks.holds(x, block),
          "wants [n, c, h, w] with n a multiple of " + block);
      return List.of(new TensorType(DType.F32, ImageBlocks.physical(x, block)));
    }

    @Override
    public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
      return List.of(ImageBlocks.toPhysical(builder, operands.get(0), block));
    }
  }

  /** Blocks of images to [n, c, h, w]. */
  record FromBlocks() implements BatchedOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 1);
      physical(this, operands, 0);
      return List.of(new TensorType(DType.F32, ImageBlocks.logical(operands.get(0).shape())));
    }

    @Override
    public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
      return List.of(ImageBlocks.toLogical(builder, operands.get(0)));
    }
  }

  /**
   * A filter [o, c, kh, kw] to {@link FilterPanels}.
   *
   * @param filterShape its logical shape
   */
  record PackFilter(Shape filterShape) implements BatchedOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 1);
      Inference.dtype(this, operands, 0, DType.F32);
      Inference.shape(this, operands, 0, filterShape);
      return List.of(new TensorType(DType.F32, Filters.panels(filterShape).physical()));
    }

    @Override
    public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
      return List.of(Filters.toPanels(builder, operands.get(0)));
    }
  }

  /**
   * {@link FilterPanels} to a filter [o, c, kh, kw].
   *
   * @param filterShape its logical shape
   */
  record UnpackFilter(Shape filterShape) implements BatchedOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 1);
      Inference.shape(this, operands, 0, Filters.panels(filterShape).physical());
      return List.of(new TensorType(DType.F32, filterShape));
    }

    @Override
    public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
      return List.of(Filters.toLogical(builder, operands.get(0), filterShape));
    }
  }

  /**
   * {@link ConvolutionBiasActivation} on blocks of images and a filter in panels; the bias is in
   * logical order, and so may be an x of few channels that is read into blocks of one image.
   *
   * @param geometry of the convolution
   * @param filterShape the filter's logical shape
   * @param activation applied to each element
   */
  record BatchedConvolutionLayer(
      ConvolutionGeometry geometry, Shape filterShape, Activation activation) implements BatchedOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      return batched(this, operands, logicalOp(), filterShape);
    }

    @Override
    public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
      return meaning(builder, operands, logicalOp(), filterShape);
    }

    private Op logicalOp() {
      return new ConvolutionBiasActivation(geometry, activation);
    }
  }

  /**
   * {@link ConvolutionOp.Convolution} as above.
   *
   * @param geometry of the convolution
   * @param filterShape the filter's logical shape
   */
  record BatchedConvolution(ConvolutionGeometry geometry, Shape filterShape) implements BatchedOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      return batched(this, operands, new ConvolutionOp.Convolution(geometry), filterShape);
    }

    @Override
    public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
      return meaning(builder, operands, new ConvolutionOp.Convolution(geometry), filterShape);
    }
  }

  /**
   * {@link ConvolutionOp.ConvolutionInputGradient} on a batched dy and a filter in panels.
   *
   * @param geometry of the convolution
   * @param inputShape the logical shape of the forward input
   * @param filterShape the filter's logical shape
   */
  record BatchedInputGradient(ConvolutionGeometry geometry, Shape inputShape, Shape filterShape)
      implements BatchedOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      return batched(
          this,
          operands,
          new ConvolutionOp.ConvolutionInputGradient(geometry, inputShape),
          filterShape);
    }

    @Override
    public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
      return meaning(
          builder,
          operands,
          new ConvolutionOp.ConvolutionInputGradient(geometry, inputShape),
          filterShape);
    }
  }

  /**
   * {@link ConvolutionOp.ConvolutionFilterGradient} on batched x and dy; the result is in panels.
   *
   * @param geometry of the convolution
   * @param filterShape the logical shape of the result
   */
  record BatchedFilterGradient(ConvolutionGeometry geometry, Shape filterShape)
      implements BatchedOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      logical(this, operands, logicalOp());
      return List.of(new TensorType(DType.F32, Filters.panels(filterShape).physical()));
    }

    @Override
    public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
      List<V> logical = new ArrayList<>();
      operands.forEach(operand -> logical.add(ImageBlocks.toLogical(builder, operand)));
      return List.of(Filters.toPanels(builder, builder.apply(logicalOp(), logical).get(0)));
    }

    private Op logicalOp() {
      return new ConvolutionOp.ConvolutionFilterGradient(geometry, filterShape);
    }
  }

  /**
   * A pooling, or its gradient, of batched operands.
   *
   * @param pool the logical operation
   */
  record BatchedPool(PoolOp pool) implements BatchedOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      int block = ImageBlocks.block(operands.get(0).shape());
      return logical(this, operands, pool).stream().map(type -> physicalOf(type, block)).toList();
    }

    @Override
    public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
      List<V> logical = new ArrayList<>();
      operands.forEach(operand -> logical.add(ImageBlocks.toLogical(builder, operand)));
      return List.of(
          ImageBlocks.toPhysical(
              builder,
              builder.apply(pool, logical).get(0),
              ImageBlocks.block(operands.get(0).type().shape())));
    }
  }

  /** The logical shape of a tensor kept in blocks of images. */
  static Shape logical(Shape physical) {
    return ImageBlocks.logical(physical);
  }

  /**
   * The gradient of a max-pooled layer with a scaled tanh, {@link ScaledTanhGradient} of {@link
   * PoolOp.MaxPoolGradient}: batched y (the layer's result) and gradient of what was pooled.
   *
   * @param pool the gradient of the pooling
   * @param activation the gradient of the activation
   */
  record BatchedPooledTanhGradient(PoolOp.MaxPoolGradient pool, ScaledTanhGradient activation)
      implements BatchedOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      return new BatchedPool(pool).infer(operands);
    }

    @Override
    public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
      V dy = builder.applyOne(new BatchedPool(pool), operands);
      return builder.apply(activation, List.of(operands.get(0), dy));
    }
  }

  private static void physical(Op op, List<TensorType> operands, int index) {
    Inference.dtype(op, operands, index, DType.F32);
    Inference.require(
        op,
        operands,
        ImageBlocks.isPhysical(operands.get(index).shape()),
        "wants operand " + index + " as [n / block, h, w, c, block]");
  }

  private static TensorType physicalOf(TensorType logical, int block) {
    return new TensorType(DType.F32, ImageBlocks.physical(logical.shape(), block));
  }

  /** Images of a block of the result: an operand in logical order is read into single images. */
  private static int block(Shape first) {
    return ImageBlocks.isPhysical(first) ? ImageBlocks.block(first) : ImageBlocks.SINGLE;
  }

  /** The type of an operation on a batched operand and a filter. */
  private static List<TensorType> batched(
      Op op, List<TensorType> operands, Op logicalOp, Shape filterShape) {
    Inference.dtype(op, operands, 0, DType.F32);
    Inference.shape(op, operands, 1, Filters.panels(filterShape).physical());
    Shape first = operands.get(0).shape();
    List<TensorType> logical = new ArrayList<>(operands);
    if (first.rank() != 4) {
      physical(op, operands, 0);
      logical.set(0, new TensorType(DType.F32, ImageBlocks.logical(first)));
    }
    logical.set(1, new TensorType(DType.F32, filterShape));
    return List.of(physicalOf(logicalOp.infer(logical).get(0), block(first)));
  }

  /** The type of an operation whose operands are all batched, its result as the logical one's. */
  private static List<TensorType> logical(Op op, List<TensorType> operands, Op logicalOp) {
    List<TensorType> logical = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      physical(op, operands, i);
      logical.add(new TensorType(DType.F32, ImageBlocks.logical(operands.get(i).shape())));
    }
    return logicalOp.infer(logical);
  }

  private static <V extends Operand> List<V> meaning(
      OpBuilder<V> builder, List<V> operands, Op logicalOp, Shape filterShape) {
    List<V> logical = new ArrayList<>(operands);
    Shape first = operands.get(0).type().shape();
    if (first.rank() != 4) {
      logical.set(0, ImageBlocks.toLogical(builder, operands.get(0)));
    }
    logical.set(1, Filters.toLogical(builder, operands.get(1), filterShape));
    return List.of(
        ImageBlocks.toPhysical(builder, builder.apply(logicalOp, logical).get(0), block(first)));
  }
}
