// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import dev.colonnade.core.tensor.Shape;

/** NumPy's broadcasting rule, used by builders only: primitives themselves never broadcast. */
public final class Broadcasting {
  private Broadcasting() {}

  /**
   * The smallest shape both can be broadcast to, aligned at the innermost axes.
   *
   * @throws ShapeException if two extents differ and neither is 1
   */
  public static Shape common(Shape a, Shape b) {
    if (a.equals(b)) {
      return a;
    }
    int rank = Math.max(a.rank(), b.rank());
    int[] result = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int extentA = i <= a.rank() ? a.dimension(-i) : 1;
      int extentB = i <= b.rank() ? b.dimension(-i) : 1;
      if (extentA != extentB && extentA != 1 && extentB != 1) {
        throw new ShapeException(
            "cannot broadcast "
                + a
                + " and "
                + b
                + " together: counted from the end, axis "
                + i
                + " has extents "
                + extentA
                + " and "
                + extentB
                + "; reshape one operand or give the axes to broadcast() yourself");
      }
      result[rank - i] = Math.max(extentA, extentB);
    }
    return Shape.of(result);
  }
}
