// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was trained on what.
 *
 * @param study id of the study
 * @param variables the study's variables at this point, by name
 * @param choices what else the study varies, by {@link Choices key}
 * @param net the net in the papers' notation
 * @param zooName name in the zoo, if the net came from there
 * @param pass {@code train-to-error} or {@code committee}
 * @param batch images in one step; 1 is on-line training
 * @param weights trainable parameters, biases included
 * @param forwardMacs multiply-accumulates of one forward pass of one image
 * @param mathMode operand precision of convolution and matrix product
 * @param storage data type in which activations are kept
 * @param deterministic whether the deterministic option was on
 * @param data the data set, as the study names it
 * @param trainImages images trained on in each epoch
 * @param testImages images tested on
 * @param learningRate of the first epoch
 * @param rateFactor each epoch's rate over that of the one before
 * @param mostEpochs after which training ends in any case
 * @param targetErrorPercent test error that ends it, or why there is none
 */
public record TrainingWork(
    String study,
    SortedMap<String, Integer> variables,
    SortedMap<String, String> choices,
    String net,
    Measured<String> zooName,
    Pass pass,
    int batch,
    long weights,
    long forwardMacs,
    String mathMode,
    String storage,
    boolean deterministic,
    String data,
    int trainImages,
    int testImages,
    double learningRate,
    double rateFactor,
    int mostEpochs,
    Measured<Double> targetErrorPercent) {

  /** Checks names and counts; copies and sorts the maps. */
  public TrainingWork {
    Checks.text("work.study", study);
    Checks.text("work.net", net);
    Checks.text("work.mathMode", mathMode);
    Checks.text("work.storage", storage);
    Checks.text("work.data", data);
    Checks.positive("work.batch", batch);
    Checks.positive("work.weights", weights);
    Checks.positive("work.forwardMacs", forwardMacs);
    Checks.positive("work.trainImages", trainImages);
    Checks.positive("work.testImages", testImages);
    Checks.positive("work.mostEpochs", mostEpochs);
    if (!pass.isTraining()) {
      throw new IllegalArgumentException(
          "work.pass is " + pass.key() + "; train-to-error or committee is expected");
    }
    variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    choices = Collections.unmodifiableSortedMap(new TreeMap<>(choices));
  }
}
