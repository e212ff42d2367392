// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.network.DataVariables;
import dev.colonnade.models.network.Entries;
import dev.colonnade.models.network.Network;
import dev.colonnade.models.network.Parameter;
import dev.colonnade.models.network.TrainingProgram;

/** Counts the errors of a trained net on a data set. */
public final class Evaluator {
  /**
   * What an evaluation found.
   *
   * @param net what the net is called
   * @param netString the net in the papers' notation
   * @param device id of the device
   * @param mathMode precision of the operands of convolution and matrix product
   * @param data name of the data set and its split
   * @param epochs whole epochs that the net was trained
   * @param examples evaluated, each once
   * @param wrong examples whose largest output is not the label's
   * @param errorPercent {@code 100 wrong / examples}
   * @param meanLoss mean over the examples
   * @param imagesPerSecond of evaluation alone, compiling and copying not counted
   */
  public record Result(
      String net,
      String netString,
      String device,
      MathMode mathMode,
      String data,
      int epochs,
      int examples,
      long wrong,
      double errorPercent,
      double meanLoss,
      double imagesPerSecond) {
    /** This result as one line of JSON. */
    public String toJson() {
      return TrainingJson.write(this);
    }
  }

  private Evaluator() {}

  /**
   * Evaluates the net of a checkpoint, compiled as for its training.
   *
   * @param data images of the net's input size, of as many classes as the net has outputs
   * @throws TrainingException if the data do not fit the net
   * @throws dev.colonnade.core.backend.BackendException if the device fails
   */
  public static Result evaluate(Device device, SavedTraining saved, DataSet data) {
    return evaluate(device, saved, data, saved.options().compile());
  }

  /**
   * Evaluates the net of a checkpoint.
   *
   * @param data images of the net's input size, of as many classes as the net has outputs
   * @param compile such as with another math mode than that of the training
   * @throws TrainingException if the data do not fit the net
   * @throws dev.colonnade.core.backend.BackendException if the device fails or refuses the options
   */
  public static Result evaluate(
      Device device, SavedTraining saved, DataSet data, CompileOptions compile) {
    TrainingJob.requireFits(saved.name(), saved.net(), data);
    TrainingOptions options = saved.options();
    Network network = new Network(saved.net(), options.network());
    DataVariables variables = DataVariables.of("test", data, options.storage());
    int chunk = Math.min(options.evaluationChunk(), data.size());
    Program program =
        Program.of(Entries.evaluate(TrainingProgram.TEST, network, variables, chunk, data.size()));
    try (Session session = device.open()) {
      Executable executable = session.compile(program, compile);
      State state = executable.newState();
      state.write(variables.images(), variables.imagesOf(data, options.network().scaling()));
      state.write(variables.labels(), variables.labelsOf(data));
      for (Parameter parameter : network.parameters()) {
        state.write(parameter.variable(), tensor(saved, parameter));
      }
      long start = System.nanoTime();
      Count count =
          new ChunkedRun(executable, state, Execution.DEFAULT)
              .count(TrainingProgram.TEST, data.size(), chunk, done -> {}, () -> false)
              .orElseThrow(() -> new AssertionError("nobody asked to stop"));
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Result(
          saved.name(),
          saved.net().toString(),
          device.id(),
          compile.math(),
          data.name() + "/" + data.split().label(),
          saved.epochs(),
          count.examples(),
          count.wrong(),
          count.errorPercent(),
          count.meanLoss(),
          count.examples() / seconds);
    }
  }

  /** A parameter's value in a checkpoint. */
  static HostTensor tensor(SavedTraining saved, Parameter parameter) {
    HostTensor tensor = saved.tensors().get(parameter.variable().name());
    if (tensor == null || !tensor.type().equals(parameter.type())) {
      throw new TrainingException(
          "checkpoint "
              + saved.file()
              + " has no "
              + parameter.variable()
              + "; it does not belong to this net or is damaged");
    }
    return tensor;
  }
}
