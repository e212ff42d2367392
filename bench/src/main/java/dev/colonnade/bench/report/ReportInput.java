// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.TrainingRecord;
import dev.colonnade.bench.study.Drawing;
import dev.colonnade.bench.study.Study;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

  /** Returns the input for these records without notices; see the longer form. */
  public static ReportInput of(List<? extends BenchmarkRecord> records, List<Study> studies) {
    return of(records, studies, List.of());
  }

  /**
   * Returns the input for these records, with the titles of the studies, and the published figures
   * of those studies whose records are there, in the pass that a figure may stand beside.
   *
   * @throws dev.colonnade.bench.study.StudyException if a study, with records or without, names a
   *     figure that cannot be drawn
   */
  public static ReportInput of(
      List<? extends BenchmarkRecord> records, List<Study> studies, List<String> notices) {
    Set<List<Object>> measured =
        records.stream()
            .filter(MeasurementRecord.class::isInstance)
            .map(r -> ((MeasurementRecord) r).workload())
            .map(work -> List.<Object>of(work.study(), work.pass()))
            .collect(Collectors.toSet());
    return new ReportInput(
        List.copyOf(records),
        studies.stream()
            .map(s -> new StudyInfo(s.id(), s.title(), s.question(), s.drawing()))
            .toList(),
        studies.stream()
            .flatMap(s -> References.of(s).stream())
            .filter(r -> measured.contains(List.of(r.study(), r.pass())))
            .toList(),
        notices);
  }

  List<MeasurementRecord> measurements() {
    return records.stream()
        .filter(MeasurementRecord.class::isInstance)
        .map(MeasurementRecord.class::cast)
        .toList();
  }

  List<TrainingRecord> trainings() {
    return records.stream()
        .filter(TrainingRecord.class::isInstance)
        .map(TrainingRecord.class::cast)
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
        .orElseGet(() -> new StudyInfo(id, "Study " + id, "", Drawing.UNSAID));
  }
}
