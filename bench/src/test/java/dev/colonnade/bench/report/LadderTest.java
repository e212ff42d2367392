// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.record.Choices;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.bench.record.SyntheticRecords;
import dev.colonnade.bench.record.SyntheticRecords.SyntheticDevice;
import dev.colonnade.bench.record.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Base lines, ways of convolution, distortion, and who overtakes whom. */
class LadderTest {
  private static final SyntheticDevice ONE =
      new SyntheticDevice("cpu:0", "Vectors", "cpu", 1, 9e-6, SyntheticRecords.VECTOR.rate() / 2);
  private static final SyntheticDevice PEER =
      new SyntheticDevice(
          "torch:cpu/eager", "Peer", "torch", 2, 9e-6, SyntheticRecords.VECTOR.rate() / 3);
  private static final SyntheticDevice SLOW_PEER =
      new SyntheticDevice(
          "torch:cpu/slow", "Peer", "torch", 2, 9e-6, SyntheticRecords.VECTOR.rate() / 9);

  private static List<MeasurementRecord> records(Workload work, SyntheticDevice... devices) {
    List<MeasurementRecord> records = new ArrayList<>();
    for (SyntheticDevice device : devices) {
      for (int process = 0; process < 3; process++) {
        records.add(SyntheticRecords.measurement(device, work, process, 3, false));
      }
    }
    return records;
  }

  private static SummaryRow of(List<SummaryRow> rows, String device) {
    return rows.stream()
        .filter(row -> row.key().setup().deviceId().equals(device))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyRungThatTheRunHasIsStoodOver() {
    List<SummaryRow> rows =
        SummaryRow.of(
            records(
                SyntheticRecords.workload("maps", Map.of("M", 40), 1),
                SyntheticRecords.SCALAR,
                ONE,
                SyntheticRecords.VECTOR,
                SLOW_PEER,
                PEER,
                SyntheticRecords.GPU));
    SummaryRow gpu = of(rows, SyntheticRecords.GPU.id());
    Ladder ladder = Ladder.of(gpu, rows);
    assertThat(ladder.rungs()).extracting(Ladder.Rung::kind).containsExactly(Ladder.Kind.values());
    assertThat(ladder.rung(Ladder.Kind.PEER).orElseThrow().base().key().setup().deviceId())
        .isEqualTo(PEER.id());
    assertThat(ladder.rung(Ladder.Kind.VECTOR).orElseThrow().base().key().setup().threads())
        .isEqualTo("1");
    for (Ladder.Rung rung : ladder.rungs()) {
      assertThat(rung.ratio().value())
          .isEqualTo(rung.base().secondsPerImage().value() / gpu.secondsPerImage().value());
      assertThat(rung.base().shareOfPeak().asOptional()).isPresent();
    }
    assertThat(Ladder.of(of(rows, SyntheticRecords.SCALAR.id()), rows).isRung(Ladder.Kind.SCALAR))
        .isTrue();
  }

  @Test
  void otherWorkIsNoBaseLine() {
    List<MeasurementRecord> records =
        records(SyntheticRecords.workload("maps", Map.of("M", 40), 1), SyntheticRecords.SCALAR);
    records.addAll(
        records(SyntheticRecords.workload("maps", Map.of("M", 80), 1), SyntheticRecords.GPU));
    records.addAll(
        records(
            SyntheticRecords.of(
                SyntheticRecords.workload("maps", Map.of("M", 80), 1), Pass.PAPER_EPOCH),
            SyntheticRecords.VECTOR));
    List<SummaryRow> rows = SummaryRow.of(records);
    assertThat(Ladder.of(of(rows, SyntheticRecords.GPU.id()), rows).rungs()).isEmpty();
  }

  @Test
  void theTerminalShowsTheRungs() {
    String table =
        Report.terminalTable(
            records(
                SyntheticRecords.workload("maps", Map.of("M", 40), 1),
                SyntheticRecords.SCALAR,
                ONE,
                SyntheticRecords.VECTOR),
            false);
    assertThat(table).contains("x scalar  x 1 thread  x cores").doesNotContain("x peer");
  }

  @Test
  void bothWaysOfConvolutionStandSideBySide() {
    Workload work = SyntheticRecords.workload("im2col", Map.of("M", 40), 1);
    List<MeasurementRecord> records =
        records(
            SyntheticRecords.with(work, Map.of(Choices.CONVOLUTION, Choices.DIRECT)),
            SyntheticRecords.VECTOR);
    records.addAll(
        records(
            SyntheticRecords.with(work, Map.of(Choices.CONVOLUTION, Choices.UNROLLED)),
            SyntheticRecords.VECTOR));
    ParsedPage page = ReportFixture.page(List.copyOf(records));
    assertThat(
            page.rows(
                "Convolution by the device's own kernels, and unrolled in memory with one matrix"
                    + " product (im2col)"))
        .singleElement()
        .satisfies(cells -> assertThat(cells.getLast().getTextContent()).startsWith("1.00×"));
  }

  @Test
  void whatDrawsFasterThanItIsSentIsTold() {
    Workload work = SyntheticRecords.workload("distortion", Map.of(), 8);
    List<MeasurementRecord> records = new ArrayList<>();
    for (Pass pass : List.of(Pass.DISTORT, Pass.UPLOAD)) {
      records.addAll(
          records(SyntheticRecords.of(work, pass), SyntheticRecords.VECTOR, SyntheticRecords.GPU));
    }
    ParsedPage page = ReportFixture.page(List.copyOf(records));
    assertThat(
            page.rows(
                "Distorted images: drawn by the device, or by the fastest CPU device and copied"
                    + " there"))
        .hasSize(2)
        .allSatisfy(cells -> assertThat(cells.getLast().getTextContent()).endsWith("×"));
  }

  @Test
  void theLaterStarterOvertakesWhereItsHeadStartIsUsedUp() {
    // 8 s later, 1 ms an image instead of 5 ms: 8 / 0.004.
    assertThat(StartTable.breakEven(10, 0.001, 2, 0.005)).isEqualTo(OptionalDouble.of(2000));
    assertThat(StartTable.breakEven(10, 0.005, 2, 0.001)).isEmpty();
    assertThat(StartTable.breakEven(1, 0.001, 2, 0.005)).isEmpty();
  }
}
