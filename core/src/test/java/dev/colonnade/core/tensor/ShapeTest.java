// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {
  @Test
  void extentsStridesAndCounts() {
    Shape shape = Shape.of(2, 3, 4);
    assertThat(shape.rank()).isEqualTo(3);
    assertThat(shape.dimension(-1)).isEqualTo(4);
    assertThat(shape.elementCount()).isEqualTo(24);
    assertThat(shape.strides()).containsExactly(12, 4, 1);
    assertThat(shape).isEqualTo(Shape.of(2, 3, 4)).hasToString("[2x3x4]");
    assertThat(shape.with(1, 5)).isEqualTo(Shape.of(2, 5, 4));
    assertThat(shape.without(-1)).isEqualTo(Shape.of(2, 3));
    assertThat(shape.stacked(7)).isEqualTo(Shape.of(7, 2, 3, 4));
    assertThat(Shape.of().elementCount()).isOne();
    assertThat(Shape.of()).hasToString("[]");
  }

  @Test
  void isImmutable() {
    int[] dimensions = {2, 3};
    Shape shape = Shape.of(dimensions);
    dimensions[0] = 9;
    shape.dimensions()[1] = 9;
    assertThat(shape).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void refusesEmptyAndOverflowingExtents() {
    assertThatThrownBy(() -> Shape.of(2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[2, 0]")
        .hasMessageContaining("axis 1")
        .hasMessageContaining("at least 1");
    int huge = Integer.MAX_VALUE;
    assertThatThrownBy(() -> Shape.of(huge, huge, huge)).hasMessageContaining("more than 2^63");
  }
}
