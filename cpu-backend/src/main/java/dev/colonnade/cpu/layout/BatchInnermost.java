// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.layout;

import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cpu.kernel.gemm.MicroKernel;

/**
 * The layout [n / block, h, w, c, block] of a tensor that is [n, c, h, w] in logical order. A block
 * of images is as wide as a tile of the micro-kernel, so that the pixels of a filter's row, with
 * all their channels, are a packed panel as they lie.
 */
final class BatchInnermost {
  /** Images of a block. */
  static final int BLOCK = MicroKernel.COLUMNS;

  /** The name that plans have for it. */
  static final String NAME = "nhwc" + BLOCK + "n";

  private BatchInnermost() {}

  /** Whether a tensor can be kept so. */
  static boolean holds(Shape logical) {
    return logical.rank() == 4 && logical.dimension(0) % BLOCK == 0;
  }

  /** The physical shape of a logical one. */
  static Shape physical(Shape logical) {
    return Shape.of(
        logical.dimension(0) / BLOCK,
        logical.dimension(2),
        logical.dimension(3),
        logical.dimension(1),
        BLOCK);
  }

  /** The logical shape of a physical one. */
  static Shape logical(Shape physical) {
    return Shape.of(
        physical.dimension(0) * BLOCK,
        physical.dimension(3),
        physical.dimension(1),
        physical.dimension(2));
  }

  /** Whether a shape is one of this layout's. */
  static boolean isPhysical(Shape shape) {
    return shape.rank() == 5 && shape.dimension(4) == BLOCK;
  }

  /** From logical to physical by primitives: the meaning of the conversion. */
  static <V extends Operand> V toPhysical(OpBuilder<V> builder, V x) {
    Shape s = x.type().shape();
    V split =
        builder.reshape(
            x,
            Shape.of(
                s.dimension(0) / BLOCK, BLOCK, s.dimension(1), s.dimension(2), s.dimension(3)));
    return builder.transpose(split, 0, 3, 4, 2, 1);
  }

  /** From physical to logical by primitives: the meaning of the conversion. */
  static <V extends Operand> V toLogical(OpBuilder<V> builder, V x) {
    return builder.reshape(builder.transpose(x, 0, 4, 3, 1, 2), logical(x.type().shape()));
  }
}
