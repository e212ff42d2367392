// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.models.network.Entries;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** Submits an entry for all chunks of a data set: the evaluations. */
final class ChunkedRun {
  private final SteppedRun run;

  ChunkedRun(Executable executable, State state, Execution execution) {
    this.run = new SteppedRun(executable, state, execution);
  }

  /** The offsets of chunks {@code first} to {@code first + steps - 1}, stacked. */
  static HostTensor offsets(int first, int steps, int chunk) {
    int[] offsets = new int[steps];
    for (int i = 0; i < steps; i++) {
      offsets[i] = (first + i) * chunk;
    }
    return HostTensor.of(Shape.of(steps), offsets);
  }

  /**
   * Counts errors over the first {@code examples}.
   *
   * @param done hears how many examples are counted
   * @param stop whether to give up
   * @return nothing if it was given up
   */
  Optional<Count> count(
      String entry, int examples, int chunk, IntConsumer done, BooleanSupplier stop) {
    int steps = Math.ceilDiv(examples, chunk);
    long[] wrong = new long[1];
    double[] loss = new double[1];
    int reached =
        run.run(
            entry,
            0,
            steps,
            (first, count, buffer) ->
                new Feeds().stacked(Entries.OFFSET, offsets(first, count, chunk)),
            (first, count, outputs) -> {
              add(outputs, count, wrong, loss);
              done.accept(Math.min(examples, (first + count) * chunk));
            },
            stop);
    return reached == steps
        ? Optional.of(new Count(examples, wrong[0], loss[0]))
        : Optional.empty();
  }

  private static void add(Outputs outputs, int steps, long[] wrong, double[] loss) {
    HostTensor wrongs = outputs.get(Entries.WRONG);
    HostTensor losses = outputs.get(Entries.LOSS);
    for (int i = 0; i < steps; i++) {
      wrong[0] += wrongs.getInt(i);
      loss[0] += losses.getFloat(i);
    }
  }
}
