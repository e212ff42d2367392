// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.layout;

import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cpu.kernel.gemm.MicroKernel;

/**
 * The layout [n / block, h, w, c, block] of a tensor that is [n, c, h, w] in logical order. A
 * {@link #WHOLE} block of images is as wide as a tile of the micro-kernel, so that the pixels of a
 * filter's row, with all their channels, are a packed panel as they lie. A block of one image is
 * the order [n, h, w, c]: the channels innermost.
 */
final class ImageBlocks {
  /** Images of a whole block. */
  static final int WHOLE = MicroKernel.COLUMNS;

  /** Images of a block where the batch does not fill whole ones. */
  static final int SINGLE = 1;

  private ImageBlocks() {}

  /** The name that plans have for the layout. */
  static String name(int block) {
    return block == SINGLE ? "nhwc" : "nhwc" + block + "n";
  }

  /** Whether a tensor can be kept so. */
  static boolean holds(Shape logical, int block) {
    return logical.rank() == 4 && logical.dimension(0) % block == 0;
  }

  /** The physical shape of a logical one. */
  static Shape physical(Shape logical, int block) {
    return Shape.of(
        logical.dimension(0) / block,
        logical.dimension(2),
        logical.dimension(3),
        logical.dimension(1),
        block);
  }

  /** The logical shape of a physical one. */
  static Shape logical(Shape physical) {
    return Shape.of(
        physical.dimension(0) * block(physical),
        physical.dimension(3),
        physical.dimension(1),
        physical.dimension(2));
  }

  /** Images of a block of a physical shape. */
  static int block(Shape physical) {
    return physical.dimension(4);
  }

  /** Whether a shape is one of this layout's. */
  static boolean isPhysical(Shape shape) {
    return shape.rank() == 5 && (block(shape) == WHOLE || block(shape) == SINGLE);
  }

  /** From logical to physical by primitives: the meaning of the conversion. */
  static <V extends Operand> V toPhysical(OpBuilder<V> builder, V x, int block) {
    Shape s = x.type().shape();
    V split =
        builder.reshape(
            x,
            Shape.of(
                s.dimension(0) / block, block, s.dimension(1), s.dimension(2), s.dimension(3)));
    return builder.transpose(split, 0, 3, 4, 2, 1);
  }

  /** From physical to logical by primitives: the meaning of the conversion. */
  static <V extends Operand> V toLogical(OpBuilder<V> builder, V x) {
    return builder.reshape(builder.transpose(x, 0, 4, 3, 1, 2), logical(x.type().shape()));
  }
}
