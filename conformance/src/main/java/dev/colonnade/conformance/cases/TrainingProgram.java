// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/**
 * A small net's program with entries {@code train} (feeds x, labels, rate; outputs loss and logits)
 * and {@code evaluate} (feed x; outputs logits and predictions).
 *
 * @param program what is compiled
 * @param weights its trained variables
 * @param input shape of one batch
 * @param classes number of labels
 */
record TrainingProgram(Program program, List<Variable> weights, Shape input, int classes) {
  TrainingProgram {
    weights = List.copyOf(weights);
  }

  /** Writes random weights; velocities stay zero. */
  void initialise(SplittableRandom random, BiConsumer<Variable, HostTensor> write) {
    for (Variable variable : weights) {
      long outputs = variable.type().shape().dimension(0);
      double scale = 1.5 / Math.sqrt((double) variable.type().elementCount() / outputs);
      write.accept(
          variable,
          Input.uniform(-scale, scale, variable.type().shape().dimensions()).draw(random));
    }
  }

  /** Images for some steps, stacked. */
  HostTensor images(SplittableRandom random, int steps) {
    return Input.f32(input.stacked(steps).dimensions()).draw(random);
  }

  /** Labels for some steps, stacked. */
  HostTensor labels(SplittableRandom random, int steps) {
    return Input.i32(0, classes - 1, steps, input.dimension(0)).draw(random);
  }
}
