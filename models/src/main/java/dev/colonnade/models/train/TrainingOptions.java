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
    return new TrainingOptions(
        other,
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

  /** These options with another initialisation. */
  public TrainingOptions withInitialisation(Initialisation other) {
    return new TrainingOptions(
        network,
        other,
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

  /** These options with another optimizer. */
  public TrainingOptions withOptimizer(Optimizer other) {
    return new TrainingOptions(
        network,
        initialisation,
        other,
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

  /** These options with another learning rate. */
  public TrainingOptions withRate(LearningRateSchedule other) {
    return new TrainingOptions(
        network,
        initialisation,
        optimizer,
        other,
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

  /** These options with another batch. */
  public TrainingOptions withBatch(int other) {
    return new TrainingOptions(
        network,
        initialisation,
        optimizer,
        rate,
        other,
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

  /** These options with another number of epochs. */
  public TrainingOptions withEpochs(int other) {
    return new TrainingOptions(
        network,
        initialisation,
        optimizer,
        rate,
        batch,
        other,
        seed,
        distortion,
        validation,
        stopping,
        storage,
        evaluationChunk,
        distortionChunk,
        compile);
  }

  /** These options with another seed. */
  public TrainingOptions withSeed(long other) {
    return new TrainingOptions(
        network,
        initialisation,
        optimizer,
        rate,
        batch,
        epochs,
        other,
        distortion,
        validation,
        stopping,
        storage,
        evaluationChunk,
        distortionChunk,
        compile);
  }

  /** These options with another distortion. */
  public TrainingOptions withDistortion(Distortion other) {
    return new TrainingOptions(
        network,
        initialisation,
        optimizer,
        rate,
        batch,
        epochs,
        seed,
        other,
        validation,
        stopping,
        storage,
        evaluationChunk,
        distortionChunk,
        compile);
  }

  /** These options with another validation. */
  public TrainingOptions withValidation(Validation other) {
    return new TrainingOptions(
        network,
        initialisation,
        optimizer,
        rate,
        batch,
        epochs,
        seed,
        distortion,
        other,
        stopping,
        storage,
        evaluationChunk,
        distortionChunk,
        compile);
  }

  /** These options with another rule for stopping. */
  public TrainingOptions withStopping(Stopping other) {
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
        other,
        storage,
        evaluationChunk,
        distortionChunk,
        compile);
  }

  /** These options with images kept otherwise. */
  public TrainingOptions withStorage(DType other) {
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
        other,
        evaluationChunk,
        distortionChunk,
        compile);
  }

  /** These options with other steps of evaluation and distortion. */
  public TrainingOptions withChunks(int evaluation, int distortionImages) {
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
        evaluation,
        distortionImages,
        compile);
  }

  /** These options with another precision. */
  public TrainingOptions withCompile(CompileOptions other) {
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
        other);
  }

  private static void positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, but was " + value);
    }
  }
}
