// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.TrainingRecord;
import dev.colonnade.core.backend.Device;
import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.notation.NetSpec;
import dev.colonnade.models.train.EpochMetrics;
import dev.colonnade.models.train.Execution;
import dev.colonnade.models.train.Predictor;
import dev.colonnade.models.train.SavedTraining;
import dev.colonnade.models.train.Trainer;
import dev.colonnade.models.train.TrainingException;
import dev.colonnade.models.train.TrainingJob;
import dev.colonnade.models.train.TrainingListener;
import dev.colonnade.models.train.TrainingOptions;
import dev.colonnade.models.train.TrainingResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Trains the columns of one point one after the other, and averages what they say. */
final class ColumnRun {
  /** Never within an epoch: a checkpoint is not what is measured. */
  private static final Execution EXECUTION =
      Execution.DEFAULT.withCheckpoints(Duration.ofDays(1), 0);

  private final Device device;
  private final NetSpec net;
  private final DataSet test;
  private final long deadline;
  private final List<Double> committeeErrors = new ArrayList<>();
  private final double[][] sums;
  private double secondsUntilReady = -1;
  private Measured<Double> secondsToTarget = Measured.unavailable("nothing was trained");
  private String end = "the point's time was over before the first epoch was done";
  private boolean over;
  private boolean diverged;

  ColumnRun(Device device, NetSpec net, DataSet test, long deadline) {
    this.device = device;
    this.net = net;
    this.test = test;
    this.deadline = deadline;
    this.sums = new double[test.size()][];
  }

  /** Trains another column; nothing if not one epoch of it was done. */
  Optional<TrainingRecord.Column> train(
      TrainingOptions options, DataSet train, OptionalDouble target) {
    TrainingJob job = new TrainingJob("column", net, options, train, Optional.of(test));
    List<TrainingRecord.Epoch> epochs = new ArrayList<>();
    Path folder = temporary();
    try {
      Watch watch = new Watch(epochs, target);
      Trainer trainer = new Trainer(device, job, EXECUTION, folder, watch);
      watch.trainer = trainer;
      try {
        TrainingResult result = trainer.run();
        if (secondsUntilReady < 0) {
          secondsUntilReady = result.secondsUntilReady();
        }
        end = watch.end(options.epochs());
      } catch (TrainingException e) {
        diverged = true;
        over = true;
        end = String.valueOf(e.getMessage());
      }
      if (epochs.isEmpty()) {
        over = true;
        return Optional.empty();
      }
      secondsToTarget = watch.reached ? Measured.of(seconds(epochs)) : Measured.unavailable(end);
      if (diverged) {
        committeeErrors.add(epochs.getLast().testErrorPercent());
      } else {
        average(SavedTraining.read(Trainer.checkpointIn(folder)));
      }
      return Optional.of(new TrainingRecord.Column(options.seed(), epochs));
    } finally {
      delete(folder);
    }
  }

  /** Hears each epoch, and ends the training where there is no need to go on. */
  private final class Watch implements TrainingListener {
    private final List<TrainingRecord.Epoch> epochs;
    private final OptionalDouble target;
    private Trainer trainer;
    private boolean reached;

    @SuppressWarnings("NullAway.Init") // The trainer needs its listener before it can be known.
    Watch(List<TrainingRecord.Epoch> epochs, OptionalDouble target) {
      this.epochs = epochs;
      this.target = target;
    }

    @Override
    public void epochDone(EpochMetrics epoch) {
      Double error = epoch.testErrorPercent();
      if (error == null) {
        throw new IllegalStateException("an epoch without a test");
      }
      epochs.add(
          new TrainingRecord.Epoch(
              epoch.distortSeconds(),
              epoch.trainSeconds(),
              epoch.testSeconds(),
              epoch.trainLoss(),
              error));
      reached = target.isPresent() && error <= target.getAsDouble();
      endIfOver();
    }

    @Override
    public void progress(Progress progress) {
      endIfOver();
    }

    private void endIfOver() {
      over |= System.nanoTime() >= deadline;
      if (reached || over) {
        trainer.requestStop();
      }
    }

    private String end(int most) {
      return over
          ? "the point's time was over after " + epochs.size() + " epochs"
          : "its " + most + " epochs were over";
    }
  }

  private static double seconds(List<TrainingRecord.Epoch> epochs) {
    return epochs.stream()
        .mapToDouble(epoch -> epoch.distortSeconds() + epoch.trainSeconds())
        .sum();
  }

  private void average(SavedTraining saved) {
    double[][] outputs = Predictor.outputs(device, saved, test);
    int wrong = 0;
    for (int i = 0; i < outputs.length; i++) {
      double[] sum = sums[i] == null ? new double[outputs[i].length] : sums[i];
      int largest = 0;
      for (int c = 0; c < sum.length; c++) {
        sum[c] += outputs[i][c];
        largest = sum[c] > sum[largest] ? c : largest;
      }
      sums[i] = sum;
      wrong += largest == test.label(i) ? 0 : 1;
    }
    committeeErrors.add(100.0 * wrong / outputs.length);
  }

  /** The error that a training ends with on its held-out images, or why it has none. */
  static Measured<Double> heldOutError(
      Device device, NetSpec net, TrainingOptions options, DataSet train) {
    Path folder = temporary();
    try {
      TrainingJob job = new TrainingJob("trial", net, options, train, Optional.empty());
      Double error =
          new Trainer(device, job, EXECUTION, folder, TrainingListener.NONE)
              .run()
              .history()
              .getLast()
              .validationErrorPercent();
      return error == null ? Measured.unavailable("nothing was held out") : Measured.of(error);
    } catch (TrainingException e) {
      return Measured.unavailable(String.valueOf(e.getMessage()));
    } finally {
      delete(folder);
    }
  }

  boolean goesOn() {
    return !over && System.nanoTime() < deadline;
  }

  boolean diverged() {
    return diverged;
  }

  /** Why the last column ended. */
  String end() {
    return end;
  }

  /** Test error of the first, the first two, ... columns together. */
  List<Double> committeeErrors() {
    return List.copyOf(committeeErrors);
  }

  Measured<Double> secondsToTarget() {
    return secondsToTarget;
  }

  double secondsUntilReady() {
    return Math.max(0, secondsUntilReady);
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("colonnade-training");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
