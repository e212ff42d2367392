// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.bench.record.TrainingRecord;
import dev.colonnade.bench.record.TrainingWork;
import dev.colonnade.bench.study.TrainingPlan;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.data.DataSource;
import dev.colonnade.models.data.Split;
import dev.colonnade.models.data.catalog.DataCatalog;
import dev.colonnade.models.data.catalog.SearchPath;
import dev.colonnade.models.distortion.Distortion;
import dev.colonnade.models.notation.LayerTable;
import dev.colonnade.models.notation.NetSpec;
import dev.colonnade.models.notation.NetString;
import dev.colonnade.models.train.RecipeOptions;
import dev.colonnade.models.train.TrainingException;
import dev.colonnade.models.train.TrainingOptions;
import dev.colonnade.models.train.Validation;
import dev.colonnade.models.zoo.LearningRateSchedule;
import dev.colonnade.models.zoo.Recipe;
import dev.colonnade.models.zoo.Zoo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Trains one point's net to the end: the learning rate is looked for first, with as many trials of
 * as many images whatever the device, batch and math mode; then the columns are trained, each with
 * its own seed, until their epochs, their target or the point's time ends.
 */
final class TrainingMeasuring {
  /** One image of so many is held out while a rate is looked for. */
  private static final int HELD_OUT = 5;

  private final Device device;
  private final RecordForm form;
  private final MeasureTask.PointTask point;
  private final TrainingPlan plan;
  private final Recipe recipe;
  private final NetSpec net;
  private final long deadline;

  TrainingMeasuring(
      Device device,
      RecordForm form,
      MeasureTask.PointTask point,
      TrainingPlan plan,
      long budgetNanos) {
    this.device = device;
    this.form = form;
    this.point = point;
    this.plan = plan;
    this.recipe = Zoo.get(String.valueOf(point.recipe()));
    this.net = NetString.parse(point.net());
    this.deadline = System.nanoTime() + budgetNanos;
  }

  BenchmarkRecord run(Instant started) {
    DataSource source =
        new DataCatalog(SearchPath.standard(null)).open(plan.data(), recipe.input().geometry());
    DataSet train = first(source.load(Split.TRAIN), plan.images());
    DataSet test = first(source.load(Split.TEST), plan.tests());
    Optional<TrainingRecord.Tuning> tuning =
        plan.rates().size() > 1 ? Optional.of(tune(train)) : Optional.empty();
    Optional<Double> rate =
        tuning.isPresent() ? best(tuning.get()) : Optional.of(plan.rates().getFirst());
    if (rate.isEmpty()) {
      return form.failure(
          point,
          started,
          FailureRecord.Kind.DIVERGED,
          new TrainingException(
              "the loss became infinite or NaN at every rate tried: " + plan.rates()),
          "give the study lower rates");
    }
    ColumnRun run = new ColumnRun(device, net, test, deadline);
    List<TrainingRecord.Column> columns = new ArrayList<>();
    for (int c = 0; c < plan.columns() && run.goesOn(); c++) {
      long seed = (long) form.processIndex() * plan.columns() + c + 1;
      run.train(options(rate.get()).withSeed(seed), train, plan.targetErrorPercent())
          .ifPresent(columns::add);
    }
    if (columns.isEmpty()) {
      return form.failure(
          point,
          started,
          run.diverged() ? FailureRecord.Kind.DIVERGED : FailureRecord.Kind.TIME_CAP,
          new TrainingException(run.end()),
          run.diverged() ? "give the study lower rates" : "raise cap-seconds, or train on less");
    }
    return new TrainingRecord(
        RecordForm.newId(),
        form.run(point, started),
        form.machine(),
        form.device(),
        work(rate.get(), train, test),
        tuning
            .<Measured<TrainingRecord.Tuning>>map(Measured::of)
            .orElse(Measured.unavailable("the study gives one rate, so none was looked for")),
        run.secondsUntilReady(),
        columns,
        run.committeeErrors(),
        plan.targetErrorPercent().isEmpty()
            ? Measured.unavailable("the study has no target")
            : run.secondsToTarget());
  }

  private static DataSet first(DataSet set, int images) {
    return images < set.size() ? set.first(images) : set;
  }

  private TrainingOptions options(double rate) {
    return RecipeOptions.of(recipe)
        .withBatch(point.batch())
        .withEpochs(plan.epochs())
        .withRate(new LearningRateSchedule(rate, plan.rateFactor(), 0))
        .withValidation(Validation.NONE)
        .withStopping(TrainingOptions.Stopping.NEVER)
        .withDistortion(
            plan.distortion()
                ? recipe
                    .training()
                    .distortion()
                    .map(RecipeOptions::distortion)
                    .orElse(Distortion.NONE)
                : Distortion.NONE)
        .withCompile(CompileOptions.DEFAULT.withMath(MathMode.valueOf(point.math())));
  }

  private TrainingRecord.Tuning tune(DataSet train) {
    DataSet some = first(train, plan.tuningImages());
    long start = System.nanoTime();
    List<TrainingRecord.Trial> trials = new ArrayList<>();
    for (double rate : plan.rates()) {
      TrainingOptions options =
          options(rate)
              // A seed of its own: no trial repeats the beginning of the run that it serves.
              .withSeed(-1L - form.processIndex())
              .withEpochs(plan.tuningEpochs())
              .withValidation(Validation.heldOut(Math.max(1, some.size() / HELD_OUT)));
      trials.add(
          new TrainingRecord.Trial(rate, ColumnRun.heldOutError(device, net, options, some)));
    }
    return new TrainingRecord.Tuning(
        some.size(), plan.tuningEpochs(), (System.nanoTime() - start) / 1e9, trials);
  }

  /** The rate of the smallest error, the smaller rate of equals. */
  private static Optional<Double> best(TrainingRecord.Tuning tuning) {
    Optional<Double> best = Optional.empty();
    double smallest = Double.POSITIVE_INFINITY;
    for (TrainingRecord.Trial trial :
        tuning.trials().stream()
            .sorted(Comparator.comparingDouble(TrainingRecord.Trial::rate))
            .toList()) {
      double error = trial.errorPercent().asOptional().orElse(Double.POSITIVE_INFINITY);
      if (error < smallest) {
        smallest = error;
        best = Optional.of(trial.rate());
      }
    }
    return best;
  }

  private TrainingWork work(double rate, DataSet train, DataSet test) {
    LayerTable table = LayerTable.of(net);
    return new TrainingWork(
        point.study(),
        point.variables(),
        point.choices(),
        point.net(),
        RecordForm.zooName(point),
        Pass.of(point.pass()),
        point.batch(),
        table.weights(),
        table.effectiveMacs(),
        point.math(),
        "F32",
        true,
        plan.data(),
        train.size(),
        test.size(),
        rate,
        plan.rateFactor(),
        plan.epochs(),
        plan.targetErrorPercent().isPresent()
            ? Measured.of(plan.targetErrorPercent().getAsDouble())
            : Measured.unavailable("a committee is trained for its epochs"));
  }
}
