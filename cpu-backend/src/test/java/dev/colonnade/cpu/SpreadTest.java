// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.Compare;
import dev.colonnade.core.op.GridSample;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Operations on tensors large enough to be divided among threads give the bits that one thread of
 * plain Java gives. Sizes are odd, so that no share ends where a vector does.
 */
final class SpreadTest {
  private static final int COUNT = 100_003;
  private static final int ROWS = 7;
  private static final int ROW = 10_007;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void threadsAndVectorsDoNotChangeABit(int threads) {
    Outputs expected = run(TestDevices.plain());
    Outputs actual = run(TestDevices.vector(threads));
    assertThat(actual.stacked().keySet()).isEqualTo(expected.stacked().keySet());
    expected
        .stacked()
        .forEach(
            (name, tensor) -> assertThat(actual.get(name).bitwiseEquals(tensor)).as(name).isTrue());
  }

  private static Outputs run(Device device) {
    Program program = Program.of(entry());
    try (Session session = device.open()) {
      Executable executable = session.compile(program, CompileOptions.DEFAULT);
      Feeds feeds =
          new Feeds()
              .constant("key", HostTensor.of(Shape.of(2), 0x1234_5678, -77))
              .constant("counter", HostTensor.of(Shape.of(2), 3, -4))
              .constant("counters", counters());
      return executable.submit(executable.newState(), "spread", feeds, 1).await();
    }
  }

  private static HostTensor counters() {
    HostTensor counters = HostTensor.zeros(TensorType.i32(ROWS, 2));
    for (int i = 0; i < 2 * ROWS; i++) {
      counters.set(i, i * 0x3333_3331);
    }
    return counters;
  }

  private static Graph entry() {
    GraphBuilder b = new GraphBuilder("spread");
    Value key = b.feed("key", TensorType.i32(2));
    Value counter = b.feed("counter", TensorType.i32(2));
    Value counters = b.feed("counters", TensorType.i32(ROWS, 2));
    Value bits = b.randomBits(key, counter, Shape.of(COUNT));
    Value uniform = b.randomUniform(key, counter, Shape.of(COUNT));
    Value rows = b.randomUniform(key, counters, Shape.of(ROWS, ROW));
    b.output("bits", bits);
    b.output("uniform", uniform);
    b.output("rows", rows);
    b.output("bitRows", b.randomBits(key, counters, Shape.of(ROWS, 13)));
    Value shifted = b.add(uniform, b.fill(Shape.of(COUNT), -0.5f));
    Value bytes = b.convert(b.multiply(uniform, 300f), DType.U8);
    b.output("bytes", bytes);
    b.output("integers", b.convert(b.multiply(shifted, 1e10f), DType.I32));
    b.output("fromBytes", b.convert(bytes, DType.F32));
    b.output("fromIntegers", b.convert(bits, DType.F32));
    for (Compare.Relation relation : Compare.Relation.values()) {
      Value holds = b.compare(relation, uniform, b.add(shifted, b.multiply(uniform, uniform)));
      b.output("compare" + relation, holds);
      b.output("select" + relation, b.select(holds, uniform, shifted));
    }
    b.output("lessIntegers", b.compare(Compare.Relation.LESS, bits, b.convert(bytes, DType.I32)));
    Value table = b.reshape(b.slice(uniform, 0, 0, 100_000), Shape.of(100, 1000));
    Value indices = b.convert(b.multiply(b.slice(uniform, 0, 0, 501), 110f), DType.I32);
    b.output("gathered", b.gatherRows(table, indices));
    Value images = b.reshape(b.slice(uniform, 0, 0, 3 * 2 * 41 * 37), Shape.of(3, 2, 41, 37));
    Value grid =
        b.reshape(
            b.multiply(b.slice(shifted, 0, 0, 3 * 71 * 73 * 2), 100f), Shape.of(3, 71, 73, 2));
    for (GridSample.Border border : GridSample.Border.values()) {
      b.output("sampled" + border, b.gridSample(images, grid, border));
    }
    return b.build();
  }
}
