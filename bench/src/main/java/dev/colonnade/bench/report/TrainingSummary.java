// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.bench.record.TrainingRecord;
import dev.colonnade.bench.report.plot.Numbers;
import dev.colonnade.bench.statistics.Estimate;
import dev.colonnade.bench.statistics.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All runs of one configuration: a net on a device, with a batch and a math mode.
 *
 * @param records the runs, censored ones among them
 * @param failed attempts that gave no record: they are censored too
 */
record TrainingSummary(List<TrainingRecord> records, List<FailureRecord> failed) {
  private static final long SEED = 2011;

  /** Copies the lists. */
  TrainingSummary {
    records = List.copyOf(records);
    failed = List.copyOf(failed);
  }

  /**
   * Joins runs into configurations, in the order in which the records first mention them. A failure
   * counts in the configuration of its device, net, variables (the batch among them) and mode.
   */
  static List<TrainingSummary> of(List<TrainingRecord> records, List<FailureRecord> failures) {
    Map<List<Object>, List<TrainingRecord>> groups =
        records.stream()
            .collect(
                Collectors.groupingBy(
                    r ->
                        List.<Object>of(
                            r.run().runId(),
                            r.machine().hostId(),
                            r.device().id(),
                            r.device().threads(),
                            r.work().net(),
                            r.work().pass(),
                            r.work().batch(),
                            r.work().mathMode()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return groups.values().stream()
        .map(runs -> {
          TrainingRecord first = runs.getFirst();
          return new TrainingSummary(
              runs,
              failures.stream()
                  .filter(f -> f.device().id().equals(first.device().id()))
                  .filter(f -> f.run().runId().equals(first.run().runId()))
                  .filter(f -> f.variables().equals(first.work().variables()))
                  .filter(f -> f.net().equals(Measured.of(first.work().net())))
                  .filter(f -> f.mathMode().equals(Measured.of(first.work().mathMode())))
                  .toList());
        })
        .toList();
  }

  private TrainingRecord first() {
    return records.getFirst();
  }

  Pass pass() {
    return first().work().pass();
  }

  String net() {
    return first().work().zooName().asOptional().orElse(first().work().net());
  }

  String data() {
    return first().work().data();
  }

  String device() {
    return first().device().id()
        + first()
            .device()
            .threads()
            .map(threads -> ", " + Numbers.counted(String.valueOf(threads), "thread"))
            .asOptional()
            .orElse("");
  }

  int batch() {
    return first().work().batch();
  }

  String math() {
    return first().work().mathMode();
  }

  double targetPercent() {
    return first().work().targetErrorPercent().asOptional().orElse(Double.NaN);
  }

  int runs() {
    return records.size() + failed.size();
  }

  long censored() {
    return failed.size() + records.stream().filter(TrainingRecord::censored).count();
  }

  /** Why runs did not come to the target. */
  List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    records.stream()
        .filter(TrainingRecord::censored)
        .forEach(record ->
            reasons.add(
                "seed "
                    + record.columns().getFirst().seed()
                    + ": "
                    + Cells.reason(record.secondsToTarget())));
    failed.forEach(failure -> reasons.add(failure.failure().key() + ": " + failure.reason()));
    return reasons;
  }

  private double[] times() {
    return records.stream()
        .flatMap(record -> record.secondsToTarget().asOptional().stream())
        .mapToDouble(Double::doubleValue)
        .sorted()
        .toArray();
  }

  /**
   * The median over all runs, a censored one being longer than every other; or why it is unknown.
   */
  Measured<Double> median() {
    double[] times = times();
    int middle = (runs() - 1) / 2;
    boolean even = runs() % 2 == 0;
    if (middle + (even ? 1 : 0) >= times.length) {
      return Measured.unavailable("half of the runs or more did not come to the target");
    }
    return Measured.of(even ? 0.5 * (times[middle] + times[middle + 1]) : times[middle]);
  }

  /** The median, or the bound that the censored runs leave of it. */
  String medianText() {
    double longest = records.stream().mapToDouble(TrainingRecord::seconds).max().orElse(0);
    return median().map(Numbers::seconds).asOptional().orElse("> " + Numbers.seconds(longest));
  }

  /** Interval over the runs where none is censored, else the range of those that are not. */
  private Measured<Interval> interval() {
    return censored() > 0
        ? Measured.unavailable("some runs are censored, so only a bound is known")
        : Estimate.overProcesses(times(), SEED).interval();
  }

  String rangeText() {
    return Cells.interval(interval(), Numbers::seconds);
  }

  String intervalMethod() {
    return Cells.intervalMethod(interval());
  }

  String epochsText() {
    TreeSet<Integer> epochs = new TreeSet<>();
    records.forEach(record -> epochs.add(record.columns().getFirst().epochs().size()));
    return epochs.size() == 1
        ? String.valueOf(epochs.first())
        : epochs.first() + " to " + epochs.last();
  }

  String ratesText() {
    TreeSet<Double> rates = new TreeSet<>();
    records.forEach(record -> rates.add(record.work().learningRate()));
    return rates.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  String tuningText() {
    return first()
        .tuning()
        .map(tuning ->
            Numbers.counted(tuning.trials().size(), "trial")
                + " of "
                + Numbers.counted(tuning.images(), "image")
                + " × "
                + Numbers.counted(tuning.epochs(), "epoch")
                + ", "
                + Numbers.seconds(tuning.seconds()))
        .asOptional()
        .orElse(Cells.NONE);
  }
}
