// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import dev.colonnade.models.network.TrainingProgram;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** Takes a run from epoch to epoch: distorts, trains with checkpoints on the way, and judges. */
final class EpochLoop {
  private final TrainingJob job;
  private final DeviceTraining on;
  private final TrainingProgram.Layout layout;
  private final Execution execution;
  private final EpochPhases phases;
  private final RunProgress progress;
  private final RunFiles files;
  private final TrainingListener listener;
  private final BooleanSupplier stop;

  /**
   * A loop that goes on where {@code progress} is.
   *
   * @param stop asked between submissions; true ends the loop soon
   */
  EpochLoop(
      TrainingJob job,
      DeviceTraining on,
      Execution execution,
      RunProgress progress,
      RunFiles files,
      TrainingListener listener,
      BooleanSupplier stop) {
    this.job = job;
    this.on = on;
    this.layout = on.training().layout();
    this.execution = execution;
    this.phases = new EpochPhases(job, on, execution);
    this.progress = progress;
    this.files = files;
    this.listener = listener;
    this.stop = stop;
  }

  /** Trains to the end, or saves and returns where it is asked to stop. */
  TrainingResult.Stopped run() {
    TrainingResult.Stopped stopped = progress.ended();
    while (stopped == null) {
      if (!epoch()) {
        files.save(on, progress);
        return TrainingResult.Stopped.INTERRUPTED;
      }
      stopped = progress.ended();
    }
    return stopped;
  }

  /** What is left of one epoch; false if it was asked to stop before its end. */
  private boolean epoch() {
    return distort() && train() && judge();
  }

  private boolean distort() {
    Position position = progress.position();
    if (position.step() == layout.stepsPerEpoch() || layout.distortion().isIdentity()) {
      return true;
    }
    PhaseMeter meter = meter(TrainingListener.Phase.DISTORT, 0, layout.train().size());
    boolean whole =
        phases.distort(position.epoch(), done -> meter.done(done, Optional.empty()), stop);
    progress.moveTo(position.afterDistortion(meter.seconds()));
    return whole;
  }

  private boolean train() {
    int total = layout.train().size();
    int batch = layout.batch();
    PhaseMeter meter =
        meter(
            TrainingListener.Phase.TRAIN,
            Math.min(total, progress.position().step() * batch),
            total);
    while (progress.position().step() < layout.stepsPerEpoch()) {
      if (stop.getAsBoolean()) {
        return false;
      }
      Position position = progress.position();
      long start = System.nanoTime();
      double[] lossSum = {position.lossSum()};
      int next =
          phases.train(
              position.epoch(),
              position.step(),
              stepLimit(),
              (first, losses, examples) -> {
                int steps = Math.toIntExact(losses.type().elementCount());
                for (int i = 0; i < steps; i++) {
                  requireFinite("step " + (first + i + 1), losses.getFloat(i));
                  lossSum[0] += (double) losses.getFloat(i) * examples;
                }
                int images = Math.min(total, (first + steps) * batch);
                meter.done(images, Optional.of(lossSum[0] / images));
              },
              () -> stop.getAsBoolean() || isCheckpointDue(start));
      progress.moveTo(position.afterSteps(next, lossSum[0], (System.nanoTime() - start) / 1e9));
      if (next < layout.stepsPerEpoch() && !stop.getAsBoolean()) {
        files.save(on, progress);
      }
    }
    return true;
  }

  private int stepLimit() {
    int every = execution.checkpointSteps();
    return every == 0
        ? layout.stepsPerEpoch()
        : (int) Math.min(layout.stepsPerEpoch(), (progress.position().step() / every + 1L) * every);
  }

  private boolean isCheckpointDue(long start) {
    return System.nanoTime() - start >= execution.checkpointInterval().toNanos();
  }

  private boolean judge() {
    ChunkedRun evaluation = new ChunkedRun(on.executable(), on.state(), execution);
    PhaseMeter validating =
        meter(
            TrainingListener.Phase.VALIDATE,
            0,
            layout.validation().map(TrainingProgram.Evaluated::count).orElse(0));
    Optional<Count> validation =
        layout
            .validation()
            .flatMap(set ->
                evaluation.count(
                    TrainingProgram.VALIDATE,
                    set.count(),
                    layout.validationChunk(),
                    reporting(validating),
                    stop));
    double validateSeconds = validating.seconds();
    PhaseMeter testing =
        meter(TrainingListener.Phase.TEST, 0, layout.test().map(set -> set.size()).orElse(0));
    Optional<Count> test =
        layout
            .test()
            .flatMap(set ->
                evaluation.count(
                    TrainingProgram.TEST,
                    set.size(),
                    layout.testChunk(),
                    reporting(testing),
                    stop));
    if (validation.isPresent() != layout.validation().isPresent()
        || test.isPresent() != layout.test().isPresent()) {
      return false;
    }
    finish(validation, test, validateSeconds, testing.seconds());
    return true;
  }

  private static IntConsumer reporting(PhaseMeter meter) {
    return done -> meter.done(done, Optional.empty());
  }

  private void finish(
      Optional<Count> validation,
      Optional<Count> test,
      double validateSeconds,
      double testSeconds) {
    // A step's loss is taken before its update: these are the first to see the last step's weights.
    validation.ifPresent(count -> requireFinite("validation", count.meanLoss()));
    test.ifPresent(count -> requireFinite("test", count.meanLoss()));
    Position position = progress.position();
    int images = layout.train().size();
    EpochMetrics epoch =
        new EpochMetrics(
            position.epoch() + 1,
            progress.rate(),
            position.lossSum() / images,
            validation.map(Count::errorPercent).orElse(null),
            validation.map(Count::meanLoss).orElse(null),
            test.map(Count::errorPercent).orElse(null),
            test.map(Count::meanLoss).orElse(null),
            images,
            position.trainSeconds() > 0 ? images / position.trainSeconds() : 0,
            position.distortSeconds(),
            position.trainSeconds(),
            validation.isPresent() ? validateSeconds : 0,
            test.isPresent() ? testSeconds : 0);
    boolean best = progress.isBest(epoch);
    progress.finish(epoch);
    files.saveEpoch(on, progress, best);
    listener.epochDone(epoch);
  }

  private void requireFinite(String where, double loss) {
    if (!Double.isFinite(loss)) {
      throw new TrainingException(
          "the loss became "
              + loss
              + " in "
              + where
              + " of epoch "
              + (progress.position().epoch() + 1)
              + ", at learning rate "
              + progress.rate()
              + ": the rate is too high for this net and batch; start again with a lower one (the"
              + " last good weights are in "
              + files.checkpoint()
              + ")");
    }
  }

  private PhaseMeter meter(TrainingListener.Phase phase, int alreadyDone, int total) {
    return new PhaseMeter(
        listener,
        phase,
        progress.position().epoch(),
        job.options().epochs(),
        alreadyDone,
        total,
        progress.history());
  }
}
