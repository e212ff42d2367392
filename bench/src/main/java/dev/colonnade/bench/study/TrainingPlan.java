// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a study that trains nets to the end does at each of its points.
 *
 * @param data the data set, as {@code ./colonnade train --data} takes it
 * @param images training images, from the first; fewer if the set has fewer
 * @param tests test images, from the first; fewer if the set has fewer
 * @param epochs after which a training ends in any case
 * @param columns nets trained one after the other, each with a seed of its own
 * @param targetErrorPercent test error at which a training ends, in percent; none for a committee
 * @param rates learning rates of the first epoch. One is taken as it is; of several each is tried
 *     on the same images, and the one with the smallest error on held-out training images is taken
 * @param rateFactor each epoch's rate over that of the one before
 * @param tuningImages training images of a trial of a rate, a fifth of them held out
 * @param tuningEpochs epochs of a trial
 * @param distortion whether the images are distorted anew in each epoch, by the net's recipe
 */
public record TrainingPlan(
    String data,
    int images,
    int tests,
    int epochs,
    int columns,
    OptionalDouble targetErrorPercent,
    List<Double> rates,
    double rateFactor,
    int tuningImages,
    int tuningEpochs,
    boolean distortion) {

  /** Copies the list. */
  public TrainingPlan {
    rates = List.copyOf(rates);
  }
}
