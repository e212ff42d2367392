// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.Accuracy;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.statistics.Estimate;
import dev.colonnade.bench.statistics.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The rows of all studies as CSV (RFC 4180, UTF-8, CRLF), numbers in full precision and SI base
 * units. An empty number is an absence; its reason stands in the records.
 */
final class CsvExport {

  private static final List<String> HEADER =
      List.of(
          "study",
          "variables",
          "choices",
          "net",
          "zoo_name",
          "pass",
          "batch",
          "weights",
          "forward_macs",
          "run",
          "commit",
          "host",
          "device",
          "device_name",
          "backend",
          "threads",
          "math_mode",
          "storage",
          "deterministic",
          "processes",
          "seconds_per_image",
          "seconds_per_image_low",
          "seconds_per_image_high",
          "interval_confidence",
          "images_per_second",
          "times_scalar",
          "share_of_measured_peak",
          "nmse",
          "joules_per_image",
          "measured_images",
          "represented_images",
          "steady",
          "throttled",
          "record_ids",
          "failure");

  private CsvExport() {}

  static String of(List<SummaryRow> rows, List<FailureRecord> failures) {
    StringBuilder csv = new StringBuilder();
    line(csv, HEADER);
    rows.forEach(row -> line(csv, fields(row)));
    failures.forEach(failure -> line(csv, fields(failure)));
    return csv.toString();
  }

  private static List<String> fields(SummaryRow row) {
    GroupKey key = row.key();
    GroupKey.Setup setup = key.setup();
    Measured<Interval> interval = row.secondsPerImage().interval();
    List<String> fields = new ArrayList<>();
    fields.add(text(key.study()));
    fields.add(text(variables(key.variables())));
    fields.add(text(variables(key.choices())));
    fields.add(text(key.net()));
    fields.add(text(key.zooName()));
    fields.add(key.pass().key());
    fields.add(String.valueOf(key.batch()));
    fields.add(String.valueOf(key.weights()));
    fields.add(String.valueOf(key.forwardMacs()));
    fields.add(text(setup.runId()));
    fields.add(text(setup.commit()));
    fields.add(text(setup.host()));
    fields.add(text(setup.deviceId()));
    fields.add(text(setup.deviceName()));
    fields.add(text(setup.backend()));
    fields.add(setup.threads());
    fields.add(text(setup.mathMode()));
    fields.add(text(setup.storage()));
    fields.add(String.valueOf(setup.deterministic()));
    fields.add(String.valueOf(row.secondsPerImage().processes()));
    fields.add(String.valueOf(row.secondsPerImage().value()));
    fields.add(number(interval.map(Interval::low)));
    fields.add(number(interval.map(Interval::high)));
    fields.add(number(interval.map(Interval::confidence)));
    fields.add(String.valueOf(row.imagesPerSecond().value()));
    fields.add(number(row.overScalar().map(Estimate::value)));
    fields.add(number(row.shareOfPeak()));
    fields.add(number(row.error().map(Accuracy::normalizedMeanSquareError)));
    fields.add(number(row.joulesPerImage()));
    fields.add(String.valueOf(row.extent().measured()));
    fields.add(String.valueOf(row.extent().represented()));
    fields.add(String.valueOf(row.steady()));
    fields.add(text(String.join(" ", row.slowdowns().keySet())));
    fields.add(text(row.records().stream().map(r -> r.id()).collect(Collectors.joining(" "))));
    fields.add("");
    return fields;
  }

  private static List<String> fields(FailureRecord failure) {
    List<String> fields = new ArrayList<>(Collections.nCopies(HEADER.size(), ""));
    set(fields, "study", text(failure.study().asOptional().orElse("")));
    set(fields, "variables", text(variables(failure.variables())));
    set(fields, "choices", text(variables(failure.choices())));
    set(fields, "net", text(failure.net().asOptional().orElse("")));
    set(fields, "run", text(failure.run().runId()));
    set(fields, "commit", text(failure.run().commit().describe()));
    set(fields, "host", text(failure.machine().hostId()));
    set(fields, "device", text(failure.device().id()));
    set(fields, "device_name", text(failure.device().name()));
    set(fields, "backend", text(failure.device().backend()));
    set(fields, "math_mode", text(failure.mathMode().asOptional().orElse("")));
    set(fields, "record_ids", text(failure.id()));
    set(fields, "failure", text(failure.failure().key() + ": " + failure.reason()));
    return fields;
  }

  private static void set(List<String> fields, String column, String value) {
    fields.set(HEADER.indexOf(column), value);
  }

  private static String variables(Map<String, ?> variables) {
    return variables.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(" "));
  }

  private static String number(Measured<Double> value) {
    return value.map(String::valueOf).asOptional().orElse("");
  }

  /** A spreadsheet runs a cell that begins like a formula; the apostrophe makes it text again. */
  private static String text(String value) {
    return !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
  }

  private static void line(StringBuilder csv, List<String> fields) {
    csv.append(fields.stream().map(CsvExport::quoted).collect(Collectors.joining(",")))
        .append("\r\n");
  }

  private static String quoted(String field) {
    return field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + field.replace("\"", "\"\"") + '"'
        : field;
  }
}
