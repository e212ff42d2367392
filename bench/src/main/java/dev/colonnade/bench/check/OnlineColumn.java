// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.check;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.backend.Ticket;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.data.Split;
import dev.colonnade.models.data.digits.Difficulty;
import dev.colonnade.models.data.digits.DigitOptions;
import dev.colonnade.models.data.digits.DigitSet;
import dev.colonnade.models.network.DataVariables;
import dev.colonnade.models.network.Entries;
import dev.colonnade.models.network.Initialisation;
import dev.colonnade.models.network.Network;
import dev.colonnade.models.network.NetworkOptions;
import dev.colonnade.models.network.Optimizer;
import dev.colonnade.models.network.Parameter;
import dev.colonnade.models.zoo.Zoo;
import java.util.Arrays;

/**
 * A column of CVPR 2012 for MNIST that learns generated digits on-line, an image a step, without
 * distortion: the same images in the same order on each device.
 */
final class OnlineColumn implements AutoCloseable {
  private static final String NET = "mcdnn-mnist";
  private static final int IMAGES = 1000;
  private static final float RATE = 0.001f;
  private static final String TRAIN = "train";

  private final Network network;
  private final DataSet digits;
  private final DataVariables data;
  private final Program program;
  private final Executable executable;

  /** Compiles the step. */
  OnlineColumn(Session session) {
    network = new Network(Zoo.find(NET).orElseThrow().net(), NetworkOptions.DANNET);
    int size = network.spec().input().height();
    digits =
        new DigitSet(new DigitOptions(IMAGES, 10, 1, size, Difficulty.NORMAL)).load(Split.TRAIN);
    data = DataVariables.of("digits", digits, DType.U8);
    program = Program.of(Entries.train(TRAIN, network, data, new Optimizer.Sgd(0), 1, false));
    executable = session.compile(program, CompileOptions.DEFAULT);
  }

  /** A column of its own, with the initial weights of this seed. */
  State newState(long seed) {
    State state = executable.newState();
    state.write(
        program.variable(data.images().name()), data.imagesOf(digits, network.options().scaling()));
    state.write(program.variable(data.labels().name()), data.labelsOf(digits));
    for (Parameter parameter : network.parameters()) {
      state.write(
          program.variable(parameter.variable().name()),
          Initialisation.DANNET.values(parameter, seed));
    }
    return state;
  }

  /** Submits steps {@code from} to {@code from + steps - 1}, without waiting. */
  Ticket submit(State state, int from, int steps) {
    HostTensor indices = HostTensor.zeros(TensorType.i32(steps, 1));
    for (int i = 0; i < steps; i++) {
      indices.set(i, (from + i) % IMAGES);
    }
    Feeds feeds =
        new Feeds()
            .stacked(Entries.INDICES, indices)
            .constant(Entries.RATE, HostTensor.scalar(RATE));
    return executable.submit(state, TRAIN, feeds, steps);
  }

  /** All trained numbers, one parameter behind the other. */
  float[] weights(State state) {
    float[] all = new float[Math.toIntExact(network.parameterCount())];
    int at = 0;
    for (Parameter parameter : network.parameters()) {
      float[] values = state.read(program.variable(parameter.variable().name())).toFloatArray();
      System.arraycopy(values, 0, all, at, values.length);
      at += values.length;
    }
    return Arrays.copyOf(all, at);
  }

  @Override
  public void close() {
    executable.close();
  }
}
