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
import java.util.ArrayList;
import java.util.List;

/**
 * The operations of a net's convolutional part on activations with the images innermost. They never
 * leave this backend: {@link BatchInnermostPass} puts them in place of the operations they are
 * named after. Their decompositions, conversions around the logical operation, are what tests
 * compare the kernels with.
 */
public sealed interface BatchedOp extends Composite {
  /** [n, c, h, w] to the layout with the images innermost. */
  record ToBatchInnermost() implements BatchedOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 1);
      Inference.dtype(this, operands, 0, DType.F32);
      Shape x = operands.get(0).shape();
      Inference.require(
          this,
          operands,
          BatchInnermost.holds(x),
          "wants [n, c, h, w] with n a multiple of " + BatchInnermost.BLOCK);
      return List.of(new TensorType(DType.F32, BatchInnermost.physical(x)));
    }

    @Override
    public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
      return List.of(BatchInnermost.toPhysical(builder, operands.get(0)));
    }
  }

  /** The layout with the images innermost to [n, c, h, w]. */
  record FromBatchInnermost() implements BatchedOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 1);
      physical(this, operands, 0);
      return List.of(new TensorType(DType.F32, BatchInnermost.logical(operands.get(0).shape())));
    }

    @Override
    public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
      return List.of(BatchInnermost.toLogical(builder, operands.get(0)));
    }
  }

  /**
   * {@link ConvolutionBiasActivation} on a batched x; filter and bias are in logical order.
   *
   * @param geometry of the convolution
   * @param activation applied to each element
   */
  record BatchedConvolutionLayer(ConvolutionGeometry geometry, Activation activation)
      implements BatchedOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      return batched(this, operands, logicalOp(), 0);
    }

    @Override
    public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
      return meaning(builder, operands, logicalOp(), 0);
    }

    private Op logicalOp() {
      return new ConvolutionBiasActivation(geometry, activation);
    }
  }

  /**
   * {@link ConvolutionOp.Convolution} on a batched x.
   *
   * @param geometry of the convolution
   */
  record BatchedConvolution(ConvolutionGeometry geometry) implements BatchedOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      return batched(this, operands, new ConvolutionOp.Convolution(geometry), 0);
    }

    @Override
    public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
      return meaning(builder, operands, new ConvolutionOp.Convolution(geometry), 0);
    }
  }

  /**
   * {@link ConvolutionOp.ConvolutionInputGradient} on a batched dy.
   *
   * @param geometry of the convolution
   * @param inputShape the logical shape of the forward input
   */
  record BatchedInputGradient(ConvolutionGeometry geometry, Shape inputShape) implements BatchedOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      return batched(
          this, operands, new ConvolutionOp.ConvolutionInputGradient(geometry, inputShape), 0);
    }

    @Override
    public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
      return meaning(
          builder, operands, new ConvolutionOp.ConvolutionInputGradient(geometry, inputShape), 0);
    }
  }

  /**
   * {@link ConvolutionOp.ConvolutionFilterGradient} on batched x and dy; the result is in logical
   * order.
   *
   * @param geometry of the convolution
   * @param filterShape the shape of the result
   */
  record BatchedFilterGradient(ConvolutionGeometry geometry, Shape filterShape)
      implements BatchedOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      return logical(this, operands, logicalOp());
    }

    @Override
    public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
      List<V> logical = new ArrayList<>();
      operands.forEach(operand -> logical.add(BatchInnermost.toLogical(builder, operand)));
      return builder.apply(logicalOp(), logical);
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
      return logical(this, operands, pool).stream().map(BatchedOp::physicalOf).toList();
    }

    @Override
    public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
      List<V> logical = new ArrayList<>();
      operands.forEach(operand -> logical.add(BatchInnermost.toLogical(builder, operand)));
      return List.of(BatchInnermost.toPhysical(builder, builder.apply(pool, logical).get(0)));
    }
  }

  /** The logical shape of a tensor kept with the images innermost. */
  static Shape logical(Shape physical) {
    return BatchInnermost.logical(physical);
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
        BatchInnermost.isPhysical(operands.get(index).shape()),
        "wants operand " + index + " as [n / block, h, w, c, block]");
  }

  private static TensorType physicalOf(TensorType logical) {
    return new TensorType(DType.F32, BatchInnermost.physical(logical.shape()));
  }

  /** The type of an operation whose operand {@code index} and result are batched. */
  private static List<TensorType> batched(
      Op op, List<TensorType> operands, Op logicalOp, int index) {
    physical(op, operands, index);
    List<TensorType> logical = new ArrayList<>(operands);
    logical.set(
        index, new TensorType(DType.F32, BatchInnermost.logical(operands.get(index).shape())));
    return List.of(physicalOf(logicalOp.infer(logical).get(0)));
  }

  /** The type of an operation whose operands are all batched, its result as the logical one's. */
  private static List<TensorType> logical(Op op, List<TensorType> operands, Op logicalOp) {
    List<TensorType> logical = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      physical(op, operands, i);
      logical.add(new TensorType(DType.F32, BatchInnermost.logical(operands.get(i).shape())));
    }
    return logicalOp.infer(logical);
  }

  private static <V extends Operand> List<V> meaning(
      OpBuilder<V> builder, List<V> operands, Op logicalOp, int index) {
    List<V> logical = new ArrayList<>(operands);
    logical.set(index, BatchInnermost.toLogical(builder, operands.get(index)));
    return List.of(BatchInnermost.toPhysical(builder, builder.apply(logicalOp, logical).get(0)));
  }
}
