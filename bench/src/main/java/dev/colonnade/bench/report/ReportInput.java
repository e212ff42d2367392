// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.MeasurementRecord;
import java.util.List;

/**
 * All that a report is made of.
 *
 * @param records measurements and failures, in any order
 * @param studies titles and questions of the studies that the records name
 * @param references published figures for the pictures
 * @param notices sentences about the input, such as a torn last line of a file
 */
public record ReportInput(
    List<BenchmarkRecord> records,
    List<StudyInfo> studies,
    List<ReferencePoint> references,
    List<String> notices) {

  /** Copies the lists. */
  public ReportInput {
    records = List.copyOf(records);
    studies = List.copyOf(studies);
    references = List.copyOf(references);
    notices = List.copyOf(notices);
  }

  List<MeasurementRecord> measurements() {
    return records.stream()
        .filter(MeasurementRecord.class::isInstance)
        .map(MeasurementRecord.class::cast)
        .toList();
  }

  List<FailureRecord> failures() {
    return records.stream()
        .filter(FailureRecord.class::isInstance)
        .map(FailureRecord.class::cast)
        .toList();
  }

  StudyInfo study(String id) {
    return studies.stream()
        .filter(s -> s.id().equals(id))
        .findFirst()
        .orElseGet(() -> new StudyInfo(id, "Study " + id, ""));
  }
}
