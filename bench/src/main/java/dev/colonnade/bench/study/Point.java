// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

import dev.colonnade.bench.record.Choices;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.core.backend.MathMode;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One thing to measure on each device of a study. Pure data: nothing is compiled or run by it.
 *
 * @param study id of the study
 * @param net net string, all variables filled in
 * @param zooName name of the net in the zoo, if it came from there
 * @param recipe net of the zoo whose recipe says what is distorted and how large an epoch is
 * @param variables values of the study's variables
 * @param choices what else the study varies, by {@link Choices key}
 * @param pass what one step does
 * @param batch images in one step
 * @param threads size of the thread team, or empty for the device's own
 * @param math precision of the operands of convolution and matrix product
 * @param training what is trained, if the pass trains to the end
 */
public record Point(
    String study,
    String net,
    Optional<String> zooName,
    Optional<String> recipe,
    SortedMap<String, Integer> variables,
    SortedMap<String, String> choices,
    Pass pass,
    int batch,
    OptionalInt threads,
    MathMode math,
    Optional<TrainingPlan> training) {

  /** Copies and sorts the maps. */
  public Point {
    variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    choices = Collections.unmodifiableSortedMap(new TreeMap<>(choices));
  }

  /** The same in another math mode. */
  public Point in(MathMode other) {
    return new Point(
        study, net, zooName, recipe, variables, choices, pass, batch, threads, other, training);
  }

  /** The same with another size of the team, or the device's own. */
  public Point with(OptionalInt team) {
    return new Point(
        study, net, zooName, recipe, variables, choices, pass, batch, team, math, training);
  }
}
