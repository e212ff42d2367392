// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

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
 * @param variables values of the study's variables
 * @param pass what one step does
 * @param batch images in one step
 * @param threads size of the thread team, or empty for the device's own
 * @param math precision of the operands of convolution and matrix product
 */
public record Point(
    String study,
    String net,
    Optional<String> zooName,
    SortedMap<String, Integer> variables,
    Pass pass,
    int batch,
    OptionalInt threads,
    MathMode math) {

  /** Copies and sorts the variables. */
  public Point {
    variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
  }

  /** The same in another math mode. */
  public Point in(MathMode other) {
    return new Point(study, net, zooName, variables, pass, batch, threads, other);
  }
}
