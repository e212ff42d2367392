// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.network.DataVariables;
import dev.colonnade.models.network.Entries;
import dev.colonnade.models.network.Loss;
import dev.colonnade.models.network.Network;
import java.util.Arrays;

/** What a trained net says of each image: what a committee averages. */
public final class Predictor {
  private static final String PREDICT = "predict";

  private Predictor() {}

  /**
   * The outputs of the net of a checkpoint for each image, which the papers average over the
   * columns: probabilities where the loss is the softmax's, else the outputs as they are.
   *
   * @param data images of the net's input size
   * @return one row for each image, one column for each class
   * @throws TrainingException if the data do not fit the net
   * @throws dev.colonnade.core.backend.BackendException if the device fails
   */
  public static double[][] outputs(Device device, SavedTraining saved, DataSet data) {
    TrainingJob.requireFits(saved.name(), saved.net(), data);
    TrainingOptions options = saved.options();
    Network network = new Network(saved.net(), options.network());
    DataVariables variables = DataVariables.of("test", data, options.storage());
    int chunk = Math.min(options.evaluationChunk(), data.size());
    Program program = Program.of(Entries.predict(PREDICT, network, variables, chunk));
    double[][] rows = new double[data.size()][];
    try (Session session = device.open()) {
      Executable executable = session.compile(program, options.compile());
      State state = executable.newState();
      state.write(variables.images(), variables.imagesOf(data, options.network().scaling()));
      network
          .parameters()
          .forEach(
              parameter -> state.write(parameter.variable(), Evaluator.tensor(saved, parameter)));
      for (int first = 0; first < data.size(); first += chunk) {
        // The last chunk reaches back, so that it is whole.
        int start = Math.min(first, data.size() - chunk);
        HostTensor outputs =
            executable
                .submit(
                    state,
                    PREDICT,
                    new Feeds().constant(Entries.OFFSET, HostTensor.scalar(start)),
                    1)
                .await()
                .get(Entries.OUTPUTS);
        for (int i = 0; i < chunk; i++) {
          rows[start + i] = row(outputs, i, network.classes());
          if (options.network().loss().equals(Loss.SOFTMAX_CROSS_ENTROPY)) {
            softmax(rows[start + i]);
          }
        }
      }
    }
    return rows;
  }

  private static double[] row(HostTensor outputs, int row, int classes) {
    double[] result = new double[classes];
    for (int c = 0; c < classes; c++) {
      result[c] = outputs.getFloat((long) row * classes + c);
    }
    return result;
  }

  private static void softmax(double[] row) {
    double largest = Arrays.stream(row).max().orElse(0);
    double sum = 0;
    for (int c = 0; c < row.length; c++) {
      row[c] = Math.exp(row[c] - largest);
      sum += row[c];
    }
    for (int c = 0; c < row.length; c++) {
      row[c] /= sum;
    }
  }
}
