// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

import dev.colonnade.bench.record.Choices;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.core.backend.MathMode;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Points of a preset: every combination of what is listed here.
 *
 * @param variables values of each variable
 * @param zoo names of nets in the zoo
 * @param candidates which of the possible nets: {@link Choices#LOW}, {@link Choices#MEDIAN} and
 *     {@link Choices#HIGH}; empty where the paper leaves nothing open
 * @param passes what is timed
 * @param batches images in a step
 * @param threads sizes of the thread team, or empty for the device's own
 * @param convolutions ways of convolution, {@link Choices#DIRECT} and {@link Choices#UNROLLED};
 *     empty where the study does not vary them
 * @param math math modes
 * @param training what is trained, for the passes that train
 */
public record Selection(
    SortedMap<String, Values> variables,
    List<String> zoo,
    List<String> candidates,
    List<Pass> passes,
    Values batches,
    Optional<Values> threads,
    List<String> convolutions,
    List<MathMode> math,
    Optional<TrainingPlan> training) {

  /** Copies the collections. */
  public Selection {
    variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    zoo = List.copyOf(zoo);
    candidates = List.copyOf(candidates);
    passes = List.copyOf(passes);
    convolutions = List.copyOf(convolutions);
    math = List.copyOf(math);
  }
}
