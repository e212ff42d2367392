// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.data.Split;
import dev.colonnade.models.distortion.Distortion;
import dev.colonnade.models.distortion.Range;
import dev.colonnade.models.network.InputScaling;
import dev.colonnade.models.network.Loss;
import dev.colonnade.models.network.NetworkOptions;
import dev.colonnade.models.network.Optimizer;
import dev.colonnade.models.notation.NetString;
import dev.colonnade.models.zoo.LearningRateSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class TrainerTest {
  @TempDir Path folder;

  private TrainingResult train(TrainingJob job) {
    return new Trainer(TestDevices.cpu(), job, Execution.DEFAULT, folder, TrainingListener.NONE)
        .run();
  }

  @ParameterizedTest
  @CsvSource({"1, 0.01, sgd", "16, 0.1, sgd", "16, 0.02, momentum"})
  void smallNetsLearnTheDigits(int batch, double rate, String optimizer) {
    TrainingOptions options =
        SmallJobs.onLine(6)
            .withBatch(batch)
            .withRate(new LearningRateSchedule(rate, 0.9, 0))
            .withOptimizer(
                optimizer.equals("sgd") ? Optimizer.SGD : new Optimizer.Momentum(0.9f, 1e-4f));
    TrainingResult result = train(SmallJobs.job(1500, 500, options));
    assertThat(result.history().getFirst().trainLoss()).isLessThan(2.4);
    assertThat(result.testErrorPercent()).isNotNull().isLessThan(15);
    assertThat(result.history().getLast().validationErrorPercent()).isNotNull().isLessThan(10);
    assertThat(result.stopped()).isEqualTo(TrainingResult.Stopped.EPOCHS_DONE);
  }

  @Test
  void aFolderThatAnotherTrainingWritesIsRefused() {
    TrainingJob job = SmallJobs.job(64, 10, SmallJobs.onLine(1));
    try (FolderLock held = FolderLock.of(folder)) {
      assertThatThrownBy(() -> train(job))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("another process trains in");
      // Nor does it write what is to lie beside its checkpoint: that is the other one's.
      AtomicBoolean claimed = new AtomicBoolean();
      Trainer loser =
          new Trainer(TestDevices.cpu(), job, Execution.DEFAULT, folder, TrainingListener.NONE);
      assertThatThrownBy(() -> loser.run(() -> claimed.set(true)))
          .isInstanceOf(TrainingException.class);
      assertThat(claimed).isFalse();
    }
    assertThat(train(job).epochs()).isOne();
  }

  @Test
  void itLearnsFromDistortedImages() {
    Distortion distortion =
        Distortion.NONE
            .withTranslation(0.05f, 0.05f)
            .withRotation(10)
            .withElastic(new Distortion.Elastic(Range.of(3), Range.of(12)));
    TrainingResult result =
        train(SmallJobs.job(1500, 500, SmallJobs.onLine(6).withDistortion(distortion)));
    assertThat(result.testErrorPercent()).isNotNull().isLessThan(15);
    assertThat(result.history()).allSatisfy(e -> assertThat(e.distortSeconds()).isPositive());
  }

  @Test
  void everyExampleIsTrainedOnceInEachEpochTailIncluded() {
    RecordingDevice device = new RecordingDevice(TestDevices.cpu());
    TrainingJob job = SmallJobs.job(103, 10, SmallJobs.onLine(3).withBatch(8));
    new Trainer(
            device,
            job,
            Execution.DEFAULT.withSubmissions(3, Duration.ZERO),
            folder,
            TrainingListener.NONE)
        .run();
    List<Integer> visited = new ArrayList<>();
    int epoch = 0;
    List<List<Integer>> orders = new ArrayList<>();
    for (RecordingDevice.Submission submission : device.submissions("train")) {
      assertThat(submission.integers().get("indices")).hasSize(8 * submission.steps());
    }
    assertThat(device.submissions("trainTail")).hasSize(3);
    List<RecordingDevice.Submission> all = new ArrayList<>(device.submissions("train"));
    int steps = 0;
    for (RecordingDevice.Submission submission : all) {
      Arrays.stream(submission.integers().get("indices")).forEach(visited::add);
      steps += submission.steps();
      if (steps == 12) {
        Arrays.stream(device.submissions("trainTail").get(epoch).integers().get("indices"))
            .forEach(visited::add);
        assertThat(visited).hasSize(103).doesNotHaveDuplicates();
        assertThat(visited).allMatch(index -> index >= 0 && index < 103);
        orders.add(List.copyOf(visited));
        visited.clear();
        epoch++;
        steps = 0;
      }
    }
    assertThat(epoch).isEqualTo(3);
    assertThat(orders).doesNotHaveDuplicates();
    assertThat(device.mostUnderWay()).isEqualTo(SteppedRun.DEPTH);
  }

  @Test
  void evaluationCountsEveryExampleOnce() {
    // Chunks of 7 reach beyond the 30 test and 40 training examples, of which 23 are validated.
    TrainingOptions options =
        SmallJobs.onLine(1).withChunks(7, 7).withValidation(Validation.firstOfTrainingSet(23));
    TrainingResult result = train(SmallJobs.job(40, 30, options));
    SavedTraining saved = SavedTraining.read(Trainer.checkpointIn(folder));
    DataSet test = SmallJobs.digits(30, Split.TEST);
    int wrong = 0;
    double loss = 0;
    for (int i = 0; i < 30; i++) {
      Evaluator.Result one = Evaluator.evaluate(TestDevices.cpu(), saved, test.select(i));
      wrong += (int) one.wrong();
      loss += one.meanLoss();
    }
    EpochMetrics epoch = result.history().getFirst();
    assertThat(epoch.testErrorPercent()).isNotNull().isEqualTo(100.0 * wrong / 30);
    assertThat(epoch.testLoss()).isNotNull().isCloseTo(loss / 30, within(1e-5));
    Evaluator.Result validation =
        Evaluator.evaluate(TestDevices.cpu(), saved, SmallJobs.digits(40, Split.TRAIN).first(23));
    assertThat(epoch.validationErrorPercent()).isNotNull().isEqualTo(validation.errorPercent());
    assertThat(validation.errorPercent() * 23 / 100)
        .isCloseTo(Math.rint(validation.errorPercent() * 23 / 100), within(1e-9));
  }

  @Test
  void aNetIsEvaluatedInAnotherMathModeIfTheDeviceHasIt() {
    train(SmallJobs.job(20, 10, SmallJobs.onLine(1)));
    SavedTraining saved = SavedTraining.read(Trainer.checkpointIn(folder));
    DataSet test = SmallJobs.digits(10, Split.TEST);
    CompileOptions trained = saved.options().compile();
    assertThat(Evaluator.evaluate(TestDevices.cpu(), saved, test).mathMode())
        .isEqualTo(MathMode.STRICT_FP32);
    assertThatThrownBy(() ->
            Evaluator.evaluate(TestDevices.cpu(), saved, test, trained.withMath(MathMode.BF16)))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("not BF16");
  }

  @Test
  void heldOutExamplesAreNotTrainedOn() {
    RecordingDevice device = new RecordingDevice(TestDevices.cpu());
    TrainingJob job =
        SmallJobs.job(60, 10, SmallJobs.onLine(1).withValidation(Validation.heldOut(15)));
    TrainingResult result =
        new Trainer(device, job, Execution.DEFAULT, folder, TrainingListener.NONE).run();
    List<Integer> visited = new ArrayList<>();
    for (RecordingDevice.Submission submission : device.submissions("train")) {
      Arrays.stream(submission.integers().get("indices")).forEach(visited::add);
    }
    assertThat(visited).hasSize(45).doesNotHaveDuplicates().allMatch(index -> index < 45);
    int[] last = IntStream.range(45, 60).toArray();
    Evaluator.Result validation =
        Evaluator.evaluate(
            TestDevices.cpu(),
            SavedTraining.read(Trainer.checkpointIn(folder)),
            job.train().select(last));
    assertThat(result.history().getFirst().validationErrorPercent())
        .isEqualTo(validation.errorPercent());
  }

  @Test
  void metricsAreJsonLinesWithTheScheduledRates() throws IOException {
    TrainingResult result = train(SmallJobs.job(50, 20, SmallJobs.onLine(3)));
    List<String> lines = Files.readAllLines(folder.resolve("metrics.jsonl"));
    assertThat(lines).hasSize(3);
    JsonMapper json = JsonMapper.builder().build();
    for (int i = 0; i < 3; i++) {
      JsonNode line = json.readTree(lines.get(i));
      assertThat(line.get("epoch").asInt()).isEqualTo(i + 1);
      assertThat(line.get("learningRate").asDouble())
          .isEqualTo(Math.max(0.001, 0.01 * StrictMath.pow(0.95, i)));
      assertThat(line.get("trainImages").asInt()).isEqualTo(50);
      assertThat(line.get("imagesPerSecond").asDouble()).isPositive();
      for (String field :
          List.of(
              "trainLoss",
              "validationErrorPercent",
              "testErrorPercent",
              "distortSeconds",
              "trainSeconds",
              "validateSeconds",
              "testSeconds")) {
        assertThat(line.get(field).isNumber()).as(field).isTrue();
      }
    }
    JsonNode object = json.readTree(result.toJson());
    assertThat(object.get("testErrorPercent").asDouble())
        .isEqualTo(json.readTree(lines.get(2)).get("testErrorPercent").asDouble());
    assertThat(object.get("epochs").asInt()).isEqualTo(3);
    assertThat(object.get("imagesPerSecond").asDouble()).isPositive();
    assertThat(object.get("device").asString()).isEqualTo("cpu:0");
    assertThat(object.get("mathMode").asString()).isEqualTo("STRICT_FP32");
    assertThat(object.get("net").asString()).isEqualTo("small");
    assertThat(object.get("seed").asLong()).isEqualTo(1);
  }

  @Test
  void withoutTestSetAndValidationTheirFieldsAreNull() throws IOException {
    TrainingJob with = SmallJobs.job(20, 10, SmallJobs.onLine(1).withValidation(Validation.NONE));
    TrainingJob without =
        new TrainingJob("small", with.net(), with.options(), with.train(), Optional.empty());
    TrainingResult result = train(without);
    assertThat(result.testErrorPercent()).isNull();
    assertThat(result.testErrorAtBestValidationPercent()).isNull();
    JsonNode line =
        JsonMapper.builder()
            .build()
            .readTree(Files.readAllLines(folder.resolve("metrics.jsonl")).getFirst());
    assertThat(line.get("testErrorPercent").isNull()).isTrue();
    assertThat(line.get("validationErrorPercent").isNull()).isTrue();
    assertThat(Trainer.bestIn(folder)).doesNotExist();
  }

  @Test
  void aLossThatIsNotFiniteStopsTraining() {
    TrainingOptions options =
        SmallJobs.onLine(2)
            .withNetwork(
                new NetworkOptions(
                    new Activation.Relu(),
                    new Activation.Identity(),
                    Loss.SOFTMAX_CROSS_ENTROPY,
                    InputScaling.PLUS_MINUS_ONE))
            .withRate(new LearningRateSchedule(1e20, 1, 0));
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> train(SmallJobs.job(50, 10, options)))
        .withMessageContaining("of epoch 1, at learning rate 1.0E20")
        .withMessageContaining("too high");
    assertThat(SavedTraining.read(Trainer.checkpointIn(folder)).tensors().values())
        .allSatisfy(tensor -> {
          for (float weight : tensor.toFloatArray()) {
            assertThat(weight).isFinite();
          }
        });
  }

  @Test
  void itStopsWhereTheRecipeSays() {
    TrainingOptions floor =
        SmallJobs.onLine(9)
            .withRate(new LearningRateSchedule(0.01, 0.5, 0.004))
            .withStopping(new TrainingOptions.Stopping(false, true));
    TrainingResult result = train(SmallJobs.job(20, 10, floor));
    assertThat(result.stopped()).isEqualTo(TrainingResult.Stopped.RATE_FLOOR);
    assertThat(result.epochs()).isEqualTo(3);
    assertThat(result.history().getLast().learningRate()).isEqualTo(0.004);
  }

  @Test
  void bytesAndFloatsOnTheDeviceGiveTheSameLosses() throws IOException {
    TrainingResult bytes = train(SmallJobs.job(100, 50, SmallJobs.onLine(1)));
    TrainingResult floats =
        new Trainer(
                TestDevices.cpu(),
                SmallJobs.job(100, 50, SmallJobs.onLine(1).withStorage(DType.F32)),
                Execution.DEFAULT,
                Files.createDirectory(folder.resolve("floats")),
                TrainingListener.NONE)
            .run();
    assertThat(floats.history().getFirst().trainLoss())
        .isCloseTo(bytes.history().getFirst().trainLoss(), within(1e-4));
  }

  @Test
  void initialWeightsAreTheSameOnAllDevices() throws IOException {
    TrainingJob job = SmallJobs.job(20, 10, SmallJobs.onLine(1));
    List<SavedTraining> starts = new ArrayList<>();
    for (var device : List.of(TestDevices.cpu(), TestDevices.scalar())) {
      Path own = Files.createDirectory(folder.resolve(device.id().replace(':', '-')));
      Trainer trainer = new Trainer(device, job, Execution.DEFAULT, own, TrainingListener.NONE);
      trainer.requestStop();
      assertThat(trainer.run().stopped()).isEqualTo(TrainingResult.Stopped.INTERRUPTED);
      starts.add(SavedTraining.read(Trainer.checkpointIn(own)));
    }
    assertThat(starts.get(0).tensors()).hasSize(6);
    starts
        .get(0)
        .tensors()
        .forEach((name, tensor) ->
            assertThat(tensor.bitwiseEquals(starts.get(1).tensors().get(name))).isTrue());
  }

  @Test
  void theBestEpochIsKept() {
    TrainingResult result = train(SmallJobs.job(200, 50, SmallJobs.onLine(4)));
    SavedTraining best = SavedTraining.read(Trainer.bestIn(folder));
    double smallest =
        result.history().stream()
            .mapToDouble(EpochMetrics::validationErrorPercent)
            .min()
            .orElseThrow();
    assertThat(best.history().getLast().validationErrorPercent()).isEqualTo(smallest);
    assertThat(result.testErrorAtBestValidationPercent())
        .isEqualTo(best.history().getLast().testErrorPercent());
  }

  @Test
  void dataThatDoNotFitTheNetAreRefused() {
    DataSet digits = SmallJobs.digits(20, Split.TRAIN);
    TrainingOptions options = SmallJobs.onLine(1);
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() ->
            new TrainingJob(
                "net", NetString.parse("1x17x17-10N"), options, digits, Optional.empty()))
        .withMessageContaining("net takes images of 1x17x17, but digits has 1x16x16; pad");
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() ->
            new TrainingJob(
                "net", NetString.parse("1x16x16-9N"), options, digits, Optional.empty()))
        .withMessageContaining("9 outputs, but digits has 10 classes");
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> SmallJobs.job(20, 10, options.withBatch(21)))
        .withMessageContaining("a batch of 21 does not fit a training set of 20");
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> SmallJobs.job(20, 10, options.withValidation(Validation.heldOut(20))))
        .withMessageContaining("or hold out fewer");
  }

  @Test
  void imagesAreFlattenedForAVectorNet() {
    TrainingJob job =
        new TrainingJob(
            "mlp",
            NetString.parse("256-20N-10N"),
            SmallJobs.onLine(3),
            SmallJobs.digits(600, Split.TRAIN),
            Optional.of(SmallJobs.digits(200, Split.TEST)));
    assertThat(train(job).testErrorPercent()).isNotNull().isLessThan(60);
  }

  @Test
  void aFolderThatHoldsARunOrCannotBeMadeIsRefused() throws IOException {
    TrainingJob job = SmallJobs.job(20, 10, SmallJobs.onLine(1));
    train(job);
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> train(job))
        .withMessageContaining("already holds a training run");
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() ->
            new Trainer(
                    TestDevices.cpu(),
                    job,
                    Execution.DEFAULT,
                    file.resolve("below"),
                    TrainingListener.NONE)
                .run())
        .withMessageContaining("cannot be made");
  }
}
