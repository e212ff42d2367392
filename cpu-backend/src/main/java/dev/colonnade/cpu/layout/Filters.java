// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.layout;

import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cpu.execute.FilterPanels;
import dev.colonnade.cpu.kernel.gemm.MicroKernel;

/** Filters in panels as wide as a tile of the micro-kernel, and their meaning by primitives. */
public final class Filters {
  private Filters() {}

  /** The panels of a filter [o, c, kh, kw]. */
  public static FilterPanels panels(Shape filter) {
    return new FilterPanels(filter, MicroKernel.COLUMNS);
  }

  static <V extends Operand> V toPanels(OpBuilder<V> builder, V filter) {
    FilterPanels panels = panels(filter.type().shape());
    int outputs = panels.filter().dimension(0);
    int count = panels.physical().dimension(0);
    V flat =
        builder.reshape(builder.transpose(filter, 0, 2, 3, 1), Shape.of(outputs, panels.taps()));
    V zero = builder.constant(HostTensor.scalar(0f));
    int surplus = count * panels.width() - panels.taps();
    V padded = builder.pad(flat, zero, new int[] {0, 0}, new int[] {0, surplus}, new int[] {0, 0});
    return builder.transpose(
        builder.reshape(padded, Shape.of(outputs, count, panels.width())), 1, 0, 2);
  }

  static <V extends Operand> V toLogical(OpBuilder<V> builder, V packed, Shape filter) {
    FilterPanels panels = panels(filter);
    int outputs = filter.dimension(0);
    V flat =
        builder.reshape(
            builder.transpose(packed, 1, 0, 2),
            Shape.of(outputs, panels.physical().dimension(0) * panels.width()));
    V taps = builder.slice(flat, 1, 0, panels.taps());
    return builder.transpose(
        builder.reshape(
            taps, Shape.of(outputs, filter.dimension(2), filter.dimension(3), filter.dimension(1))),
        0,
        3,
        1,
        2);
  }
}
