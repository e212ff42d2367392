// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/**
 * Counter-based random numbers, Philox4x32-10 ({@link dev.colonnade.core.tensor.Philox}): a pure
 * function of its operands and the logical index, so the numbers are the same on every device and
 * whatever passes or batch sizes did.
 *
 * <p>Operands: key I32 [2], and counter I32, either [2] or [rows, 2] with rows the outermost extent
 * of {@code shape}. With counter [2], element i (row-major) is word i of the stream (key, counter);
 * with [rows, 2], element j of row r is word j of the stream (key, counter[r]). A distortion gives
 * each example the counter (epoch, example), and so does not depend on the batch.
 *
 * @param shape shape of the result
 * @param distribution what is made of the words
 */
public record Random(Shape shape, Distribution distribution) implements Primitive {
  /** What is made of the random words. */
  public enum Distribution {
    /** The words themselves, I32. */
    BITS,
    /** {@code (word >>> 8) * 2^-24}, F32, uniform on [0, 1). Exact, the same on every device. */
    UNIFORM
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, 2);
    Inference.dtype(this, operands, 0, DType.I32);
    Inference.dtype(this, operands, 1, DType.I32);
    Inference.shape(this, operands, 0, Shape.of(2));
    Shape counter = operands.get(1).shape();
    Inference.require(
        this,
        operands,
        counter.equals(Shape.of(2))
            || (shape.rank() >= 1 && counter.equals(Shape.of(shape.dimension(0), 2))),
        "wants a counter of shape [2] or [rows, 2] with rows the outermost extent of the result");
    return List.of(
        new TensorType(distribution == Distribution.BITS ? DType.I32 : DType.F32, shape));
  }
}
