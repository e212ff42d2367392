// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.data.Geometry;
import dev.colonnade.models.data.Split;
import dev.colonnade.models.data.digits.DigitOptions;
import dev.colonnade.models.data.digits.DigitSet;
import dev.colonnade.models.network.DataVariables;
import dev.colonnade.models.network.Entries;
import dev.colonnade.models.network.Network;
import dev.colonnade.models.network.Parameter;
import dev.colonnade.models.train.RecipeOptions;
import dev.colonnade.models.train.TrainingOptions;
import dev.colonnade.models.zoo.Zoo;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * On-line training as the papers did it: one image a step, of generated digits that lie on the
 * device, with the options of the MNIST column of 2012.
 */
final class OnlineTraining {
  private static final String COLUMN = "mcdnn-mnist";

  /** Digits of 28 pixels, padded. */
  private static final int EXTENT = 29;

  private static final int EXAMPLES = 50;
  private static final long SEED = 7;

  private final TrainingOptions options = RecipeOptions.of(Zoo.get(COLUMN));
  private final Network network;
  private final DataVariables variables;
  private final DataSet digits;
  private final Program program;

  private OnlineTraining() {
    network = new Network(Zoo.get(COLUMN).net(), RecipeOptions.network(Zoo.get(COLUMN)));
    digits =
        Geometry.pad(EXTENT, EXTENT)
            .apply(
                new DigitSet(
                        new DigitOptions(
                            EXAMPLES, 10, SEED, EXTENT - 1, DigitOptions.DEFAULT.difficulty()))
                    .load(Split.TRAIN));
    variables = DataVariables.of("digits", digits, DType.F32);
    program = Program.of(Entries.train("train", network, variables, options.optimizer(), 1, true));
  }

  /** The column. */
  static OnlineTraining column() {
    return new OnlineTraining();
  }

  Program program() {
    return program;
  }

  /** Losses of the steps, and the parameters behind them. */
  record Trajectory(HostTensor losses, Map<String, HostTensor> parameters) {}

  /** Trains from the same initial weights on the same examples in the same order. */
  Trajectory train(Device device, int steps, int perSubmission) {
    try (Session session = device.open()) {
      Executable executable = session.compile(program, CompileOptions.DEFAULT);
      State state = executable.newState();
      state.write(variables.images(), variables.imagesOf(digits, network.options().scaling()));
      state.write(variables.labels(), variables.labelsOf(digits));
      Map<String, HostTensor> start = initialParameters();
      for (Parameter parameter : network.parameters()) {
        state.write(parameter.variable(), start.get(parameter.variable().name()));
      }
      HostTensor losses = HostTensor.zeros(TensorType.f32(steps));
      for (int first = 0; first < steps; first += perSubmission) {
        int count = Math.min(perSubmission, steps - first);
        HostTensor some =
            executable.submit(state, "train", feeds(first, count), count).await().get(Entries.LOSS);
        for (int i = 0; i < count; i++) {
          losses.set(first + i, some.getFloat(i));
        }
      }
      Map<String, HostTensor> parameters = new LinkedHashMap<>();
      for (Parameter parameter : network.parameters()) {
        parameters.put(parameter.variable().name(), state.read(parameter.variable()));
      }
      return new Trajectory(losses, parameters);
    }
  }

  /** Initial weights by name. */
  Map<String, HostTensor> initialParameters() {
    Map<String, HostTensor> start = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      start.put(parameter.variable().name(), options.initialisation().values(parameter, SEED));
    }
    return start;
  }

  private static Feeds feeds(int first, int count) {
    HostTensor indices = HostTensor.zeros(TensorType.i32(1).stacked(count));
    HostTensor rates = HostTensor.zeros(TensorType.f32().stacked(count));
    for (int i = 0; i < count; i++) {
      // 17 and 50 have no common factor: every example comes once in 50 steps.
      indices.set(i, (first + i) * 17 % EXAMPLES);
      rates.set(i, 0.001f + 0.009f / (1 + (first + i) / 100));
    }
    return new Feeds().stacked(Entries.INDICES, indices).stacked(Entries.RATE, rates);
  }
}
