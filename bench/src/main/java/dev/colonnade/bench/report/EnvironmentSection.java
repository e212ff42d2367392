// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.DeviceInfo;
import dev.colonnade.bench.record.Machine;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.Sentinel;
import dev.colonnade.bench.record.Timing.FirstStep;
import dev.colonnade.bench.report.HtmlTable.Cell;
import dev.colonnade.bench.report.HtmlTable.Column;
import dev.colonnade.bench.report.plot.Markup;
import dev.colonnade.bench.report.plot.Numbers;
import dev.colonnade.bench.statistics.Descriptive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The machines, the devices with their measured limits, and where the rest of the time went. */
final class EnvironmentSection {

  private final ReportInput input;

  EnvironmentSection(ReportInput input) {
    this.input = input;
  }

  void write(Markup page) {
    page.element("h2", "Machines", "id", "machines").line();
    Map<String, Machine> machines = new LinkedHashMap<>();
    input.records().forEach(r -> machines.putIfAbsent(r.machine().hostId(), r.machine()));
    machines.values().forEach(machine -> machine(page, machine));
    page.element("h3", "Devices and their measured limits").line();
    devices().write(page);
    if (!input.measurements().isEmpty()) {
      page.element("h3", "Clocks, power and throttling while measuring").line();
      ConditionsTable.of(input.measurements()).write(page);
      page.element("h3", "Time to the first step, and where a step's time goes").line();
      firstSteps().write(page);
    }
  }

  private void machine(Markup page, Machine machine) {
    page.element("h3", machine.hostId()).line().open("dl");
    entry(page, "Processor", machine.cpu().describe());
    entry(
        page,
        "Cores",
        machine.physicalCores().describe()
            + " physical, "
            + machine.logicalCores()
            + " hardware threads usable");
    entry(
        page, "Vector extensions", machine.cpuFeatures().map(f -> String.join(" ", f)).describe());
    entry(
        page,
        "Clock",
        "highest "
            + machine.cpuMaxHertz().map(hz -> Numbers.si(hz, "Hz")).describe()
            + "; at start "
            + machine.cpuCurrentHertz().map(hz -> Numbers.si(hz, "Hz")).describe());
    entry(page, "Memory", machine.memoryBytes().map(b -> gibibytes(b)).describe());
    entry(page, "Operating system", machine.operatingSystem().describe());
    entry(page, "Virtualization", machine.virtualization().describe());
    entry(page, "Power source", machine.powerSource().describe());
    entry(
        page, "Load before measuring", machine.loadAverage().map(Numbers::significant).describe());
    entry(
        page,
        "Java machine",
        machine.jvm() + ", heap limit " + gibibytes(machine.maximumHeapBytes()));
    entry(page, "Collectors", String.join(", ", machine.garbageCollectors()));
    entry(
        page,
        "Options of the measuring processes",
        input.records().stream()
            .filter(r -> r.machine().hostId().equals(machine.hostId()))
            .map(r -> String.join(" ", r.machine().jvmFlags()))
            .map(flags -> flags.isEmpty() ? "(none)" : flags)
            .distinct()
            .collect(Collectors.joining(" | ")));
    page.close().line();
  }

  private static void entry(Markup page, String name, String value) {
    page.element("dt", name).element("dd", value).line();
  }

  private static String gibibytes(long bytes) {
    return Numbers.significant(bytes / (double) (1L << 30)) + " GiB";
  }

