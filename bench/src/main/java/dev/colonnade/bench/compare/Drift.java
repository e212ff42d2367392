// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.Sentinel;
import dev.colonnade.bench.statistics.Descriptive;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a quantity of the sentinel moved from one side to the other.
 *
 * @param device id of the device
 * @param quantity what was measured, in a few words
 * @param log natural logarithm of how much longer the second side takes
 * @param decides whether it can only have been the machine; false where the subject itself may have
 *     moved it, as another build moves the device's matrix product
 */
public record Drift(String device, String quantity, double log, boolean decides) {
  /** Where one of these is the subject, the device's own limits are part of what is compared. */
  private static final Set<String> MOVE_LIMITS =
      Set.of("commit", "driver", "jvm", "libraries", "os", "power", "threads");

  /** The second side's time over the first's. */
  public double ratio() {
    return Math.exp(log);
  }

  /** Drifts of all devices that stand on both sides; none where another device is the subject. */
  static List<Drift> between(Side a, Side b, Set<String> subjects) {
    if (subjects.contains("device") || subjects.contains("machine")) {
      return List.of();
    }
    boolean own = subjects.stream().noneMatch(MOVE_LIMITS::contains);
    Map<String, Map<String, List<Double>>> first = slowness(a.records());
    Map<String, Map<String, List<Double>>> second = slowness(b.records());
    List<Drift> drifts = new ArrayList<>();
    first.forEach((device, quantities) ->
        quantities.forEach((quantity, before) -> {
          List<Double> after =
              second.getOrDefault(device, Map.of()).getOrDefault(quantity, List.of());
          if (!after.isEmpty()) {
            drifts.add(new Drift(device, quantity, median(after) - median(before), own));
          }
        }));
    return drifts;
  }

  /**
   * The reason for which a difference cannot be told from a drift, if it is one: one that can only
   * have been the machine's is beyond the margin and at least as large as the difference.
   */
  static Optional<String> objection(Collection<Drift> drifts, double logRatio, double margin) {
    return drifts.stream()
        .filter(Drift::decides)
        .filter(drift -> Math.abs(drift.log()) > Math.log1p(margin))
        .filter(drift -> Math.abs(drift.log()) >= Math.abs(logRatio))
        .findFirst()
        .map(drift ->
            "the sentinel moved by more than the difference: "
                + drift.quantity()
                + " of "
                + drift.device()
                + " took "
                + Percent.signed(drift.log()));
  }

  private static Map<String, Map<String, List<Double>>> slowness(List<MeasurementRecord> records) {
    Map<String, Map<String, List<Double>>> slowness = new LinkedHashMap<>();
    Set<String> processes = new HashSet<>();
    for (MeasurementRecord record : records) {
      String device = record.device().id();
      String process =
          record.run().runId()
              + " "
              + record.run().processIndex()
              + " "
              + device
              + " "
              + record.device().threads().describe();
      // Every record of a process holds the same sentinel.
      if (processes.add(process)) {
        Map<String, List<Double>> quantities =
            slowness.computeIfAbsent(device, d -> new LinkedHashMap<>());
        collect(record.sentinel(), quantities);
      }
    }
    return slowness;
  }

  private static void collect(Sentinel sentinel, Map<String, List<Double>> quantities) {
    add(quantities, "multiply-adds on registers", sentinel.fmaFlops(), -1);
    add(quantities, "the large copy", sentinel.copyBytesPerSecond(), -1);
    sentinel
        .gemmFlops()
        .forEach((mode, flops) -> add(quantities, "the matrix product in " + mode, flops, -1));
    add(quantities, "the step of the fixed net", sentinel.netStepNanos(), 1);
  }

  private static void add(
      Map<String, List<Double>> quantities, String name, Measured<Double> value, int sign) {
    value
        .asOptional()
        .ifPresent(
            v -> quantities.computeIfAbsent(name, n -> new ArrayList<>()).add(sign * Math.log(v)));
  }

  private static double median(List<Double> values) {
    return Descriptive.median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
