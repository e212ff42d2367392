// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.models.network.Optimizer;
import dev.colonnade.models.zoo.LearningRateSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An epoch ends with three files: the best weights, the running checkpoint, a line of metrics. A
 * process that dies between two of them must cost nothing.
 */
final class CrashBetweenFilesTest {
  private static final int HALTED = 42;

  @TempDir Path folder;

  /** Where the process dies. */
  enum Moment {
    BETWEEN_THE_CHECKPOINTS,
    BEFORE_THE_METRICS
  }

  /**
   * The rate all but vanishes after the first epoch, and no momentum goes on without it, so that
   * the first remains the best: better weights of a later epoch would hide the loss of its own.
   */
  private static TrainingJob job() {
    TrainingJob job = ResumeTest.job();
    return job.withOptions(
        job.options()
            .withOptimizer(Optimizer.SGD)
            .withRate(new LearningRateSchedule(0.01, 1e-9, 0)));
  }

  /** Epochs that a checkpoint knows of, 0 if there is none. */
  private static int epochs(Path checkpoint) {
    return Files.exists(checkpoint) ? SavedTraining.read(checkpoint).epochs() : 0;
  }

  /** Trains until the first epoch is in one file and not yet in the next, and dies there. */
  static final class Dying {
    private Dying() {}

    public static void main(String[] arguments) {
      Path folder = Path.of(arguments[0]);
      Moment moment = Moment.valueOf(arguments[1]);
      RecordingDevice device =
          new RecordingDevice(TestDevices.cpu()) {
            @Override
            void beforeCheckpoint() {
              if (moment == Moment.BETWEEN_THE_CHECKPOINTS
                  && epochs(Trainer.bestIn(folder)) != epochs(Trainer.checkpointIn(folder))) {
                Runtime.getRuntime().halt(HALTED);
              }
            }
          };
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void checkpointWritten(Path file) {
              if (moment == Moment.BEFORE_THE_METRICS && epochs(file) == 1) {
                Runtime.getRuntime().halt(HALTED);
              }
            }
          };
      new Trainer(device, job(), Execution.DEFAULT, folder, listener).run();
    }
  }

  @ParameterizedTest
  @EnumSource
  void losesNothing(Moment moment) throws Exception {
    Path whole = Files.createDirectory(folder.resolve("whole"));
    train(whole).run();
    assertThat(epochs(Trainer.bestIn(whole))).as("the best epoch").isEqualTo(1);

    Path crashed = Files.createDirectory(folder.resolve("crashed"));
    Process process = ForkedJvm.start(Dying.class, crashed, moment);
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(HALTED);
    assertThat(epochs(Trainer.bestIn(crashed))).isEqualTo(1);
    assertThat(epochs(Trainer.checkpointIn(crashed)))
        .isEqualTo(moment == Moment.BETWEEN_THE_CHECKPOINTS ? 0 : 1);
    assertThat(Files.readAllLines(crashed.resolve("metrics.jsonl"))).isEmpty();

    train(crashed).resume();
    ResumeTest.assertSameEnd(whole, crashed);
    assertSameBest(whole, crashed);
    assertThat(Files.readAllLines(crashed.resolve("metrics.jsonl"))).hasSize(3);
  }

  private static Trainer train(Path folder) {
    return new Trainer(TestDevices.cpu(), job(), Execution.DEFAULT, folder, TrainingListener.NONE);
  }

  private static void assertSameBest(Path expected, Path actual) throws IOException {
    SavedTraining one = SavedTraining.read(Trainer.bestIn(expected));
    SavedTraining two = SavedTraining.read(Trainer.bestIn(actual));
    assertThat(two.epochs()).isEqualTo(one.epochs());
    assertThat(two.tensors().keySet()).isEqualTo(one.tensors().keySet());
    one.tensors()
        .forEach((name, tensor) ->
            assertThat(tensor.bitwiseEquals(two.tensors().get(name))).as(name).isTrue());
  }
}
