// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.bench.record.RecordJson;
import dev.colonnade.bench.record.SyntheticRecords;
import dev.colonnade.bench.record.TrainingRecord;
import dev.colonnade.bench.record.TrainingWork;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Trainings to the end: what came to its target, and what did not. */
class TrainingSectionTest {
  static TrainingRecord training(Pass pass, int process, double secondsToTarget, int columns) {
    boolean target = pass == Pass.TRAIN_TO_ERROR;
    return new TrainingRecord(
        pass.key() + process,
        SyntheticRecords.run(process, 5),
        SyntheticRecords.machine(),
        SyntheticRecords.device(SyntheticRecords.VECTOR),
        new TrainingWork(
            "training",
            Collections.emptySortedMap(),
            Collections.emptySortedMap(),
            "1x29x29-20C4-10N",
            Measured.of("small-net"),
            pass,
            1,
            1000,
            2000,
            "STRICT_FP32",
            "F32",
            true,
            "digits",
            100,
            50,
            0.001,
            1,
            3,
            target ? Measured.of(2.5) : Measured.unavailable("none")),
        Measured.of(
            new TrainingRecord.Tuning(
                50, 1, 0.5, List.of(new TrainingRecord.Trial(0.001, Measured.of(9.0))))),
        1.5,
        IntStream.range(0, columns)
            .mapToObj(c ->
                new TrainingRecord.Column(
                    c + 1, List.of(new TrainingRecord.Epoch(1, 3, 0.5, 0.2, 4.0 - c))))
            .toList(),
        IntStream.range(0, columns).mapToObj(c -> 4.0 - 1.5 * c).toList(),
        secondsToTarget > 0
            ? Measured.of(secondsToTarget)
            : Measured.unavailable("its 3 epochs were over"));
  }

  private static List<BenchmarkRecord> runs(double... secondsToTarget) {
    List<BenchmarkRecord> records = new ArrayList<>();
    for (int i = 0; i < secondsToTarget.length; i++) {
      records.add(training(Pass.TRAIN_TO_ERROR, i, secondsToTarget[i], 1));
    }
    return records;
  }

  private static List<String> row(List<BenchmarkRecord> records) {
    return ReportFixture.page(records).rows("Time to the target").getFirst().stream()
        .map(Element::getTextContent)
        .toList();
  }

  @Test
  void aTrainingSurvivesItsLine() {
    TrainingRecord record = training(Pass.COMMITTEE, 0, 0, 3);
    assertThat(RecordJson.fromLine(RecordJson.toLine(record))).isEqualTo(record);
    assertThat(record.seconds()).isEqualTo(12);
    assertThat(record.censored()).isFalse();
  }

  @Test
  void aCensoredRunIsLongerThanEveryOther() {
    List<String> cells = row(runs(7, 0, 3, 5, 0));
    assertThat(cells.get(5)).isEqualTo("5");
    assertThat(cells.get(6)).isEqualTo("2");
    assertThat(cells.get(7)).startsWith("7.00 s");
  }

  @Test
  void ofHalfOfThemCensoredOnlyABoundIsKnown() {
    List<String> cells = row(runs(7, 0, 3, 0));
    assertThat(cells.get(7)).startsWith("> 4.00 s");
    assertThat(Report.terminalTable(runs(7, 0, 3, 0), false))
        .contains("2.50 % test error after > 4.00 s, 4 runs, 2 censored, rates 0.001");
  }

  @Test
  void anAttemptThatFailedIsCensoredToo() {
    List<BenchmarkRecord> records = runs(7, 5, 3);
    records.add(
        new FailureRecord(
            "failed",
            SyntheticRecords.run(3, 5),
            SyntheticRecords.machine(),
            SyntheticRecords.device(SyntheticRecords.VECTOR),
            Measured.of("training"),
            Measured.of("1x29x29-20C4-10N"),
            Collections.emptySortedMap(),
            Collections.emptySortedMap(),
            Measured.of("STRICT_FP32"),
            FailureRecord.Kind.DIVERGED,
            "the loss became NaN",
            Measured.unavailable("none")));
    List<String> cells = row(records);
    assertThat(cells.get(5)).isEqualTo("4");
    assertThat(cells.get(6)).isEqualTo("1");
    assertThat(cells.get(7)).startsWith("6.00 s");
  }

  @Test
  void columnsAreListedWithWhatTheyGain() {
    List<BenchmarkRecord> records = List.of(training(Pass.COMMITTEE, 0, 0, 3));
    List<List<Element>> rows =
        ReportFixture.page(records).rows("Columns against test error and time");
    assertThat(rows).hasSize(3);
    assertThat(rows.getLast())
        .extracting(Element::getTextContent)
        .containsSubsequence("3", "2.00 %", "1.00 %", "12.0 s");
    assertThat(Report.terminalTable(records, false))
        .contains("test error 4.00 %, 2.50 %, 1.00 % with 1 to 3 columns, 12.0 s of training");
  }
}
