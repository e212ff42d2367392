// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.bench.published.EpochImages;
import dev.colonnade.bench.record.Accuracy;
import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.Choices;
import dev.colonnade.bench.record.Extent;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.bench.record.Sentinel;
import dev.colonnade.bench.record.Timing;
import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.Session;
import dev.colonnade.models.distortion.Distortion;
import dev.colonnade.models.network.ConvolutionWay;
import dev.colonnade.models.notation.LayerTable;
import dev.colonnade.models.notation.NetString;
import dev.colonnade.models.train.RecipeOptions;
import dev.colonnade.models.zoo.Recipe;
import dev.colonnade.models.zoo.Zoo;
import java.time.Instant;
import java.util.Optional;

/** Measures one point whose steps, epochs or copies are timed. */
final class StepMeasuring {
  private static final double RESERVED = 0.7;

  /**
   * An epoch lasts so many times a sample at least: what it does once weighs less in a longer one,
   * as it does in the papers' epochs of tens of thousands of images.
   */
  private static final int EPOCH_SAMPLES = 10;

  /** An image of a papers' epoch is trained on, validated on and partly tested on, at most: 2. */
  private static final double EPOCH_WORK = 2;

  /** Epochs before the samples. */
  private static final int WARM_UP_EPOCHS = 3;

  private static final int LEAST_EPOCH_STEPS = 4;

  private final Session session;
  private final RecordForm form;
  private final MeasureTask.PointTask point;
  private final Pass pass;
  private final MathMode math;
  private final long budgetNanos;

  StepMeasuring(Session session, RecordForm form, MeasureTask.PointTask point, long budgetNanos) {
    this.session = session;
    this.form = form;
    this.point = point;
    this.pass = Pass.of(point.pass());
    this.math = MathMode.valueOf(point.math());
    this.budgetNanos = budgetNanos;
  }

  /**
   * Measures it.
   *
   * @param measuring runs before the first sample's warm-up
   */
  BenchmarkRecord run(
      Sentinel sentinel, Measured<Long> processStart, Instant started, Runnable measuring) {
    long deadline = System.nanoTime() + budgetNanos;
    try (Stepped prepared = prepare()) {
      long firstStep = prepared.time(prepared.feeds(1), 1).nanos();
      Measured<Accuracy> accuracy = accuracy(prepared);
      if (accuracy instanceof Measured.Value<Accuracy>(Accuracy error)
          && !(error.normalizedMeanSquareError() <= OracleCheck.wrongFrom(math))) {
        return form.failure(
            point,
            started,
            FailureRecord.Kind.WRONG_RESULT,
            new BackendException(
                "the first step's weight changes differ from the oracle's by NMSE "
                    + error.normalizedMeanSquareError()
                    + ", more than the "
                    + OracleCheck.wrongFrom(math)
                    + " of "
                    + math),
            "run 'colonnade conformance --device "
                + session.device().id()
                + " --math "
                + math
                + "'");
      }
      measuring.run();
      Sampling.Result result = new Sampling(prepared, session, point, deadline).run(firstStep);
      return new MeasurementRecord(
          RecordForm.newId(),
          form.run(point, started),
          form.machine(),
          form.device(),
          RecordForm.workload(point),
          Measured.of(RecordForm.plan(prepared, session)),
          timing(result, processStart, prepared.compileNanos(), firstStep),
          accuracy,
          extent(prepared, result),
          sentinel,
          result.conditions(),
          result.energy());
    }
  }

  private Timing timing(
      Sampling.Result result, Measured<Long> processStart, long compileNanos, long firstStep) {
    return new Timing(
        result.samples(),
        result.steps(),
        result.warmUp(),
        new Timing.FirstStep(
            processStart,
            // As of the process's start: whichever program had to wait for it, the first
            // record tells it, and those behind it had it done.
            processStart.map(_ -> session.warmUpNanos()),
            Measured.of(compileNanos),
            Measured.of(firstStep)),
        Measured.unavailable("the SPI reports no transfer time of its own; data is resident"),
        result.deviceNanosPerStep() >= 0
            ? Measured.of(result.deviceNanosPerStep())
            : Measured.unavailable("the device has no clock of its own"),
        Measured.of(
            result.samples().stream().mapToLong(Long::longValue).average().orElseThrow()
                / result.steps()),
        result.phases());
  }

