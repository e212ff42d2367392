// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import dev.colonnade.core.op.Activation;
import dev.colonnade.models.distortion.Distortion;
import dev.colonnade.models.distortion.Range;
import dev.colonnade.models.network.Initialisation;
import dev.colonnade.models.network.InputScaling;
import dev.colonnade.models.network.Loss;
import dev.colonnade.models.network.NetworkOptions;
import dev.colonnade.models.network.Optimizer;
import dev.colonnade.models.zoo.Recipe;
import dev.colonnade.models.zoo.Training;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Training options as a recipe of the zoo says. */
public final class RecipeOptions {
  private RecipeOptions() {}

  /**
   * The options of a recipe; seed 1, and what a recipe does not know as in {@link
   * TrainingOptions#DANNET}.
   *
   * @throws TrainingException if the recipe asks for something that is not supported
   */
  public static TrainingOptions of(Recipe recipe) {
    Training training = recipe.training();
    return TrainingOptions.DANNET
        .withNetwork(network(recipe))
        .withInitialisation(
            new Initialisation.Uniform(
                (float) training.initialisation().low(), (float) training.initialisation().high()))
        .withOptimizer(optimizer(training))
        .withRate(training.learningRate())
        .withBatch(training.batch())
        .withEpochs(training.epochs())
        .withDistortion(
            training.distortion().map(RecipeOptions::distortion).orElse(Distortion.NONE))
        .withValidation(
            switch (training.validation().kind()) {
              case UNDISTORTED_TRAINING_SET -> Validation.TRAINING_SET;
              case HELD_OUT -> Validation.heldOut(training.validation().heldOut());
            })
        .withStopping(
            new TrainingOptions.Stopping(
                training.stopping().atZeroValidationError(), training.stopping().atRateFloor()));
  }

  /** What a recipe says about the net beyond its string. */
  public static NetworkOptions network(Recipe recipe) {
    Training training = recipe.training();
    Activation hidden = activation(training.activation());
    return new NetworkOptions(
        hidden,
        output(recipe.name(), training, hidden),
        loss(training, hidden),
        new InputScaling((float) recipe.input().low(), (float) recipe.input().high()));
  }

  private static Activation activation(Training.Activation activation) {
    return switch (activation) {
      case SCALED_TANH -> Activation.ScaledTanh.DANNET;
      case TANH -> new Activation.Tanh();
      case RELU -> new Activation.Relu();
      case LOGISTIC -> new Activation.Sigmoid();
    };
  }

  /** The softmax belongs to the loss, which takes logits. */
  private static Activation output(String name, Training training, Activation hidden) {
    return switch (training.output()) {
      case SOFTMAX -> {
        if (training.loss() != Training.Loss.CROSS_ENTROPY) {
          throw new TrainingException(
              name + " asks for the squared error of a softmax, which the trainer does not have");
        }
        yield new Activation.Identity();
      }
      case ACTIVATION -> hidden;
      case LINEAR -> new Activation.Identity();
    };
  }

  /** One-of-n targets: 1 for the class; the others -1, or 0 where outputs cannot be negative. */
  private static Loss loss(Training training, Activation hidden) {
    return switch (training.loss()) {
      case CROSS_ENTROPY -> Loss.SOFTMAX_CROSS_ENTROPY;
      case SQUARED_ERROR -> {
        boolean positive =
            training.output() == Training.Output.ACTIVATION
                && (hidden instanceof Activation.Sigmoid || hidden instanceof Activation.Relu);
        yield positive ? new Loss.SquaredErrorLoss(1, 0) : Loss.SQUARED_ERROR;
      }
    };
  }

  private static Optimizer optimizer(Training training) {
    float decay = (float) training.weightDecay();
    return training.momentum() > 0
        ? new Optimizer.Momentum((float) training.momentum(), decay)
        : new Optimizer.Sgd(decay);
  }

  /** A recipe's distortion in the units of the graph that applies it. */
  public static Distortion distortion(dev.colonnade.models.zoo.Distortion recipe) {
    SortedMap<Integer, Float> angles = new TreeMap<>();
    recipe.angleDegreesOfClass().forEach((label, angle) -> angles.put(label, angle.floatValue()));
    float translation = (float) (recipe.translationPercent() / 100);
    float scale = (float) (recipe.scalePercent() / 100);
    Optional<Distortion.Elastic> elastic =
        recipe
            .elastic()
            .map(fields -> new Distortion.Elastic(range(fields.sigma()), range(fields.alpha())));
    return new Distortion(
        translation,
        translation,
        (float) recipe.rotationDegrees(),
        scale,
        scale,
        (float) recipe.shearDegrees(),
        elastic,
        switch (recipe.fill()) {
          case BACKGROUND -> Distortion.Fill.BACKGROUND;
          case EDGE -> Distortion.Fill.REPLICATE;
        },
        angles);
  }

  private static Range range(dev.colonnade.models.zoo.Range range) {
    return new Range((float) range.low(), (float) range.high());
  }
}
