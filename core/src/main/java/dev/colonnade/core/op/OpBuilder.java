// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Builds operations one by one, in the vocabulary of the primitives. A graph builder appends nodes;
 * an interpreter computes at once; decompositions and gradient rules are written against this and
 * serve both.
 *
 * <p>Element-wise functions of two operands broadcast as NumPy does, by inserting {@code broadcast}
 * nodes: shapes are aligned at their innermost axes, and extents of 1 are repeated.
 *
 * @param <V> what operands are
 */
public interface OpBuilder<V extends Operand> {
  /** Applies any operation. */
  List<V> apply(Op op, List<V> operands);

  /** Applies an operation that has one result. */
  default V applyOne(Op op, List<V> operands) {
    List<V> results = apply(op, operands);
    if (results.size() != 1) {
      throw new IllegalArgumentException(
          op.name() + " has " + results.size() + " results, not one; use apply()");
    }
    return results.get(0);
  }

  /** A tensor fixed now; it must not be changed afterwards. */
  default V constant(HostTensor value) {
    return applyOne(new StructuralOp.Constant(value), List.of());
  }

  /** An F32 scalar. */
  default V constant(float value) {
    return constant(HostTensor.scalar(value));
  }

  /** An I32 scalar. */
  default V constant(int value) {
    return constant(HostTensor.scalar(value));
  }

  /** A tensor of this shape with {@code value} everywhere. */
  default V fill(Shape shape, float value) {
    return broadcast(constant(value), shape);
  }

  /** {@code -x}. */
  default V negate(V x) {
    return applyOne(new UnaryOp.Negate(), List.of(x));
  }

  /** {@code |x|}. */
  default V absolute(V x) {
    return applyOne(new UnaryOp.Absolute(), List.of(x));
  }

  /** -1, 0 or 1. */
  default V sign(V x) {
    return applyOne(new UnaryOp.Sign(), List.of(x));
  }

  /** {@code e^x}. */
  default V exp(V x) {
    return applyOne(new UnaryOp.Exp(), List.of(x));
  }

  /** Natural logarithm. */
  default V log(V x) {
    return applyOne(new UnaryOp.Log(), List.of(x));
  }

  /** Square root. */
  default V squareRoot(V x) {
    return applyOne(new UnaryOp.SquareRoot(), List.of(x));
  }

  /** Hyperbolic tangent. */
  default V tanh(V x) {
    return applyOne(new UnaryOp.Tanh(), List.of(x));
  }

  /** Logistic function. */
  default V sigmoid(V x) {
    return applyOne(new UnaryOp.Sigmoid(), List.of(x));
  }

  /** Sine. */
  default V sine(V x) {
    return applyOne(new UnaryOp.Sine(), List.of(x));
  }

  /** Cosine. */
  default V cosine(V x) {
    return applyOne(new UnaryOp.Cosine(), List.of(x));
  }

  /** Largest integer not above x. */
  default V floor(V x) {
    return applyOne(new UnaryOp.Floor(), List.of(x));
  }

  /** Logical negation. */
  default V logicalNot(V x) {
    return applyOne(new UnaryOp.LogicalNot(), List.of(x));
  }

  /** An element-wise operation of two operands, broadcast to one shape first. */
  default V binary(Op op, V a, V b) {
    Shape shape = Broadcasting.common(a.type().shape(), b.type().shape());
    return applyOne(op, List.of(broadcast(a, shape), broadcast(b, shape)));
  }

  /** {@code a + b}. */
  default V add(V a, V b) {
    return binary(new BinaryOp.Add(), a, b);
  }

  /** {@code a - b}. */
  default V subtract(V a, V b) {
    return binary(new BinaryOp.Subtract(), a, b);
  }

  /** {@code a * b}. */
  default V multiply(V a, V b) {
    return binary(new BinaryOp.Multiply(), a, b);
  }

  /** {@code x * factor}. */
  default V multiply(V x, float factor) {
    return multiply(x, constant(factor));
  }

  /** {@code a / b}. */
  default V divide(V a, V b) {
    return binary(new BinaryOp.Divide(), a, b);
  }

  /** The larger of both. */
  default V maximum(V a, V b) {
    return binary(new BinaryOp.Maximum(), a, b);
  }

