// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.models.distortion.Distortion;
import dev.colonnade.models.network.Initialisation;
import dev.colonnade.models.network.NetworkOptions;
import dev.colonnade.models.network.Optimizer;
import dev.colonnade.models.zoo.LearningRateSchedule;
import java.util.function.Consumer;

/**
 * Everything that decides what a training run computes. Two runs with equal options, net and data
 * compute the same on the same device and plan, bit for bit, however often they are interrupted.
 *
 * @param network activations, loss and input scaling
 * @param initialisation of weights and biases
 * @param optimizer plain gradient descent or momentum, with or without decay
 * @param rate learning rate of each epoch
 * @param batch examples in a step; 1 is on-line training
 * @param epochs passes over the training set, at least 1; may be raised when training is resumed
 * @param seed of initial weights, order and distortions
 * @param distortion of the training images, redrawn each epoch
 * @param validation what judges an epoch
 * @param stopping what ends training before the last epoch
 * @param storage how undistorted images are kept on the device: U8 as stored, or F32 as scaled
 *     inputs, which takes four times the memory and saves a conversion in each step
 * @param evaluationChunk examples in a step of evaluation
 * @param distortionChunk examples in a step of distortion
 * @param compile precision and determinism; bit-for-bit resumption needs the latter
 */
public record TrainingOptions(
    NetworkOptions network,
    Initialisation initialisation,
    Optimizer optimizer,
    LearningRateSchedule rate,
    int batch,
    int epochs,
    long seed,
    Distortion distortion,
    Validation validation,
    Stopping stopping,
    DType storage,
    int evaluationChunk,
    int distortionChunk,
    CompileOptions compile) {

  /**
   * What ends training before its last epoch.
   *
   * @param atZeroValidationError when validation makes no error
   * @param atRateFloor when an epoch was trained with the smallest rate of the schedule
   */
  public record Stopping(boolean atZeroValidationError, boolean atRateFloor) {
    /** Only the number of epochs ends training. */
    public static final Stopping NEVER = new Stopping(false, false);
  }

  /**
   * DanNet's regime: on-line gradient descent, rate 0.001 x 0.993 per epoch down to 0.00003,
   * uniform [-0.05, 0.05], validation on the undistorted training set; one epoch, seed 1, no
   * distortion.
   */
  public static final TrainingOptions DANNET =
      new TrainingOptions(
          NetworkOptions.DANNET,
          Initialisation.DANNET,
          Optimizer.SGD,
          new LearningRateSchedule(1e-3, 0.993, 3e-5),
          1,
          1,
          1,
          Distortion.NONE,
          Validation.TRAINING_SET,
          Stopping.NEVER,
          DType.U8,
          500,
          500,
          CompileOptions.DEFAULT);

  /** Checks the counts. */
  public TrainingOptions {
    positive("batch", batch);
    positive("epochs", epochs);
    positive("evaluationChunk", evaluationChunk);
    positive("distortionChunk", distortionChunk);
    if (storage != DType.U8 && storage != DType.F32) {
      throw new IllegalArgumentException("images are kept as U8 or F32, not as " + storage);
    }
    if (compile.plan().isPresent()) {
      throw new IllegalArgumentException(
          "a plan is not an option of training; resuming takes it from the checkpoint");
    }
  }

  /** These options with another network. */
  public TrainingOptions withNetwork(NetworkOptions other) {
    return with(draft -> draft.network = other);
  }

  /** These options with another initialisation. */
  public TrainingOptions withInitialisation(Initialisation other) {
    return with(draft -> draft.initialisation = other);
  }

  /** These options with another optimizer. */
  public TrainingOptions withOptimizer(Optimizer other) {
    return with(draft -> draft.optimizer = other);
  }

  /** These options with another learning rate. */
  public TrainingOptions withRate(LearningRateSchedule other) {
    return with(draft -> draft.rate = other);
  }

  /** These options with another batch. */
  public TrainingOptions withBatch(int other) {
    return with(draft -> draft.batch = other);
  }

  /** These options with another number of epochs. */
  public TrainingOptions withEpochs(int other) {
    return with(draft -> draft.epochs = other);
  }

  /** These options with another seed. */
  public TrainingOptions withSeed(long other) {
    return with(draft -> draft.seed = other);
  }

  /** These options with another distortion. */
  public TrainingOptions withDistortion(Distortion other) {
    return with(draft -> draft.distortion = other);
  }

  /** These options with another validation. */
  public TrainingOptions withValidation(Validation other) {
    return with(draft -> draft.validation = other);
  }

  /** These options with another rule for stopping. */
  public TrainingOptions withStopping(Stopping other) {
    return with(draft -> draft.stopping = other);
  }

  /** These options with images kept otherwise. */
  public TrainingOptions withStorage(DType other) {
    return with(draft -> draft.storage = other);
  }

  /** These options with other steps of evaluation and distortion. */
  public TrainingOptions withChunks(int evaluation, int distortionImages) {
    return with(draft -> {
      draft.evaluationChunk = evaluation;
      draft.distortionChunk = distortionImages;
    });
  }

  /** These options with another precision. */
  public TrainingOptions withCompile(CompileOptions other) {
    return with(draft -> draft.compile = other);
  }

  private TrainingOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.finished();
  }

  /** Options being changed: the only place beside the record that lists them all. */
  private static final class Draft {
    private NetworkOptions network;
    private Initialisation initialisation;
    private Optimizer optimizer;
    private LearningRateSchedule rate;
    private int batch;
    private int epochs;
    private long seed;
    private Distortion distortion;
    private Validation validation;
    private Stopping stopping;
    private DType storage;
    private int evaluationChunk;
    private int distortionChunk;
    private CompileOptions compile;

    Draft(TrainingOptions options) {
      network = options.network;
      initialisation = options.initialisation;
      optimizer = options.optimizer;
      rate = options.rate;
      batch = options.batch;
      epochs = options.epochs;
      seed = options.seed;
      distortion = options.distortion;
      validation = options.validation;
      stopping = options.stopping;
      storage = options.storage;
      evaluationChunk = options.evaluationChunk;
      distortionChunk = options.distortionChunk;
      compile = options.compile;
    }

    TrainingOptions finished() {
      return new TrainingOptions(
          network,
          initialisation,
          optimizer,
          rate,
          batch,
          epochs,
          seed,
          distortion,
          validation,
          stopping,
          storage,
          evaluationChunk,
          distortionChunk,
          compile);
    }
  }

  private static void positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, but was " + value);
    }
  }
}
