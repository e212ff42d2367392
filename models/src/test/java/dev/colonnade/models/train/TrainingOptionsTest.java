// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.models.data.Split;
import dev.colonnade.models.distortion.Distortion;
import dev.colonnade.models.distortion.Range;
import dev.colonnade.models.network.Initialisation;
import dev.colonnade.models.network.InputScaling;
import dev.colonnade.models.network.Loss;
import dev.colonnade.models.network.NetworkOptions;
import dev.colonnade.models.network.Optimizer;
import dev.colonnade.models.zoo.LearningRateSchedule;
import dev.colonnade.models.zoo.Recipe;
import dev.colonnade.models.zoo.Zoo;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TrainingOptionsTest {
  @TempDir Path folder;

  @Test
  void optionsSurviveTheirJson() {
    TrainingOptions options =
        TrainingOptions.DANNET
            .withNetwork(
                new NetworkOptions(
                    new Activation.Relu(),
                    new Activation.Tanh(),
                    new Loss.SquaredErrorLoss(1, 0),
                    new InputScaling(0, 1)))
            .withInitialisation(new Initialisation.Uniform(-0.1f, 0.3f))
            .withOptimizer(new Optimizer.Momentum(0.9f, 5e-4f))
            .withSeed(Long.MIN_VALUE)
            .withDistortion(
                Distortion.NONE
                    .withRotation(15)
                    .withAnglesOfClass(new TreeMap<>(Map.of(1, 7.5f)))
                    .withElastic(new Distortion.Elastic(new Range(5, 6), new Range(36, 38))))
            .withValidation(Validation.heldOut(10));
    TrainingOptions read = TrainingJson.read(TrainingJson.write(options), TrainingOptions.class);
    assertThat(read).isEqualTo(options);
    assertThat(TrainingJson.read(TrainingJson.write(TrainingOptions.DANNET), TrainingOptions.class))
        .isEqualTo(TrainingOptions.DANNET);
  }

  /** One change, and the only component that may differ after it. */
  private record Change(TrainingOptions changed, String component) {}

  @Test
  void aChangeChangesNothingElse() throws ReflectiveOperationException {
    TrainingOptions from = TrainingOptions.DANNET;
    List<Change> changes =
        List.of(
            new Change(
                from.withNetwork(
                    new NetworkOptions(
                        new Activation.Relu(),
                        new Activation.Tanh(),
                        Loss.SQUARED_ERROR,
                        new InputScaling(0, 1))),
                "network"),
            new Change(
                from.withInitialisation(new Initialisation.Uniform(-1, 1)), "initialisation"),
            new Change(from.withOptimizer(new Optimizer.Momentum(0.9f, 0)), "optimizer"),
            new Change(from.withRate(new LearningRateSchedule(0.5, 0.9, 0)), "rate"),
            new Change(from.withBatch(7), "batch"),
            new Change(from.withEpochs(8), "epochs"),
            new Change(from.withSeed(9), "seed"),
            new Change(from.withDistortion(Distortion.NONE.withRotation(3)), "distortion"),
            new Change(from.withValidation(Validation.NONE), "validation"),
            new Change(from.withStopping(new TrainingOptions.Stopping(true, false)), "stopping"),
            new Change(from.withStorage(DType.F32), "storage"),
            new Change(from.withChunks(20, 500), "evaluationChunk"),
            new Change(from.withChunks(500, 30), "distortionChunk"),
            new Change(
                from.withCompile(CompileOptions.DEFAULT.withMath(MathMode.TF32)), "compile"));
    Set<String> seen = new HashSet<>();
    for (Change change : changes) {
      Set<String> different = new HashSet<>();
      for (RecordComponent component : TrainingOptions.class.getRecordComponents()) {
        Object before = component.getAccessor().invoke(from);
        if (!before.equals(component.getAccessor().invoke(change.changed()))) {
          different.add(component.getName());
        }
      }
      assertThat(different).containsExactly(change.component());
      seen.addAll(different);
    }
    assertThat(seen).hasSize(TrainingOptions.class.getRecordComponents().length);
  }

  static Iterable<Recipe> recipes() {
    return Zoo.all();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void everyRecipeOfTheZooGivesOptionsThatSurvive(Recipe recipe) {
    TrainingOptions options = RecipeOptions.of(recipe);
    assertThat(options.batch()).isEqualTo(recipe.training().batch());
    assertThat(options.rate()).isEqualTo(recipe.training().learningRate());
    assertThat(options.distortion().isIdentity())
        .isEqualTo(recipe.training().distortion().isEmpty());
    assertThat(TrainingJson.read(TrainingJson.write(options), TrainingOptions.class))
        .isEqualTo(options);
  }

  @Test
  void theColumnOfCvpr2012IsTrainedAsThePaperDid() {
    TrainingOptions options = RecipeOptions.of(Zoo.get("mcdnn-mnist"));
    assertThat(options.network().hidden()).isEqualTo(Activation.ScaledTanh.DANNET);
    assertThat(options.initialisation()).isEqualTo(Initialisation.DANNET);
    assertThat(options.network().scaling()).isEqualTo(InputScaling.PLUS_MINUS_ONE);
    assertThat(options.optimizer()).isEqualTo(Optimizer.SGD);
    assertThat(options.rate().rate(2)).isEqualTo(0.001 * StrictMath.pow(0.993, 2));
    assertThat(options.batch()).isEqualTo(1);
    assertThat(options.validation()).isEqualTo(Validation.TRAINING_SET);
  }

  @Test
  void whatDoesNotFitIntoTheDeviceIsListed() {
    RecordingDevice device =
        new RecordingDevice(TestDevices.cpu()) {
          @Override
          void beforeCompile() {
            throw new OutOfDeviceMemoryException("tiny:0 has 1 MB, 5 MB are needed");
          }
        };
    TrainingJob job =
        new TrainingJob(
            "small",
            SmallJobs.NET,
            SmallJobs.onLine(1).withDistortion(Distortion.NONE.withRotation(5)),
            SmallJobs.digits(1000, Split.TRAIN),
            Optional.empty());
    assertThatExceptionOfType(OutOfDeviceMemoryException.class)
        .isThrownBy(
            () -> new Trainer(device, job, Execution.DEFAULT, folder, TrainingListener.NONE).run())
        .withMessageContaining("tiny:0 has 1 MB, 5 MB are needed")
        .withMessageMatching("(?s).*weights and biases +0\\.0 MB.*")
        .withMessageMatching("(?s).*data sets +0\\.3 MB.*")
        .withMessageMatching("(?s).*distorted epoch set +1\\.0 MB.*")
        .withMessageContaining("values of a step of train");
  }
}
