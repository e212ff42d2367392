// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.RecordJson;
import dev.colonnade.bench.record.TrainingRecord;
import dev.colonnade.bench.study.Point;
import dev.colonnade.bench.study.Studies;
import dev.colonnade.core.runtime.BackendRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tiny run of each kind of study on the CPU. */
class PassesTest {
  private static final String HEAD =
      """
      schema = "colonnade-study/1"
      id = "tiny"
      title = "Tiny"
      question = "Does it run?"
      devices = ["*"]
      """;

  private static final String PRESET =
      """

      [presets.default]
      processes = 1
      samples = 2
      sample-milliseconds = 1
      warm-up-milliseconds = 1
      cap-seconds = 20
      """;

  private static final String NET =
      """

      [net]
      template = "1x29x29-{M}C4-MP2-10N"
      recipe = "mcdnn-mnist"

      [variables]
      M = [2]
      """;

  private static final String TRAINING =
      """

      [training]
      data = "digits:train=200,test=100"
      images = 200
      tests = 100
      epochs = 3
      rates = [0.002, 0.01]
      tuning-images = 50
      tuning-epochs = 1
      """;

  private static List<BenchmarkRecord> run(String keys, String tables) {
    List<MeasureTask.PointTask> points = new ArrayList<>();
    for (Point point :
        Studies.parse("tiny.toml", HEAD + keys + NET + tables + PRESET)
            .expand("default", 1)
            .points()) {
      points.add(
          new MeasureTask.PointTask(
              point.study(),
              point.variables(),
              point.choices(),
              point.net(),
              null,
              point.recipe().orElse(null),
              point.batch(),
              point.pass().key(),
              point.math().name(),
              1,
              2,
              1,
              1,
              1_000_000,
              point.training().orElse(null)));
    }
    List<BenchmarkRecord> records = new ArrayList<>();
    new Measuring(
            new MeasureTask("cpu:0", "run", "default", 0, points, 20_000, false),
            BackendRegistry.discover().device("cpu:0"),
            records::add,
            progress -> {})
        .run();
    assertThat(records).hasSameSizeAs(points);
    assertThat(records)
        .allSatisfy(
            record -> assertThat(RecordJson.fromLine(RecordJson.toLine(record))).isEqualTo(record));
    return records;
  }

  private static MeasurementRecord measured(BenchmarkRecord record) {
    assertThat(record).isInstanceOf(MeasurementRecord.class);
    return (MeasurementRecord) record;
  }

  @ParameterizedTest
  @CsvSource({
    "paper-epoch, 1, distort validate test train",
    "train+distort, 2, distort train",
  })
  void anEpochHasItsParts(String pass, int batch, String parts) {
    MeasurementRecord record =
        measured(run("passes = [\"" + pass + "\"]\nbatches = [" + batch + "]\n", "").getFirst());
    SortedMap<String, Long> phases = record.timing().phasesNanos().asOptional().orElseThrow();
    assertThat(phases.keySet()).containsExactlyInAnyOrder(parts.split(" "));
    assertThat(phases.values()).allMatch(nanos -> nanos > 0);
    double samples = record.timing().samplesNanos().stream().mapToLong(Long::longValue).sum();
    double sum = phases.values().stream().mapToLong(Long::longValue).sum();
    assertThat(sum / samples).isCloseTo(1, within(0.2));
    assertThat(record.workload().choices()).containsEntry("distortion", "mcdnn-mnist");
    // It stands for the 60,000 images of MNIST, and says how few it ran.
    assertThat(record.extent().extrapolated()).isTrue();
    assertThat(record.extent().represented() % 60_000).isZero();
    assertThat(record.imagesPerStep()).isEqualTo(batch);
  }

  @Test
  void imagesAreDrawnAndCopied() {
    List<BenchmarkRecord> records = run("passes = [\"distort\", \"upload\"]\nbatches = [8]\n", "");
    assertThat(records)
        .allSatisfy(record -> {
          assertThat(measured(record).imagesPerStep()).isEqualTo(8);
          assertThat(measured(record).workload().passMacs())
              .isInstanceOf(Measured.Unavailable.class);
        });
    assertThat(measured(records.getFirst()).plan().asOptional().orElseThrow().kernels())
        .isNotEmpty();
  }

