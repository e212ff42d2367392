// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.models.distortion.Distortion;
import dev.colonnade.models.distortion.DistortionFeeds;
import dev.colonnade.models.network.Entries;
import dev.colonnade.models.network.TrainingProgram;
import dev.colonnade.models.random.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** The phases of an epoch that change something: distortion and training. */
final class EpochPhases {
  private final TrainingJob job;
  private final DeviceTraining on;
  private final TrainingProgram.Layout layout;
  private final SteppedRun trainRun;
  private final SteppedRun distortRun;
  private final List<HostTensor> indexBuffers = new ArrayList<>();
  private int[] order = new int[0];
  private int orderEpoch = -1;

  /** Takes the losses of some training steps. */
  @FunctionalInterface
  interface LossTaker {
    /**
     * Mean losses of consecutive steps; called in order.
     *
     * @param first the first of these steps
     * @param losses F32 [steps]
     * @param examples of each step
     */
    void take(int first, HostTensor losses, int examples);
  }

  EpochPhases(TrainingJob job, DeviceTraining on, Execution execution) {
    this.job = job;
    this.on = on;
    this.layout = on.training().layout();
    this.trainRun = new SteppedRun(on.executable(), on.state(), execution);
    this.distortRun = new SteppedRun(on.executable(), on.state(), execution);
    for (int i = 0; i < SteppedRun.DEPTH; i++) {
      indexBuffers.add(
          on.allocate(
              TensorType.i32(
                  Math.min(execution.maxStepsPerSubmission(), layout.stepsPerEpoch()),
                  layout.batch())));
    }
  }

  /** Writes the epoch set; false if it was given up. */
  boolean distort(int epoch, IntConsumer done, BooleanSupplier stop) {
    Distortion distortion = layout.distortion();
    int chunk = layout.distortChunk();
    int steps = Math.ceilDiv(layout.train().size(), chunk);
    Feeds constants = new Feeds();
    DistortionFeeds.add(
        constants,
        distortion,
        job.train().height(),
        job.train().width(),
        job.options().seed(),
        epoch);
    int reached =
        distortRun.run(
            TrainingProgram.DISTORT,
            0,
            steps,
            (first, count, buffer) -> {
              Feeds feeds = new Feeds();
              constants.all().forEach((name, fed) -> feeds.constant(name, fed.tensor()));
              return feeds.stacked(Entries.OFFSET, ChunkedRun.offsets(first, count, chunk));
            },
            (first, count, outputs) ->
                done.accept(Math.min(layout.train().size(), (first + count) * chunk)),
            stop);
    return reached == steps;
  }

  /**
   * Trains steps {@code first} to {@code limit - 1} of an epoch, or fewer if {@code pause} says so
   * (but something at least).
   *
   * @return the first step not done
   */
  int train(int epoch, int first, int limit, LossTaker losses, BooleanSupplier pause) {
    if (orderEpoch != epoch) {
      order = RandomStreams.permutation(job.options().seed(), epoch, layout.train().size());
      orderEpoch = epoch;
    }
    HostTensor rate = HostTensor.scalar((float) job.options().rate().rate(epoch));
    int batch = layout.batch();
    int full = layout.train().size() / batch;
    int next = first;
    if (next < Math.min(limit, full)) {
      next =
          trainRun.run(
              TrainingProgram.TRAIN,
              next,
              Math.min(limit, full),
              (from, steps, buffer) ->
                  new Feeds()
                      .stacked(Entries.INDICES, indices(from, steps, buffer))
                      .constant(Entries.RATE, rate),
              (from, steps, outputs) -> losses.take(from, outputs.get(Entries.LOSS), batch),
              pause);
    }
    if (next == full && next < limit && (next == first || !pause.getAsBoolean())) {
      trainTail(rate, losses, next);
      next++;
    }
    return next;
  }

  private void trainTail(HostTensor rate, LossTaker losses, int step) {
    int[] indices = new int[layout.tail()];
    System.arraycopy(order, order.length - indices.length, indices, 0, indices.length);
    Feeds feeds =
        new Feeds()
            .constant(Entries.INDICES, HostTensor.of(Shape.of(indices.length), indices))
            .constant(Entries.RATE, rate);
    HostTensor loss =
        on.executable()
            .submit(on.state(), TrainingProgram.TRAIN_TAIL, feeds, 1)
            .await()
            .get(Entries.LOSS);
    losses.take(step, loss, indices.length);
  }

  /** Rows of the examples of some steps, in a buffer that no submission under way uses. */
  private HostTensor indices(int first, int steps, int buffer) {
    TensorType type = TensorType.i32(steps, layout.batch());
    HostTensor indices =
        HostTensor.wrap(type, indexBuffers.get(buffer).segment().asSlice(0, type.byteSize()));
    int start = first * layout.batch();
    for (int i = 0; i < steps * layout.batch(); i++) {
      indices.set(i, order[start + i]);
    }
    return indices;
  }
}
