// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.models.distortion.Distortion;
import dev.colonnade.models.notation.LayerTable;
import dev.colonnade.models.notation.NetSpec;
import dev.colonnade.models.notation.NetString;
import dev.colonnade.models.train.TestDevices;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworkTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1x29x29-20C4-MP2-40C5-MP3-150N-10N",
        "841-1000N-500N-10N",
        "3x32x32-30C3-MP2-30C2-MP2-30C3-MP2-30C2-MP2-30N-10N",
        "1x29x29-20C4t1-MP2-40C5t5-MP3-150N-10N",
        "4x12x12-8C3/2p1g2-AP2-10N"
      })
  void parametersAreThoseOfTheLayerTable(String string) {
    NetSpec spec = NetString.parse(string);
    Network network = new Network(spec, NetworkOptions.DANNET);
    assertThat(network.parameterCount()).isEqualTo(LayerTable.of(spec).denseWeights());
    for (int i = 0; i < network.parameters().size(); i++) {
      assertThat(network.parameters().get(i).ordinal()).isEqualTo(i);
    }
  }

  @Test
  void nodesAreLabelledByLayer() {
    Network network = new Network(NetString.parse("1x6x6-2C3-MP2-3N"), NetworkOptions.DANNET);
    DataVariables data = DataVariables.of("train", DType.U8, 4, 1, 6, 6);
    assertThat(
            Entries.train("train", network, data, Optimizer.SGD, 1, false).nodes().stream()
                .map(node -> node.label()))
        .contains(
            "layer1/convolution",
            "layer2/max-pooling",
            "layer3/fully-connected",
            "loss",
            "layer1/convolution/gradient",
            "layer3/weights/update");
  }

  @Test
  void aTrainingStepCountsItsErrorsBeforeTheUpdateIfAsked() {
    Network network = new Network(NetString.parse("1x2x2-3N"), NetworkOptions.DANNET);
    DataVariables data = DataVariables.of("train", DType.U8, 4, 1, 2, 2);
    Program program = Program.of(Entries.train("train", network, data, Optimizer.SGD, 4, true));
    try (Session session = TestDevices.cpu().open()) {
      Executable executable = session.compile(program, CompileOptions.DEFAULT);
      State state = executable.newState();
      state.write(data.labels(), HostTensor.of(Shape.of(4), 2, 0, 2, 1));
      // Only the biases differ, so that class 2 is chosen for every image.
      state.write(
          network.parameters().get(1).variable(), HostTensor.of(Shape.of(3), 0f, 0.1f, 0.5f));
      HostTensor wrong =
          executable
              .submit(
                  state,
                  "train",
                  new Feeds()
                      .constant(Entries.INDICES, HostTensor.of(Shape.of(4), 0, 1, 2, 3))
                      .constant(Entries.RATE, HostTensor.scalar(100f)),
                  1)
              .await()
              .get(Entries.WRONG);
      assertThat(wrong.getInt(0)).isEqualTo(2);
    }
  }

  /** The step's change of each parameter against central differences of the evaluated loss. */
  @ParameterizedTest
  @CsvSource({
    "2x7x6-4C3-MP2-5N-3N, softmax",
    "2x7x6-4C3-MP2-5N-3N, squared",
    "4x9x8-6C3/2p1g2-AP2-3N, softmax",
    "3x8x8-4C3t2-MP2f-4C2-3N, squared"
  })
  void aStepFollowsTheGradientOfTheEvaluatedLoss(String string, String loss) {
    NetSpec spec = NetString.parse(string);
    NetworkOptions options =
        loss.equals("softmax")
            ? NetworkOptions.DANNET
            : new NetworkOptions(
                Activation.ScaledTanh.DANNET,
                Activation.ScaledTanh.DANNET,
                Loss.SQUARED_ERROR,
                InputScaling.PLUS_MINUS_ONE);
    Network network = new Network(spec, options);
    int examples = 3;
    DataVariables data =
        DataVariables.of(
            "train",
            DType.U8,
            examples,
            spec.input().maps(),
            spec.input().height(),
            spec.input().width());
    TrainingProgram training =
        new TrainingProgram(
            network,
            new TrainingProgram.Layout(
                data,
                Optional.empty(),
                examples,
                Optimizer.SGD,
                Distortion.NONE,
                Optional.of(new TrainingProgram.Evaluated(data, examples)),
                examples,
                1,
                false));
    Random random = new Random(5);
    try (Session session = TestDevices.scalar().open()) {
      Executable executable = session.compile(training.program(), CompileOptions.DEFAULT);
      State state = executable.newState();
      HostTensor images = HostTensor.zeros(data.images().type());
      for (long i = 0; i < images.type().elementCount(); i++) {
        images.setByte(i, (byte) random.nextInt(256));
      }
      state.write(data.images(), images);
      state.write(data.labels(), HostTensor.of(Shape.of(examples), 0, 2, 1));
      for (Parameter parameter : network.parameters()) {
        state.write(
            parameter.variable(), new Initialisation.Uniform(-0.5f, 0.5f).values(parameter, 3));
      }
      for (Parameter parameter : network.parameters()) {
        HostTensor before = state.read(parameter.variable()).copy();
        State stepped = executable.newState();
        stepped.copyFrom(state);
        float rate = 1f;
        executable
            .submit(
                stepped,
                TrainingProgram.TRAIN,
                new Feeds()
                    .constant(Entries.INDICES, HostTensor.of(Shape.of(examples), 0, 1, 2))
                    .constant(Entries.RATE, HostTensor.scalar(rate)),
                1)
            .await();
        HostTensor after = stepped.read(parameter.variable());
        stepped.close();
        long count = parameter.type().elementCount();
        for (int probe = 0; probe < Math.min(6, count); probe++) {
          long index = random.nextLong(count);
          double gradient = (before.getFloat(index) - after.getFloat(index)) / rate;
          double difference =
              (loss(executable, state, parameter.variable(), before, index, 0.01f)
                      - loss(executable, state, parameter.variable(), before, index, -0.01f))
                  / 0.02
                  / examples;
          assertThat(gradient)
              .as("%s[%d]", parameter.variable().name(), index)
              .isCloseTo(difference, within(2e-3 + 0.02 * Math.abs(difference)));
        }
        state.write(parameter.variable(), before);
      }
    }
  }

  private static double loss(
      Executable executable,
      State state,
      Variable variable,
      HostTensor values,
      long index,
      float change) {
    HostTensor changed = values.copy();
    changed.set(index, values.getFloat(index) + change);
    state.write(variable, changed);
    return executable
        .submit(
            state,
            TrainingProgram.VALIDATE,
            new Feeds().constant(Entries.OFFSET, HostTensor.scalar(0)),
            1)
        .await()
        .get(Entries.LOSS)
        .getFloat(0);
  }
}