  /**
   * The oracle runs the same program, so a wrong unrolling of it would go unseen; see NetworkTest.
   */
  @Test
  void bothWaysOfConvolutionRun() {
    List<BenchmarkRecord> records =
        run(
            "passes = [\"train-step\"]\nbatches = [1]\nconvolutions = [\"direct\", \"unrolled\"]\n",
            "");
    MeasurementRecord direct = measured(records.getFirst());
    MeasurementRecord unrolled = measured(records.getLast());
    assertThat(direct.workload().choices()).containsEntry("convolution", "direct");
    assertThat(unrolled.workload().choices()).containsEntry("convolution", "unrolled");
    assertThat(unrolled.plan().asOptional().orElseThrow().fingerprint())
        .isNotEqualTo(direct.plan().asOptional().orElseThrow().fingerprint());
    assertThat(unrolled.accuracy().asOptional().orElseThrow().normalizedMeanSquareError())
        .isLessThan(1e-6);
  }

  @Test
  void aTrainingReachesItsTargetAndEndsThere() {
    TrainingRecord record =
        (TrainingRecord)
            run(
                    "passes = [\"train-to-error\"]\nbatches = [4]\n",
                    TRAINING + "target-error-percent = 99\n")
                .getFirst();
    assertThat(record.censored()).isFalse();
    assertThat(record.columns()).singleElement().satisfies(c -> assertThat(c.epochs()).hasSize(1));
    assertThat(record.secondsToTarget()).isEqualTo(Measured.of(record.seconds()));
    TrainingRecord.Tuning tuning = record.tuning().asOptional().orElseThrow();
    assertThat(tuning.trials()).hasSize(2);
    double smallest =
        tuning.trials().stream()
            .mapToDouble(trial -> trial.errorPercent().asOptional().orElseThrow())
            .min()
            .orElseThrow();
    assertThat(tuning.trials())
        .filteredOn(trial -> trial.rate() == record.work().learningRate())
        .singleElement()
        .satisfies(trial -> assertThat(trial.errorPercent()).isEqualTo(Measured.of(smallest)));
  }

  @Test
  void aTrainingThatMissesItsTargetIsCensored() {
    TrainingRecord record =
        (TrainingRecord)
            run(
                    "passes = [\"train-to-error\"]\nbatches = [4]\n",
                    TRAINING + "target-error-percent = 0.0001\n")
                .getFirst();
    assertThat(record.censored()).isTrue();
    assertThat(record.columns().getFirst().epochs()).hasSize(3);
    assertThat(record.secondsToTarget().describe()).contains("its 3 epochs were over");
  }

  @Test
  void aRateAtWhichTheLossExplodesIsAFailureOfItsKind() {
    BenchmarkRecord record =
        run(
                "passes = [\"train-to-error\"]\nbatches = [1]\n",
                TRAINING.replace("[0.002, 0.01]", "[1e30, 1e32]") + "target-error-percent = 1\n")
            .getFirst();
    assertThat(record)
        .isInstanceOfSatisfying(
            FailureRecord.class,
            failure -> assertThat(failure.failure()).isEqualTo(FailureRecord.Kind.DIVERGED));
  }

  @Test
  void aCommitteeHasAnErrorForEachNumberOfColumns() {
    TrainingRecord record =
        (TrainingRecord)
            run(
                    "passes = [\"committee\"]\nbatches = [4]\n",
                    TRAINING.replace("epochs = 3", "epochs = 1\ncolumns = 3"))
                .getFirst();
    assertThat(record.columns())
        .extracting(TrainingRecord.Column::seed)
        .containsExactly(1L, 2L, 3L);
    assertThat(record.committeeErrorPercent()).hasSize(3);
    // One column's average is the column.
    assertThat(record.committeeErrorPercent().getFirst())
        .isEqualTo(record.columns().getFirst().epochs().getLast().testErrorPercent());
    assertThat(record.censored()).isFalse();
  }

  @Test
  void dataThatAreNotThereAreSaidToBe() {
    BenchmarkRecord record =
        run(
                "passes = [\"committee\"]\nbatches = [4]\n",
                TRAINING.replace("digits:train=200,test=100", "/no/such/folder"))
            .getFirst();
    assertThat(record)
        .isInstanceOfSatisfying(
            FailureRecord.class,
            failure -> {
              assertThat(failure.failure()).isEqualTo(FailureRecord.Kind.UNAVAILABLE);
              assertThat(failure.reason()).contains("/no/such/folder");
            });
  }
}
