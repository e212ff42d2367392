// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.models.notation.MapShape;
import dev.colonnade.models.notation.NetString;
import dev.colonnade.models.train.TestDevices;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A net with unrolled convolutions trains as the same net with convolutions does. */
final class UnrolledConvolutionTest {
  private static final int IMAGES = 4;

  @ParameterizedTest
  @CsvSource({
    "1x12x12-5C4-MP3-7N-10N, 1",
    "2x12x11-5C4x3-MP3-4C2-10N, 4",
    "3x13x13-6C5/2-4C3-10N, 3",
    "2x9x9-4C3p1-MP3-10N, 2",
  })
  void bothTrainAlike(String net, int batch) {
    List<Float> direct = weightsAfterTwoSteps(net, batch, ConvolutionWay.DIRECT);
    List<Float> unrolled = weightsAfterTwoSteps(net, batch, ConvolutionWay.UNROLLED);
    assertThat(unrolled).hasSameSizeAs(direct);
    for (int i = 0; i < direct.size(); i++) {
      assertThat(Math.abs(unrolled.get(i) - direct.get(i))).isLessThan(2e-6f);
    }
  }

  private static List<Float> weightsAfterTwoSteps(String string, int batch, ConvolutionWay way) {
    Network network = new Network(NetString.parse(string), NetworkOptions.DANNET, way);
    MapShape input = network.spec().input();
    DataVariables data =
        DataVariables.of("train", DType.U8, IMAGES, input.maps(), input.height(), input.width());
    Program program =
        Program.of(Entries.train("train", network, data, Optimizer.SGD, batch, false));
    boolean convolves =
        program.entries().values().stream()
            .flatMap(entry -> entry.nodes().stream())
            .anyMatch(node -> node.op() instanceof ConvolutionOp);
    assertThat(convolves).isEqualTo(way == ConvolutionWay.DIRECT);
    Random random = new Random(7);
    try (Session session = TestDevices.cpu().open()) {
      Executable executable = session.compile(program, CompileOptions.DEFAULT);
      State state = executable.newState();
      HostTensor images = HostTensor.zeros(data.images().type());
      for (long i = 0; i < images.type().elementCount(); i++) {
        images.setByte(i, (byte) random.nextInt(256));
      }
      state.write(data.images(), images);
      state.write(data.labels(), HostTensor.of(Shape.of(IMAGES), 1, 0, 3, 2));
      network
          .parameters()
          .forEach(p -> state.write(p.variable(), Initialisation.DANNET.values(p, 3)));
      int[] rows = new int[batch];
      for (int i = 0; i < batch; i++) {
        rows[i] = i;
      }
      Feeds feeds =
          new Feeds()
              .constant(Entries.INDICES, HostTensor.of(Shape.of(batch), rows))
              .constant(Entries.RATE, HostTensor.scalar(0.1f));
      executable.submit(state, "train", feeds, 2).await();
      List<Float> weights = new ArrayList<>();
      for (Parameter parameter : network.parameters()) {
        HostTensor values = state.read(parameter.variable());
        for (long i = 0; i < values.type().elementCount(); i++) {
          weights.add(values.getFloat(i));
        }
      }
      return weights;
    }
  }

  @Test
  void groupsAndTablesAreRefused() {
    for (String net : List.of("4x12x12-8C3g2-10N", "4x12x12-8C3t2-10N")) {
      assertThat(Network.canUnroll(NetString.parse(net))).isFalse();
      assertThatThrownBy(() ->
              new Network(NetString.parse(net), NetworkOptions.DANNET, ConvolutionWay.UNROLLED))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("are not unrolled");
    }
  }
}
