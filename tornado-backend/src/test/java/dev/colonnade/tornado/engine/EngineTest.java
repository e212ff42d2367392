// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.junit.jupiter.api.Test;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;

/** The engine on the emulated TornadoVM. */
class EngineTest {
  private final Engine engine = engine(true);

  private static Engine engine(boolean lists) {
    return new Engine(
        "tornado:0",
        TornadoExecutionPlan.getTornadoDeviceMap().getAllBackends().get(0).getAllDevices().get(0),
        lists);
  }

  @Test
  void contentsSurviveGrowing() {
    float[] values = new float[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i + 0.5f;
    }
    float[] back = new float[values.length];
    engine.run(() -> {
      Block block = engine.allocate(Kind.FLOATS, values.length);
      engine.upload(Kind.FLOATS, block.offset(), MemorySegment.ofArray(values), values.length);
      long before = engine.growths();
      Block large = engine.allocate(Kind.FLOATS, 8 << 20);
      assertThat(engine.growths()).isEqualTo(before + 1);
      engine.release(large);
      engine.download(Kind.FLOATS, block.offset(), MemorySegment.ofArray(back), back.length);
    });
    assertThat(back).isEqualTo(values);
  }

  @Test
  void whatIsReservedIsThere() {
    engine.run(() -> {
      engine.reserve(Map.of(Kind.FLOATS, 10L << 20, Kind.BYTES, 9L << 20));
      long before = engine.growths();
      engine.allocate(Kind.FLOATS, 10L << 20);
      engine.allocate(Kind.BYTES, 9L << 20);
      assertThat(engine.growths()).isEqualTo(before);
    });
  }

  @Test
  void moreThanTornadosArraysHoldIsRefused() {
    assertThatThrownBy(() -> engine.run(() -> engine.allocate(Kind.FLOATS, 1L << 30)))
        .isInstanceOf(OutOfDeviceMemoryException.class)
        .hasMessageContaining("tornado:0")
        .hasMessageContaining("smaller batch");
  }

  @Test
  void aKernelThatFailsIsNamed() {
    int[] outside = {1, 0, Integer.MAX_VALUE - 1, 0};
    Engine separate = engine(false);
    assertThatThrownBy(
            () -> separate.run(() -> separate.launch(Kernel.UNARY_FLOATS, outside, 4, 1, 1, 1)))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("UNARY_FLOATS");
  }

  @Test
  void aListThatFailsSaysSoWhenItIsFlushed() {
    int[] outside = {1, 0, Integer.MAX_VALUE - 1, 0};
    assertThatThrownBy(() ->
            engine.run(() -> {
              engine.launch(Kernel.UNARY_FLOATS, outside, 4, 1, 1, 1);
              engine.flush();
            }))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("list COMMON");
  }
}
