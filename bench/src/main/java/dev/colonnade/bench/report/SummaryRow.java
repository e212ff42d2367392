// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.Accuracy;
import dev.colonnade.bench.record.Energy;
import dev.colonnade.bench.record.Extent;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.statistics.Descriptive;
import dev.colonnade.bench.statistics.Estimate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One measurement over all its processes: a line of the tables, a point of the pictures.
 *
 * @param key what was measured on what
 * @param records the records behind it, by process
 * @param secondsPerImage time per image in s, median over processes
 * @param overScalar how many times faster than the scalar baseline at the same work, or why that is
 *     not known
 * @param peakFlops the device's measured arithmetic peak in the math mode of the measurement, in
 *     FLOP/s, median over the processes of the run that measured it
 */
record SummaryRow(
    GroupKey key,
    List<MeasurementRecord> records,
    Estimate secondsPerImage,
    Measured<Estimate> overScalar,
    Measured<Double> peakFlops) {

  /** The bootstrap is seeded so that the same records give the same page. */
  private static final long SEED = 2011;

  /** Joins records into rows, in the order in which the records first mention them. */
  static List<SummaryRow> of(List<MeasurementRecord> records) {
    Map<GroupKey, List<MeasurementRecord>> groups =
        records.stream()
            .collect(Collectors.groupingBy(GroupKey::of, LinkedHashMap::new, Collectors.toList()));
    // Not every process measures the limits, so they are looked up in the whole run.
    Map<GroupKey.Setup, Measured<Double>> peaks = new HashMap<>();
    groups.keySet().stream()
        .map(GroupKey::setup)
        .distinct()
        .forEach(setup ->
            peaks.put(
                setup,
                peak(
                    setup.mathMode(),
                    records.stream()
                        .filter(r -> GroupKey.of(r).setup().sameDevice(setup))
                        .toList())));
    return groups.entrySet().stream()
        .map(group -> {
          double[] times = perProcess(group.getValue());
          return new SummaryRow(
              group.getKey(),
              List.copyOf(group.getValue()),
              Estimate.overProcesses(times, SEED),
              overScalar(group.getKey(), times, groups),
              peaks.getOrDefault(
                  group.getKey().setup(),
                  Measured.unavailable("no process measured the device's limits")));
        })
        .toList();
  }

  /** One number for each process: the median of its samples. */
  private static double[] perProcess(List<MeasurementRecord> records) {
    return medians(records).values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static SortedMap<Integer, Double> medians(List<MeasurementRecord> records) {
    Map<Integer, double[]> samples = new TreeMap<>();
    for (MeasurementRecord record : records) {
      samples.merge(record.run().processIndex(), record.secondsPerImage(), SummaryRow::concatenate);
    }
    SortedMap<Integer, Double> medians = new TreeMap<>();
    samples.forEach((process, values) -> medians.put(process, Descriptive.median(values)));
    return medians;
  }

  private static double[] concatenate(double[] a, double[] b) {
    double[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  private static Measured<Estimate> overScalar(
      GroupKey key, double[] times, Map<GroupKey, List<MeasurementRecord>> groups) {
    if (key.setup().isScalar()) {
      return Measured.of(new Estimate(1, Measured.unavailable("it is the baseline"), times.length));
    }
    return groups.entrySet().stream()
        .filter(e -> e.getKey().setup().isScalar())
        .filter(e -> e.getKey().setup().comparableWith(key.setup()))
        .filter(e -> e.getKey().sameWork(key))
        .min(Comparator.comparing(e -> !e.getKey().study().equals(key.study())))
        .map(e -> Measured.of(Estimate.ratio(perProcess(e.getValue()), times, SEED)))
        .orElseGet(() ->
            Measured.unavailable(
                "the scalar baseline has no measurement of this net, pass and batch"));
  }

  /** Seconds per image in each process, by its number. */
  SortedMap<Integer, Double> byProcess() {
    return medians(records);
  }

  /** How many times faster this is than another measurement. */
  Estimate over(SummaryRow base) {
    return Estimate.ratio(perProcess(base.records), perProcess(records), SEED);
  }

  /** Images per second, the reciprocal of the time. */
  Estimate imagesPerSecond() {
    return new Estimate(
        1 / secondsPerImage.value(),
        secondsPerImage.interval().map(i -> i.reciprocalOf(1)),
        secondsPerImage.processes());
  }

  /** The median of the peaks of a mode that a device's processes measured, or why there is none. */
  private static Measured<Double> peak(String mathMode, List<MeasurementRecord> records) {
    double[] peaks =
        records.stream()
            .flatMap(r -> r.sentinel().peakFlops(mathMode).asOptional().stream())
            .mapToDouble(Double::doubleValue)
            .toArray();
    return peaks.length > 0
        ? Measured.of(Descriptive.median(peaks))
        : records.getFirst().sentinel().peakFlops(mathMode);
  }

  /** Seconds per image if the device ran all the pass's arithmetic at its measured peak. */
  Measured<Double> secondsAtPeak() {
    return records
        .getFirst()
        .workload()
        .passMacs()
        .flatMap(macs -> peakFlops.map(peak -> 2.0 * macs / peak));
  }

  /** Share of the measured peak, 0 to 1 and above 1 where the peak's own measurement was poor. */
  Measured<Double> shareOfPeak() {
    return secondsAtPeak().map(seconds -> seconds / secondsPerImage.value());
  }

  /**
   * Whether the point ran faster than the "peak": then the peak was measured badly (disturbed, or
   * before the JIT had compiled), and shares of it say nothing. Two per cent are the clocks'.
   */
  boolean abovePeak() {
    return shareOfPeak().asOptional().filter(share -> share > 1.02).isPresent();
  }

  /** The worst numerical error among the processes, or why none was measured. */
  Measured<Accuracy> error() {
    return records.stream()
        .flatMap(r -> r.accuracy().asOptional().stream())
        .max(Comparator.comparingDouble(Accuracy::normalizedMeanSquareError))
        .map(Measured::of)
        .orElseGet(() -> records.getFirst().accuracy());
  }

  /** The extent of the process that ran least. */
  Extent extent() {
    return records.stream()
        .map(MeasurementRecord::extent)
        .min(
            Comparator.comparing((Extent e) -> !e.extrapolated())
                .thenComparingLong(Extent::measured))
        .orElseThrow();
  }

  /** Whether every process reached its warm-up rule's condition. */
  boolean steady() {
    return records.stream().allMatch(r -> r.timing().warmUp().steady());
  }

  /**
   * Why the device was slowed down while this was measured, in one or more of its processes, and in
   * how many readings of all; empty if it was not, or if nobody can tell.
   */
  NavigableMap<String, Integer> slowdowns() {
    NavigableMap<String, Integer> slowdowns = new TreeMap<>();
    for (MeasurementRecord record : records) {
      record
          .conditions()
          .asOptional()
          .ifPresent(conditions ->
              conditions
                  .slowdowns()
                  .forEach((reason, count) -> slowdowns.merge(reason, count, Integer::sum)));
    }
    return slowdowns;
  }

  /** Whether it was: the time is then not what the device can do. */
  boolean throttled() {
    return !slowdowns().isEmpty();
  }

  /** Energy per image in J, median over processes. */
  Measured<Double> joulesPerImage() {
    double[] joules =
        records.stream()
            .flatMap(r -> r.energy().asOptional().stream())
            .mapToDouble(Energy::joulesPerImage)
            .toArray();
    return joules.length > 0
        ? Measured.of(Descriptive.median(joules))
        : records.getFirst().energy().map(Energy::joulesPerImage);
  }

  /** The net's name for people: the zoo's if it has one. */
  String netName() {
    return key.zooName().isEmpty() ? key.net() : key.zooName();
  }
}
