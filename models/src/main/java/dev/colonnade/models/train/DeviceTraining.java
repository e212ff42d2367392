// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.backend.UnsupportedProgramException;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.network.DataVariables;
import dev.colonnade.models.network.Network;
import dev.colonnade.models.network.Parameter;
import dev.colonnade.models.network.TrainingProgram;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A job on a device: the session, the compiled program, and the variables with the data in them.
 */
final class DeviceTraining implements AutoCloseable {
  private final Device device;
  private final TrainingJob job;
  private final TrainingProgram training;
  private final Session session;
  private final Executable executable;
  private final State state;

  /**
   * Opens, compiles and uploads the data; parameters are still zero.
   *
   * @param plan choices of an earlier run to follow, if any
   * @throws OutOfDeviceMemoryException with a table of what the job takes
   */
  DeviceTraining(Device device, TrainingJob job, Optional<Plan> plan, TrainingListener listener) {
    this.device = device;
    this.job = job;
    this.training = program(job);
    this.session = device.open();
    try {
      listener.preparing("compiling " + job.name() + " for " + device.id());
      this.executable = compile(session, training, job.options().compile(), plan, listener);
      this.state = executable.newState();
      listener.preparing("copying " + job.train().name() + " to " + device.id());
      upload();
    } catch (OutOfDeviceMemoryException e) {
      session.close();
      throw new OutOfDeviceMemoryException(
          e.getMessage() + System.lineSeparator() + new MemoryNeeds(training).table(), e);
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  private static Executable compile(
      Session session,
      TrainingProgram training,
      CompileOptions options,
      Optional<Plan> plan,
      TrainingListener listener) {
    if (plan.isPresent()) {
      try {
        return session.compile(training.program(), options.withPlan(plan.get()));
      } catch (OutOfDeviceMemoryException | UnsupportedProgramException e) {
        throw e;
      } catch (BackendException e) {
        listener.warning(
            "the plan in the checkpoint cannot be followed ("
                + e.getMessage()
                + "); compiled anew, so the weights may differ in the last bits from a run that was"
                + " not interrupted");
      }
    }
    return session.compile(training.program(), options);
  }

  /** The program of a job. */
  static TrainingProgram program(TrainingJob job) {
    TrainingOptions options = job.options();
    DataVariables train =
        DataVariables.of(
            "train",
            options.storage(),
            job.trainCount(),
            job.train().channels(),
            job.train().height(),
            job.train().width());
    Optional<DataVariables> test =
        job.test().map(set -> DataVariables.of("test", set, options.storage()));
    Optional<TrainingProgram.Evaluated> validation =
        switch (options.validation().kind()) {
          case NONE -> Optional.empty();
          case TRAINING_SET ->
              Optional.of(
                  new TrainingProgram.Evaluated(
                      train, Math.min(options.validation().examples(), train.size())));
          case HELD_OUT -> {
            DataSet held = heldOut(job);
            yield Optional.of(
                new TrainingProgram.Evaluated(
                    DataVariables.of("validation", held, options.storage()), held.size()));
          }
        };
    return new TrainingProgram(
        new Network(job.net(), options.network()),
        new TrainingProgram.Layout(
            train,
            test,
            options.batch(),
            options.optimizer(),
            options.distortion(),
            validation,
            options.evaluationChunk(),
            options.distortionChunk(),
            false));
  }

  private static DataSet heldOut(TrainingJob job) {
    return job.train().select(IntStream.range(job.trainCount(), job.train().size()).toArray());
  }

  private void upload() {
    TrainingProgram.Layout layout = training.layout();
    write(layout.train(), job.train().first(job.trainCount()));
    job.test().ifPresent(set -> layout.test().ifPresent(variables -> write(variables, set)));
    if (job.options().validation().kind() == Validation.Kind.HELD_OUT) {
      layout.validation().ifPresent(held -> write(held.data(), heldOut(job)));
    }
  }

  private void write(DataVariables variables, DataSet set) {
    state.write(variables.images(), variables.imagesOf(set, job.options().network().scaling()));
    state.write(variables.labels(), variables.labelsOf(set));
  }

  /** Gives parameters their initial values and velocities zero. */
  void initialise() {
    for (Parameter parameter : training.network().parameters()) {
      state.write(
          parameter.variable(),
          job.options().initialisation().values(parameter, job.options().seed()));
      if (job.options().optimizer().hasVelocity()) {
        state.write(parameter.velocity(), HostTensor.zeros(parameter.type()));
      }
    }
  }

  /** Gives parameters and velocities the values of a checkpoint. */
  void restore(SavedTraining saved) {
    for (Variable variable : training.trained()) {
      HostTensor value = saved.tensors().get(variable.name());
      if (value == null || !value.type().equals(variable.type())) {
        throw new TrainingException(
            "checkpoint "
                + saved.file()
                + " has no "
                + variable
                + "; it does not belong to this net or is damaged");
      }
      state.write(variable, value);
    }
  }

  /** Parameters and velocities, read from the device after all that was submitted. */
  private Map<String, HostTensor> snapshot() {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    for (Variable variable : training.trained()) {
      tensors.put(variable.name(), state.read(variable));
    }
    return tensors;
  }

  /** The run as it stands, for a checkpoint in {@code file}. */
  SavedTraining saved(Path file, RunProgress progress) {
    return SavedTraining.of(
        file, job, device, executable.plan(), progress.position(), progress.history(), snapshot());
  }

  TrainingProgram training() {
    return training;
  }

  Executable executable() {
    return executable;
  }

  State state() {
    return state;
  }

  HostTensor allocate(TensorType type) {
    return session.allocateHost(type);
  }

  @Override
  public void close() {
    session.close();
  }
}
