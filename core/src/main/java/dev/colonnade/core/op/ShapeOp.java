// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Operations that move, repeat or number elements without computing on them. Any element type. */
public sealed interface ShapeOp extends Primitive {
  /**
   * The same elements in row-major order with another shape.
   *
   * @param shape shape of the result, of as many elements
   */
  record Reshape(Shape shape) implements ShapeOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 1);
      Inference.require(
          this,
          operands,
          operands.get(0).elementCount() == shape.elementCount(),
          "wants as many elements as its operand has");
      return List.of(operands.get(0).withShape(shape));
    }
  }

  /**
   * Axes in another order: axis i of the result is axis {@code permutation[i]} of the operand.
   *
   * @param permutation each axis once
   */
  record Transpose(List<Integer> permutation) implements ShapeOp {
    /** Copies the permutation. */
    public Transpose {
      permutation = List.copyOf(permutation);
    }

    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 1);
      Shape shape = operands.get(0).shape();
      int[] result = new int[shape.rank()];
      Inference.require(
          this,
          operands,
          permutation.size() == shape.rank()
              && new HashSet<>(permutation).size() == shape.rank()
              && permutation.stream().allMatch(axis -> axis >= 0 && axis < shape.rank()),
          "wants each axis of its operand once");
      for (int i = 0; i < result.length; i++) {
        result[i] = shape.dimension(permutation.get(i));
      }
      return List.of(operands.get(0).withShape(Shape.of(result)));
    }
  }

  /**
   * Elements in reverse order along {@code axes}.
   *
   * @param axes distinct axes in ascending order
   */
  record Reverse(List<Integer> axes) implements ShapeOp {
    /** Copies the axes. */
    public Reverse {
      axes = List.copyOf(axes);
    }

    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 1);
      requireAxes(this, operands, axes, operands.get(0).shape().rank());
      return List.of(operands.get(0));
    }
  }

  /**
   * The operand repeated: axis i of the operand is axis {@code axes[i]} of the result, with the
   * same extent or extent 1, which is repeated; along the other axes of the result all elements are
   * equal.
   *
   * @param shape shape of the result
   * @param axes for each axis of the operand its place in the result, ascending
   */
  record Broadcast(Shape shape, List<Integer> axes) implements ShapeOp {
    /** Copies the axes. */
    public Broadcast {
      axes = List.copyOf(axes);
    }

    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 1);
      Shape operand = operands.get(0).shape();
      Inference.require(
          this, operands, axes.size() == operand.rank(), "wants one axis for each operand axis");
      requireAxes(this, operands, axes, shape.rank());
      for (int i = 0; i < axes.size(); i++) {
        int extent = operand.dimension(i);
        Inference.require(
            this,
            operands,
            extent == 1 || extent == shape.dimension(axes.get(i)),
            "wants each operand extent to be 1 or that of its axis in the result");
      }
      return List.of(operands.get(0).withShape(shape));
    }
  }

  /**
   * Every {@code stride}-th element of a box: {@code start + stride * i} below {@code limit} on
   * each axis.
   *
   * @param starts first index on each axis
   * @param limits index behind the last on each axis
   * @param strides step on each axis, at least 1
   */
  record Slice(List<Integer> starts, List<Integer> limits, List<Integer> strides)
      implements ShapeOp {
    /** Copies the lists. */
    public Slice {
      starts = List.copyOf(starts);
      limits = List.copyOf(limits);
      strides = List.copyOf(strides);
    }

    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 1);
      Shape shape = operands.get(0).shape();
      Inference.require(
          this,
          operands,
          starts.size() == shape.rank()
              && limits.size() == shape.rank()
              && strides.size() == shape.rank(),
          "wants a start, a limit and a stride for each axis");
      int[] result = new int[shape.rank()];
      for (int axis = 0; axis < result.length; axis++) {
        int start = starts.get(axis);
        int limit = limits.get(axis);
        int stride = strides.get(axis);
        Inference.require(
            this,
            operands,
            start >= 0 && start < limit && limit <= shape.dimension(axis) && stride >= 1,
            "wants 0 <= start < limit <= extent and stride >= 1 on each axis");
        result[axis] = Math.ceilDiv(limit - start, stride);
      }
      return List.of(operands.get(0).withShape(Shape.of(result)));
    }
  }

  /**
   * A box of fixed size at a place given at run time. Operands: x, and starts I32 [rank]. A start
   * is clamped so that the box lies inside x.
   *
   * @param shape shape of the box, of the operand's rank
   */
  record DynamicSlice(Shape shape) implements ShapeOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 2);
      requireBox(this, operands, shape, 1);
      return List.of(operands.get(0).withShape(shape));
    }
  }

  /**
   * x with a box overwritten at a place given at run time. Operands: x, update (of x's rank and
   * element type), and starts I32 [rank], clamped as in {@link DynamicSlice}. Result like x. Where
   * x is a variable that the result is assigned to, backends overwrite it in place.
   */
  record DynamicUpdateSlice() implements ShapeOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 3);
      Inference.dtype(this, operands, 1, operands.get(0).dtype());
      requireBox(this, operands, operands.get(1).shape(), 2);
      return List.of(operands.get(0));
    }
  }

  /**
   * x with elements of {@code value} around it and between its elements. Operands: x and value (a
   * scalar of x's type). Element i of x lands at {@code low + i * (interior + 1)} on each axis.
   *
   * @param low elements in front on each axis
   * @param high elements behind on each axis
   * @param interior elements between neighbours on each axis
   */
  record Pad(List<Integer> low, List<Integer> high, List<Integer> interior) implements ShapeOp {
    /** Copies the lists. */
    public Pad {
      low = List.copyOf(low);
      high = List.copyOf(high);
      interior = List.copyOf(interior);
    }

    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 2);
      Inference.dtype(this, operands, 1, operands.get(0).dtype());
      Inference.shape(this, operands, 1, Shape.SCALAR);
      Shape shape = operands.get(0).shape();
      Inference.require(
          this,
          operands,
          low.size() == shape.rank()
              && high.size() == shape.rank()
              && interior.size() == shape.rank(),
          "wants low, high and interior padding for each axis");
      int[] result = new int[shape.rank()];
      for (int axis = 0; axis < result.length; axis++) {
        Inference.require(
            this,
            operands,
            low.get(axis) >= 0 && high.get(axis) >= 0 && interior.get(axis) >= 0,
            "wants padding of at least 0; use slice() to cut");
        int extent = shape.dimension(axis);
        result[axis] = low.get(axis) + extent + (extent - 1) * interior.get(axis) + high.get(axis);
      }
      return List.of(operands.get(0).withShape(Shape.of(result)));
    }
  }

  /**
   * Operands one behind the other along an axis; all other extents equal.
   *
   * @param axis the axis along which extents add up
   */
  record Concatenate(int axis) implements ShapeOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      if (operands.isEmpty()) {
        throw new ShapeException("concatenate wants at least one operand");
      }
      TensorType first = operands.get(0);
      Inference.require(
          this,
          operands,
          axis >= 0 && axis < first.shape().rank(),
          "wants an axis of its operands");
      int extent = 0;
      for (int i = 0; i < operands.size(); i++) {
        Inference.dtype(this, operands, i, first.dtype());
        Inference.rank(this, operands, i, first.shape().rank());
        Shape shape = operands.get(i).shape();
        Inference.require(
            this,
            operands,
            shape.with(axis, 1).equals(first.shape().with(axis, 1)),
            "wants operands that differ only along its axis");
        extent += shape.dimension(axis);
      }
      return List.of(first.withShape(first.shape().with(axis, extent)));
    }
  }

  /**
   * I32 index along an axis: element [.., i, ..] is i. No operands.
   *
   * @param shape shape of the result
   * @param axis the axis that is counted
   */
  record Iota(Shape shape, int axis) implements ShapeOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 0);
      Inference.require(
          this, operands, axis >= 0 && axis < shape.rank(), "wants an axis of its shape");
      return List.of(new TensorType(DType.I32, shape));
    }
  }

  /**
   * Rows of a table by index: result[i, ...] = data[indices[i], ...]. Operands: data [rows, ...]
   * and indices I32 [count]; result [count, ...]. An index outside the table is clamped to it.
   */
  record GatherRows() implements ShapeOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 2);
      Inference.dtype(this, operands, 1, DType.I32);
      Inference.rank(this, operands, 1, 1);
      Shape data = operands.get(0).shape();
      Inference.require(this, operands, data.rank() >= 1, "wants data of rank at least 1");
      return List.of(operands.get(0).withShape(data.with(0, operands.get(1).shape().dimension(0))));
    }
  }

  private static void requireAxes(Op op, List<TensorType> operands, List<Integer> axes, int rank) {
    int previous = -1;
    for (int axis : axes) {
      Inference.require(
          op,
          operands,
          axis > previous && axis < rank,
          "wants distinct axes in ascending order, each below the rank");
      previous = axis;
    }
  }

  private static void requireBox(Op op, List<TensorType> operands, Shape box, int startsIndex) {
    Shape shape = operands.get(0).shape();
    Inference.dtype(op, operands, startsIndex, DType.I32);
    Inference.shape(op, operands, startsIndex, Shape.of(Math.max(1, shape.rank())));
    List<Integer> tooLarge = new ArrayList<>();
    for (int axis = 0; axis < Math.min(box.rank(), shape.rank()); axis++) {
      if (box.dimension(axis) > shape.dimension(axis)) {
        tooLarge.add(axis);
      }
    }
    Inference.require(
        op,
        operands,
        box.rank() == shape.rank() && shape.rank() >= 1 && tooLarge.isEmpty(),
        "wants a box of its operand's rank that fits into it");
  }
}
