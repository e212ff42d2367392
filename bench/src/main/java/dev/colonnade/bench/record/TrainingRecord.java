// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import java.util.List;

/**
 * One training to its end, on one device by one process: until the test error is small enough, or
 * of a committee's columns. A training that did not reach its target is kept: its time is censored,
 * which {@code secondsToTarget} says with its reason.
 *
 * @param id identity of this record
 * @param run the run it belongs to; the process's number decides the seed
 * @param machine computer and Java machine
 * @param device device
 * @param work what was trained on what
 * @param tuning how the learning rate was found, or why it was not looked for
 * @param secondsUntilReady compiling, and copying data and weights, before the first column's first
 *     step, in s; not part of any time below
 * @param columns each column with its epochs, in the order trained; one where there is no committee
 * @param committeeErrorPercent test error in percent of the first, the first two, ... columns,
 *     their outputs averaged; as many as there are columns
 * @param secondsToTarget distortion and training up to the end of the first epoch whose test error
 *     is the target's or less, in s, without the tests; or why there is none: then at least {@link
 *     #seconds()} would have been needed
 */
public record TrainingRecord(
    String id,
    RunInfo run,
    Machine machine,
    DeviceInfo device,
    TrainingWork work,
    Measured<Tuning> tuning,
    double secondsUntilReady,
    List<Column> columns,
    List<Double> committeeErrorPercent,
    Measured<Double> secondsToTarget)
    implements BenchmarkRecord {

  /**
   * One column.
   *
   * @param seed of its weights, order and distortions
   * @param epochs in order, at least one
   */
  public record Column(long seed, List<Epoch> epochs) {
    /** Checks that there is an epoch; copies the list. */
    public Column {
      epochs = List.copyOf(epochs);
      if (epochs.isEmpty()) {
        throw new IllegalArgumentException(
            "columns.epochs is empty; a training has at least one epoch, and an attempt without one"
                + " is a failure record");
      }
    }

    /** Distortion and training of all its epochs in s. */
    public double seconds() {
      return epochs.stream()
          .mapToDouble(epoch -> epoch.distortSeconds() + epoch.trainSeconds())
          .sum();
    }
  }

  /**
   * One epoch.
   *
   * @param distortSeconds drawing its images, in s
   * @param trainSeconds its steps, in s
   * @param testSeconds the test behind it, in s
   * @param trainLoss mean loss of its steps
   * @param testErrorPercent behind it, in percent of the test images
   */
  public record Epoch(
      double distortSeconds,
      double trainSeconds,
      double testSeconds,
      double trainLoss,
      double testErrorPercent) {}

  /**
   * How the learning rate was found: every configuration had as many trials of as many images.
   *
   * @param images each trial was trained on, and as many epochs
   * @param epochs of each trial
   * @param seconds all trials took together, in s; not part of any time of the training
   * @param trials each rate that was tried
   */
  public record Tuning(int images, int epochs, double seconds, List<Trial> trials) {
    /** Copies the list. */
    public Tuning {
      trials = List.copyOf(trials);
    }
  }

  /**
   * One rate that was tried.
   *
   * @param rate of the first epoch
   * @param errorPercent on held-out training images, or why there is none, as when the loss became
   *     infinite
   */
  public record Trial(double rate, Measured<Double> errorPercent) {}

  /** Checks the counts; copies the lists. */
  public TrainingRecord {
    Checks.text("id", id);
    columns = List.copyOf(columns);
    committeeErrorPercent = List.copyOf(committeeErrorPercent);
    if (columns.isEmpty() || columns.size() != committeeErrorPercent.size()) {
      throw new IllegalArgumentException(
          "there are "
              + columns.size()
              + " columns with "
              + committeeErrorPercent.size()
              + " entries of committeeErrorPercent; as many of these as columns are expected, and"
              + " at least one");
    }
  }

  /** Distortion and training of all columns in s. */
  public double seconds() {
    return columns.stream().mapToDouble(Column::seconds).sum();
  }

  /** Whether it ended without reaching the target that it had. */
  public boolean censored() {
    return work.targetErrorPercent() instanceof Measured.Value<Double>
        && secondsToTarget instanceof Measured.Unavailable<Double>;
  }
}
