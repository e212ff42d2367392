// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OperandViewTest {
  private static Buffer buffer(long count) {
    return new Buffer(0, DType.F32, count, "x", Buffer.SCRATCH);
  }

  @Test
  void aDenseViewSkipsAxesOfOne() {
    OperandView view = OperandView.dense(buffer(6), Shape.of(2, 1, 3));
    assertThat(view.strides()).containsExactly(3L, 0L, 1L);
    assertThat(view.isDense()).isTrue();
    assertThat(view.isUniform()).isFalse();
  }

  @Test
  void aScalarIsDenseAndUniform() {
    OperandView view = OperandView.dense(buffer(1), Shape.of());
    assertThat(view.isDense()).isTrue();
    assertThat(view.isUniform()).isTrue();
  }

  @Test
  void broadcastsOfBroadcastsRepeat() {
    OperandView column =
        OperandView.dense(buffer(2), Shape.of(2, 1))
            .broadcast(new ShapeOp.Broadcast(Shape.of(2, 3), List.of(0, 1)));
    assertThat(column.strides()).containsExactly(1L, 0L);
    OperandView stacked = column.broadcast(new ShapeOp.Broadcast(Shape.of(5, 2, 3), List.of(1, 2)));
    assertThat(stacked.shape()).isEqualTo(Shape.of(5, 2, 3));
    assertThat(stacked.strides()).containsExactly(0L, 1L, 0L);
    assertThat(stacked.isDense()).isFalse();
  }

  @Test
  void aBroadcastThatOnlyAddsAxesOfOneIsDense() {
    OperandView view =
        OperandView.dense(buffer(3), Shape.of(3))
            .broadcast(new ShapeOp.Broadcast(Shape.of(1, 3), List.of(1)));
    assertThat(view.isDense()).isTrue();
  }

  @Test
  void stridesMayExceedAnInt() {
    OperandView view = OperandView.dense(buffer(6_000_000_000L), Shape.of(2, 3, 1_000_000_000));
    assertThat(view.strides()).containsExactly(3_000_000_000L, 1_000_000_000L, 1L);
  }
}