  private Extent extent(Stepped prepared, Sampling.Result result) {
    long steps = (long) result.samples().size() * result.steps();
    long images = steps * prepared.batch();
    if (pass == Pass.PAPER_EPOCH || pass == Pass.TRAIN_DISTORT) {
      long epochs = steps / prepared.stepsOfARun();
      long whole = Math.max(epochs * epochImages().train(), images);
      return new Extent("training images of the epochs in the samples", images, whole);
    }
    return new Extent("images in the samples", images, steps * point.batch());
  }

  private Stepped prepare() {
    return switch (pass) {
      case TRAIN_STEP, EVALUATE ->
          new Prepared(
              session,
              point.net(),
              affordableBatch(),
              pass == Pass.TRAIN_STEP,
              math,
              convolutions());
      case TRAIN_DISTORT, PAPER_EPOCH -> epochs();
      case DISTORT ->
          new Distorting(
              session, NetString.parse(point.net()).input(), point.batch(), distortion(), math);
      case UPLOAD ->
          new Uploading(session, NetString.parse(point.net()).input(), point.batch(), math);
      case TRAIN_TO_ERROR, COMMITTEE ->
          throw new IllegalArgumentException(pass.key() + " is a training, not timed by steps");
    };
  }

  private ConvolutionWay convolutions() {
    return Choices.UNROLLED.equals(point.choices().get(Choices.CONVOLUTION))
        ? ConvolutionWay.UNROLLED
        : ConvolutionWay.DIRECT;
  }

  private Recipe recipe() {
    return Zoo.get(String.valueOf(point.recipe()));
  }

  private Distortion distortion() {
    return recipe().training().distortion().map(RecipeOptions::distortion).orElse(Distortion.NONE);
  }

  private EpochImages epochImages() {
    return EpochImages.of(recipe().dataSet())
        .orElseThrow(() ->
            new IllegalArgumentException(
                "the images of an epoch of " + recipe().dataSet() + " are not known"));
  }

  /** As many images of the papers' epoch as the point's time allows, in the same proportions. */
  private Stepped epochs() {
    double nanosPerImage;
    try (Prepared steps = new Prepared(session, point.net(), point.batch(), true, math)) {
      steps.run(steps.feeds(1), 1);
      nanosPerImage = (double) steps.run(steps.feeds(2), 2) / (2 * point.batch()) * EPOCH_WORK;
    }
    EpochImages whole = epochImages();
    double wanted = (double) EPOCH_SAMPLES * point.sampleMillis() * 1e6 / nanosPerImage;
    double affordable =
        RESERVED * budgetNanos / (nanosPerImage * (point.samples() + WARM_UP_EPOCHS));
    int most = whole.train() / point.batch();
    long steps =
        Math.clamp(
            (long) (Math.min(wanted, affordable) / point.batch()),
            Math.min(LEAST_EPOCH_STEPS, most),
            most);
    int images = Math.toIntExact(steps) * point.batch();
    int tests = (int) Math.max(1, Math.round((double) images * whole.test() / whole.train()));
    return new Epochs(
        session,
        point.net(),
        point.batch(),
        images,
        pass == Pass.PAPER_EPOCH ? Optional.of(tests) : Optional.empty(),
        distortion(),
        math);
  }

  /**
   * The batch asked for, or a smaller one if a step on it would not let the samples fit into the
   * budget: judged by a single image. The record then says how few images stand for how many.
   */
  private int affordableBatch() {
    if (point.batch() == 1) {
      return 1;
    }
    try (Prepared single =
        new Prepared(session, point.net(), 1, pass == Pass.TRAIN_STEP, math, convolutions())) {
      single.run(single.feeds(1), 1);
      long nanos = single.run(single.feeds(1), 1);
      double affordable = RESERVED * budgetNanos / ((double) nanos * (point.samples() + 2));
      return (int) Math.clamp(Math.floor(affordable), 1, point.batch());
    }
  }

  private Measured<Accuracy> accuracy(Stepped stepped) {
    if (!(stepped instanceof Prepared prepared) || !prepared.training()) {
      return Measured.unavailable("only training steps are compared with the oracle");
    }
    long macs = LayerTable.of(prepared.network().spec()).denseMacs() * prepared.batch();
    return macs > point.oracleMacs()
        ? Measured.unavailable(
            "the oracle's naive loops would take longer than the measurement for "
                + macs
                + " multiply-accumulates; the conformance kit covers the operations")
        : Measured.of(OracleCheck.compare(prepared));
  }
}