  /** The smaller of both. */
  default V minimum(V a, V b) {
    return binary(new BinaryOp.Minimum(), a, b);
  }

  /** {@code a^b}. */
  default V power(V a, V b) {
    return binary(new BinaryOp.Power(), a, b);
  }

  /** Both true. */
  default V logicalAnd(V a, V b) {
    return binary(new BinaryOp.LogicalAnd(), a, b);
  }

  /** At least one true. */
  default V logicalOr(V a, V b) {
    return binary(new BinaryOp.LogicalOr(), a, b);
  }

  /** Comparison, BOOL. */
  default V compare(Compare.Relation relation, V a, V b) {
    return binary(new Compare(relation), a, b);
  }

  /** {@code condition ? onTrue : onFalse}, all broadcast to one shape. */
  default V select(V condition, V onTrue, V onFalse) {
    Shape shape =
        Broadcasting.common(
            condition.type().shape(),
            Broadcasting.common(onTrue.type().shape(), onFalse.type().shape()));
    return applyOne(
        new Select(),
        List.of(broadcast(condition, shape), broadcast(onTrue, shape), broadcast(onFalse, shape)));
  }

  /** x as another element type; x itself if it has that type. */
  default V convert(V x, DType dtype) {
    return x.type().dtype() == dtype ? x : applyOne(new Convert(dtype), List.of(x));
  }

  /** The same elements with another shape; x itself if it has that shape. */
  default V reshape(V x, Shape shape) {
    return x.type().shape().equals(shape) ? x : applyOne(new ShapeOp.Reshape(shape), List.of(x));
  }

  /** Axis i of the result is axis {@code permutation[i]} of x. */
  default V transpose(V x, int... permutation) {
    return applyOne(new ShapeOp.Transpose(boxed(permutation)), List.of(x));
  }

  /** Reverse order along {@code axes}. */
  default V reverse(V x, int... axes) {
    return applyOne(new ShapeOp.Reverse(boxed(axes)), List.of(x));
  }

  /** x repeated to {@code shape}, aligned at the innermost axes; x itself if it has that shape. */
  default V broadcast(V x, Shape shape) {
    if (x.type().shape().equals(shape)) {
      return x;
    }
    int offset = shape.rank() - x.type().shape().rank();
    if (offset < 0) {
      throw new ShapeException(
          "broadcast cannot make " + x.type() + " into the lower rank " + shape + "; reduce it");
    }
    return broadcast(x, shape, IntStream.range(offset, shape.rank()).toArray());
  }

  /** x repeated to {@code shape}; axis i of x is axis {@code axes[i]} of the result. */
  default V broadcast(V x, Shape shape, int... axes) {
    return applyOne(new ShapeOp.Broadcast(shape, boxed(axes)), List.of(x));
  }

  /** The box from {@code starts} to {@code limits}, with strides. */
  default V slice(V x, int[] starts, int[] limits, int[] strides) {
    return applyOne(new ShapeOp.Slice(boxed(starts), boxed(limits), boxed(strides)), List.of(x));
  }

  /** The slice of x from {@code start} to {@code limit} along one axis. */
  default V slice(V x, int axis, int start, int limit) {
    int[] starts = new int[x.type().shape().rank()];
    int[] limits = x.type().shape().dimensions();
    int[] strides = new int[starts.length];
    Arrays.fill(strides, 1);
    starts[axis] = start;
    limits[axis] = limit;
    return slice(x, starts, limits, strides);
  }

  /** The box of {@code shape} at {@code starts} (I32 [rank]). */
  default V dynamicSlice(V x, V starts, Shape shape) {
    return applyOne(new ShapeOp.DynamicSlice(shape), List.of(x, starts));
  }

  /** x with {@code update} written at {@code starts} (I32 [rank]). */
  default V dynamicUpdateSlice(V x, V update, V starts) {
    return applyOne(new ShapeOp.DynamicUpdateSlice(), List.of(x, update, starts));
  }

  /** x with {@code value} around it. */
  default V pad(V x, V value, int[] low, int[] high, int[] interior) {
    return applyOne(new ShapeOp.Pad(boxed(low), boxed(high), boxed(interior)), List.of(x, value));
  }

