// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.zoo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * How a net is trained: stochastic gradient descent in all recipes of this zoo.
 *
 * @param activation function of all hidden layers with weights (pooling has none)
 * @param output what the last layer's sums become
 * @param loss the loss per example; of a mini-batch the mean is taken
 * @param initialisation distribution of weights and biases before training
 * @param learningRate rate of each epoch
 * @param momentum classical momentum, in [0, 1); 0 for none
 * @param weightDecay L2 decay added to the gradient, at least 0
 * @param batch examples per weight update; 1 is on-line training, the papers' own regime
 * @param epochs at most so many passes over the training set
 * @param distortion redrawn for each example and epoch; empty for none
 * @param validation what picks the best epoch
 * @param stopping what ends training before the last epoch
 */
public record Training(
    Activation activation,
    Output output,
    Loss loss,
    Initialisation initialisation,
    LearningRateSchedule learningRate,
    double momentum,
    double weightDecay,
    int batch,
    int epochs,
    Optional<Distortion> distortion,
    Validation validation,
    Stopping stopping) {

  /** Function of the hidden layers. */
  public enum Activation {
    /** {@code 1.7159 tanh(0.6666 a)} (LeCun 1989; Ciresan et al. 2010). */
    @JsonProperty("scaled-tanh")
    SCALED_TANH,
    /** {@code tanh(a)}. */
    @JsonProperty("tanh")
    TANH,
    /** {@code max(0, a)}. */
    @JsonProperty("relu")
    RELU,
    /** {@code 1 / (1 + exp(-a))}. */
    @JsonProperty("logistic")
    LOGISTIC
  }

  /** Function of the output layer. */
  public enum Output {
    /** Normalised exponentials. */
    @JsonProperty("softmax")
    SOFTMAX,
    /** The same function as the hidden layers. */
    @JsonProperty("activation")
    ACTIVATION,
    /** The sums themselves. */
    @JsonProperty("linear")
    LINEAR
  }

  /** Loss of one example. */
  public enum Loss {
    /** Negative logarithm of the probability given to the right class; needs a softmax output. */
    @JsonProperty("cross-entropy")
    CROSS_ENTROPY,
    /** Half the sum of squared differences to the one-of-n target. */
    @JsonProperty("squared-error")
    SQUARED_ERROR
  }

  /**
   * Uniform distribution of all weights and biases.
   *
   * @param low smallest value
   * @param high largest value
   */
  public record Initialisation(double low, double high) {

    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if {@code low} is not below {@code high}
     */
    public Initialisation {
      Checks.that(low < high, "low must be below high, but was %s to %s".formatted(low, high));
    }
  }

  /**
   * The set that tells the best epoch.
   *
   * @param kind which one
   * @param heldOut examples at the end of the training set kept for it; 0 unless held out
   */
  public record Validation(Kind kind, int heldOut) {

    /** Which examples validate. */
    public enum Kind {
      /** The training set before distortion, all of it (IJCAI 2011, CVPR 2012). */
      @JsonProperty("undistorted-training-set")
      UNDISTORTED_TRAINING_SET,
      /** Examples taken out of the training set. */
      @JsonProperty("held-out")
      HELD_OUT
    }

    /**
     * Checks that a number is given exactly where one is needed.
     *
     * @throws IllegalArgumentException if it is not
     */
    public Validation {
      Checks.that(
          kind == Kind.HELD_OUT ? heldOut > 0 : heldOut == 0,
          "held-out must be above 0 for kind held-out and 0 otherwise, but was " + heldOut);
    }
  }

  /**
   * What ends training early.
   *
   * @param atZeroValidationError stop when validation makes no error
   * @param atRateFloor stop when the learning rate has reached its floor
   */
  public record Stopping(boolean atZeroValidationError, boolean atRateFloor) {}

  /**
   * Checks ranges and combinations.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public Training {
    Checks.that(momentum >= 0 && momentum < 1, "momentum must be in [0, 1), but was " + momentum);
    Checks.that(
        weightDecay >= 0 && Double.isFinite(weightDecay),
        "weight-decay must not be negative, but was " + weightDecay);
    Checks.that(batch >= 1, "batch must be at least 1, but was " + batch);
    Checks.that(epochs >= 1, "epochs must be at least 1, but was " + epochs);
    Checks.that(
        loss != Loss.CROSS_ENTROPY || output == Output.SOFTMAX,
        "cross-entropy needs a softmax output");
    Checks.that(
        !stopping.atRateFloor() || learningRate.floor() > 0,
        "at-rate-floor needs a learning rate with a floor above 0");
  }
}
