// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was timed.
 *
 * @param study id of the study
 * @param variables the study's variables at this point, by name
 * @param choices what else the study varies, by {@link Choices key}; empty where it varies nothing
 * @param net the net in the papers' notation
 * @param zooName name in the zoo, if the net came from there
 * @param pass what one step does
 * @param batch images in one step
 * @param weights trainable parameters, biases included
 * @param forwardMacs multiply-accumulates of one forward pass of one image that the net needs;
 *     connections that a table leaves out are not counted
 * @param denseForwardMacs the same with every table connection counted, as a dense kernel computes
 *     it
 * @param passMacs multiply-accumulates per image of the whole timed pass, gradients included
 * @param mathMode operand precision of convolution and matrix product
 * @param storage data type in which activations are kept
 * @param deterministic whether the deterministic option was on
 */
public record Workload(
    String study,
    SortedMap<String, Integer> variables,
    SortedMap<String, String> choices,
    String net,
    Measured<String> zooName,
    Pass pass,
    int batch,
    long weights,
    long forwardMacs,
    long denseForwardMacs,
    Measured<Long> passMacs,
    String mathMode,
    String storage,
    boolean deterministic) {

  /** Checks names and counts; copies and sorts the maps. */
  public Workload {
    Checks.text("workload.study", study);
    Checks.text("workload.net", net);
    Checks.text("workload.mathMode", mathMode);
    Checks.text("workload.storage", storage);
    Checks.positive("workload.batch", batch);
    Checks.positive("workload.weights", weights);
    Checks.positive("workload.forwardMacs", forwardMacs);
    if (denseForwardMacs < forwardMacs) {
      throw new IllegalArgumentException(
          "workload.denseForwardMacs is "
              + denseForwardMacs
              + ", below workload.forwardMacs "
              + forwardMacs
              + "; the dense count is expected to be the greater or equal one");
    }
    if (passMacs instanceof Measured.Value<Long>(Long count)) {
      Checks.positive("workload.passMacs", count);
    }
    variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    choices = Collections.unmodifiableSortedMap(new TreeMap<>(choices));
  }
}
