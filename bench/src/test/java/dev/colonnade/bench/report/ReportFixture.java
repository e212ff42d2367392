// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.bench.study.Drawing;
import java.util.List;
import java.util.OptionalInt;
import org.assertj.core.data.Percentage;

/** Pages and rows of synthetic records, with invented published figures beside them. */
final class ReportFixture {
  static final List<ReferencePoint> REFERENCES =
      List.of(
          reference("unread-100", 100, 2.2e-3, false),
          reference("unread-400", 400, 17.5e-3, false),
          reference("read-200", 200, 5e-3, true));

  private ReportFixture() {}

  static ReferencePoint reference(String id, int maps, double seconds, boolean verified) {
    return new ReferencePoint(
        "maps",
        id,
        "Invented Paper 1900, table 7",
        "Invented Device",
        "3x32x32-" + maps + "C5-10N",
        OptionalInt.of(maps),
        9_000.0 * maps + 1_200.0 * maps * maps,
        9_000.0 * maps + 1_200.0 * maps * maps,
        9_000.0 * maps + 1_200.0 * maps * maps,
        Pass.TRAIN_STEP,
        seconds,
        "whole epoch",
        verified ? "seen" : "memory +",
        verified);
  }

  static ReportInput input(List<BenchmarkRecord> records) {
    return new ReportInput(
        records,
        List.of(new StudyInfo("maps", "Maps & more", "Is 1 < 2?", Drawing.UNSAID)),
        REFERENCES,
        List.of("A notice."));
  }

  static ParsedPage page(List<BenchmarkRecord> records) {
    return new ParsedPage(Report.html(input(records), "r.csv"));
  }

  static SummaryRow row(List<BenchmarkRecord> records, String device, int maps) {
    return SummaryRow.of(input(records).measurements()).stream()
        .filter(r -> r.key().study().equals("maps"))
        .filter(r -> r.key().setup().deviceId().equals(device))
        .filter(r -> r.key().variables().get("M") == maps)
        .findFirst()
        .orElseThrow();
  }

  static Percentage byShare(double share) {
    return Percentage.withPercentage(100 * share);
  }
}