  private HtmlTable devices() {
    HtmlTable table =
        new HtmlTable(
            "Devices; the limits are medians of the sentinel's measurements on the device itself",
            new Column("device", false),
            new Column("name", false),
            new Column("backend", false),
            new Column("driver", false),
            new Column("libraries", false),
            new Column("threads", true),
            new Column("memory", true),
            new Column("FMA FLOP/s", true),
            new Column("matrix product FLOP/s, by math mode", true),
            new Column("copy B/s", true),
            new Column("net step", true));
    Map<String, List<BenchmarkRecord>> byDevice =
        input.records().stream()
            .collect(
                Collectors.groupingBy(
                    r ->
                        r.machine().hostId()
                            + " "
                            + r.device().id()
                            + " "
                            + r.device().threads().describe(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    byDevice.values().forEach(records -> table.row("", device(records)));
    return table;
  }

  private static List<Cell> device(List<BenchmarkRecord> records) {
    DeviceInfo device = records.getFirst().device();
    List<MeasurementRecord> measured =
        records.stream()
            .filter(MeasurementRecord.class::isInstance)
            .map(MeasurementRecord.class::cast)
            .toList();
    List<Cell> cells = new ArrayList<>();
    cells.add(new Cell(device.id(), records.getFirst().machine().hostId(), ""));
    cells.add(Cell.of(device.name()));
    cells.add(Cell.of(device.backend()));
    cells.add(cell(device.driver(), v -> v));
    cells.add(
        cell(
            device.libraries(),
            m ->
                m.entrySet().stream()
                    .map(e -> e.getKey() + " " + e.getValue())
                    .collect(Collectors.joining(", "))));
    cells.add(cell(device.threads(), String::valueOf));
    cells.add(cell(device.memoryBytes(), EnvironmentSection::gibibytes));
    cells.add(limit(measured, Sentinel::fmaFlops, v -> Numbers.si(v, "")));
    cells.add(products(measured));
    cells.add(limit(measured, Sentinel::copyBytesPerSecond, v -> Numbers.si(v, "")));
    cells.add(limit(measured, Sentinel::netStepNanos, v -> Numbers.seconds(v * 1e-9)));
    return cells;
  }

  private static <T> Cell cell(Measured<T> value, Function<T, String> format) {
    return Cell.of(Cells.value(value, format), Cells.reason(value));
  }

  /** The medians of all modes that some process measured, and why the others have none. */
  private static Cell products(List<MeasurementRecord> records) {
    if (records.isEmpty()) {
      return Cell.of(Cells.NONE, "no measurement came from this device");
    }
    SortedMap<String, List<Measured<Double>>> byMode = new TreeMap<>();
    records.forEach(record ->
        record
            .sentinel()
            .gemmFlops()
            .forEach(
                (mode, flops) -> byMode.computeIfAbsent(mode, m -> new ArrayList<>()).add(flops)));
    List<String> rates = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    byMode.forEach((mode, measured) -> {
      double[] values =
          measured.stream()
              .flatMap(v -> v.asOptional().stream())
              .mapToDouble(Double::doubleValue)
              .toArray();
      if (values.length > 0) {
        rates.add(mode + " " + Numbers.si(Descriptive.median(values), ""));
      } else {
        reasons.add(mode + ": " + Cells.reason(measured.getFirst()));
      }
    });
    if (byMode.isEmpty()) {
      reasons.add(Cells.reason(records.getFirst().sentinel().copyBytesPerSecond()));
    }
    return new Cell(
        rates.isEmpty() ? Cells.NONE : String.join(", ", rates), "", String.join("\n", reasons));
  }

  private static Cell limit(
      List<MeasurementRecord> records,
      Function<Sentinel, Measured<Double>> field,
      Function<Double, String> format) {
    return median(records, r -> field.apply(r.sentinel()), format);
  }

  private static Cell median(
      List<MeasurementRecord> records,
      Function<MeasurementRecord, Measured<Double>> field,
      Function<Double, String> format) {
    if (records.isEmpty()) {
      return Cell.of(Cells.NONE, "no measurement came from this device");
    }
    double[] values =
        records.stream()
            .flatMap(r -> field.apply(r).asOptional().stream())
            .mapToDouble(Double::doubleValue)
            .toArray();
    return values.length > 0
        ? Cell.of(format.apply(Descriptive.median(values)))
        : Cell.of(Cells.NONE, Cells.reason(field.apply(records.getFirst())));
  }

  private HtmlTable firstSteps() {
    HtmlTable table =
        new HtmlTable(
            "Medians over the records of each device: what a fresh process waits for, and a step's"
                + " parts as shares of the step as timed",
            new Column("device", false),
            new Column("process start", true),
            new Column("backend's warm-up", true),
            new Column("compile", true),
            new Column("first step", true),
            new Column("together", true),
            new Column("warm-up of the net", true),
            new Column("transfers / step", true),
            new Column("kernels / step", true),
            new Column("end to end / step", true));
    Map<String, List<MeasurementRecord>> byDevice =
        input.measurements().stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.machine().hostId() + " " + r.device().id(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    for (List<MeasurementRecord> records : byDevice.values()) {
      table.row(
          "",
          List.of(
              Cell.of(records.getFirst().device().id()),
              part(records, FirstStep::processStartNanos),
              part(records, FirstStep::warmUpNanos),
              part(records, FirstStep::compileNanos),
              part(records, FirstStep::firstStepNanos),
              part(records, FirstStep::totalNanos),
              nanos(records, r -> Measured.of((double) r.timing().warmUp().nanos())),
              share(records, r -> r.timing().transferNanosPerStep()),
              share(records, r -> r.timing().kernelNanosPerStep()),
              share(records, r -> r.timing().endToEndNanosPerStep())));
    }
    return table;
  }

  private static Cell part(
      List<MeasurementRecord> records, Function<FirstStep, Measured<Long>> field) {
    return nanos(records, r -> field.apply(r.timing().firstStep()).map(Long::doubleValue));
  }

  private static Cell nanos(
      List<MeasurementRecord> records, Function<MeasurementRecord, Measured<Double>> field) {
    return median(records, field, v -> Numbers.seconds(v * 1e-9));
  }

  private static Cell share(
      List<MeasurementRecord> records, Function<MeasurementRecord, Measured<Double>> field) {
    return median(
        records, r -> field.apply(r).map(nanos -> nanos / stepNanos(r)), Numbers::percent);
  }

  private static double stepNanos(MeasurementRecord record) {
    return Descriptive.median(record.secondsPerImage()) * 1e9 * record.imagesPerStep();
  }
}