  /** Operands one behind the other along {@code axis}. */
  default V concatenate(int axis, List<V> operands) {
    return applyOne(new ShapeOp.Concatenate(axis), operands);
  }

  /** I32 index along an axis. */
  default V iota(Shape shape, int axis) {
    return applyOne(new ShapeOp.Iota(shape, axis), List.of());
  }

  /** Rows of {@code data} by index. */
  default V gatherRows(V data, V indices) {
    return applyOne(new ShapeOp.GatherRows(), List.of(data, indices));
  }

  /** Sum over axes, which disappear. */
  default V reduceSum(V x, int... axes) {
    return axes.length == 0 ? x : applyOne(new Reduction.ReduceSum(boxed(axes)), List.of(x));
  }

  /** Sum of all elements, a scalar. */
  default V sum(V x) {
    return reduceSum(x, IntStream.range(0, x.type().shape().rank()).toArray());
  }

  /** Mean of all elements, a scalar. */
  default V mean(V x) {
    return multiply(sum(x), (float) (1.0 / x.type().elementCount()));
  }

  /** Maximum over axes, which disappear. */
  default V reduceMax(V x, int... axes) {
    return axes.length == 0 ? x : applyOne(new Reduction.ReduceMax(boxed(axes)), List.of(x));
  }

  /** I32 index of the largest element along an axis. */
  default V argMax(V x, int axis) {
    return applyOne(new Reduction.ArgMax(axis), List.of(x));
  }

  /** Matrix product. */
  default V matMul(V a, V b) {
    return matMul(a, b, false, false);
  }

  /** Matrix product of operands that may be given transposed. */
  default V matMul(V a, V b, boolean transposeA, boolean transposeB) {
    return applyOne(new MatMul(transposeA, transposeB), List.of(a, b));
  }

  /** Convolution (cross-correlation) of x [n, c, h, w] with a filter [m, c / groups, r, s]. */
  default V convolution(V x, V filter, ConvolutionGeometry geometry) {
    return applyOne(new ConvolutionOp.Convolution(geometry), List.of(x, filter));
  }

  /** Gradient of a convolution's input. */
  default V convolutionInputGradient(
      V dy, V filter, ConvolutionGeometry geometry, Shape inputShape) {
    return applyOne(
        new ConvolutionOp.ConvolutionInputGradient(geometry, inputShape), List.of(dy, filter));
  }

  /** Gradient of a convolution's filter. */
  default V convolutionFilterGradient(V x, V dy, ConvolutionGeometry geometry, Shape filterShape) {
    return applyOne(
        new ConvolutionOp.ConvolutionFilterGradient(geometry, filterShape), List.of(x, dy));
  }

  /** Max-pooling of [n, c, h, w]. */
  default V maxPool(V x, PoolGeometry geometry) {
    return applyOne(new PoolOp.MaxPool(geometry), List.of(x));
  }

  /** Gradient of max-pooling. */
  default V maxPoolGradient(V x, V dy, PoolGeometry geometry) {
    return applyOne(new PoolOp.MaxPoolGradient(geometry), List.of(x, dy));
  }

  /** Average-pooling of [n, c, h, w]. */
  default V averagePool(V x, PoolGeometry geometry, boolean countPadding) {
    return applyOne(new PoolOp.AveragePool(geometry, countPadding), List.of(x));
  }

  /** Bilinear sampling of images at a grid of places. */
  default V gridSample(V x, V grid, GridSample.Border border) {
    return applyOne(new GridSample(border), List.of(x, grid));
  }

  /** Random words, I32. */
  default V randomBits(V key, V counter, Shape shape) {
    return applyOne(new Random(shape, Random.Distribution.BITS), List.of(key, counter));
  }

  /** Uniform numbers on [0, 1). */
  default V randomUniform(V key, V counter, Shape shape) {
    return applyOne(new Random(shape, Random.Distribution.UNIFORM), List.of(key, counter));
  }

  private static List<Integer> boxed(int[] values) {
    List<Integer> list = new ArrayList<>(values.length);
    for (int value : values) {
      list.add(value);
    }
    return list;
  }
}
