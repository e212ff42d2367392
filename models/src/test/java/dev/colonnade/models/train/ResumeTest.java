// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.colonnade.models.checkpoint.CheckpointException;
import dev.colonnade.models.data.Split;
import dev.colonnade.models.distortion.Distortion;
import dev.colonnade.models.distortion.Range;
import dev.colonnade.models.network.Optimizer;
import dev.colonnade.models.notation.NetString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResumeTest {
  @TempDir Path folder;

  /** Everything that has state: distortions, momentum, a tail, several epochs. */
  static TrainingJob job() {
    return SmallJobs.job(
        205,
        50,
        SmallJobs.onLine(3)
            .withBatch(4)
            .withOptimizer(new Optimizer.Momentum(0.5f, 1e-3f))
            .withDistortion(
                Distortion.NONE
                    .withTranslation(0.1f, 0.1f)
                    .withRotation(10)
                    .withElastic(new Distortion.Elastic(new Range(3, 4), Range.of(10))))
            .withChunks(30, 40));
  }

  private static final Execution SHORT =
      Execution.DEFAULT.withSubmissions(5, Duration.ZERO).withCheckpoints(Duration.ofHours(1), 7);

  private Path folder(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  private static Trainer trainer(TrainingJob job, Path folder, TrainingListener listener) {
    return new Trainer(TestDevices.cpu(), job, SHORT, folder, listener);
  }

  /** Weights and measures that agree bit for bit; times may differ. */
  static void assertSameEnd(Path expected, Path actual) {
    SavedTraining one = SavedTraining.read(Trainer.checkpointIn(expected));
    SavedTraining two = SavedTraining.read(Trainer.checkpointIn(actual));
    assertThat(two.epochs()).isEqualTo(one.epochs());
    assertThat(two.tensors().keySet()).isEqualTo(one.tensors().keySet());
    one.tensors()
        .forEach((name, tensor) ->
            assertThat(tensor.bitwiseEquals(two.tensors().get(name))).as(name).isTrue());
    for (int i = 0; i < one.history().size(); i++) {
      EpochMetrics a = one.history().get(i);
      EpochMetrics b = two.history().get(i);
      assertThat(b.trainLoss()).isEqualTo(a.trainLoss());
      assertThat(b.validationErrorPercent()).isEqualTo(a.validationErrorPercent());
      assertThat(b.testLoss()).isEqualTo(a.testLoss());
    }
  }

  /** Asks a trainer to stop at its n-th sign of life. */
  private static final class StopAt implements TrainingListener {
    private final int limit;
    private int heard;
    private Runnable stop = () -> {};

    StopAt(int limit) {
      this.limit = limit;
    }

    @Override
    public void progress(Progress progress) {
      if (++heard == limit) {
        stop.run();
      }
    }
  }

  @Test
  void aRunInterruptedAgainAndAgainEndsWithTheSameBits() throws IOException {
    Path whole = folder("whole");
    trainer(job(), whole, TrainingListener.NONE).run();
    Path pieces = folder("pieces");
    int interruptions = 0;
    // Stops in distortion, training, validation and test, at other places each time.
    for (int limit = 1; ; limit += 1 + limit / 2) {
      StopAt listener = new StopAt(limit);
      Trainer trainer = trainer(job(), pieces, listener);
      listener.stop = trainer::requestStop;
      TrainingResult result =
          Files.exists(Trainer.checkpointIn(pieces)) ? trainer.resume() : trainer.run();
      if (result.stopped() == TrainingResult.Stopped.EPOCHS_DONE) {
        break;
      }
      interruptions++;
    }
    assertThat(interruptions).isGreaterThan(4);
    assertSameEnd(whole, pieces);
    assertThat(Files.readAllLines(pieces.resolve("metrics.jsonl"))).hasSize(3);
  }

  @Test
  void sizesOfSubmissionsDoNotMatter() throws IOException {
    Path one = folder("one");
    trainer(job(), one, TrainingListener.NONE).run();
    Path other = folder("other");
    new Trainer(TestDevices.cpu(), job(), Execution.DEFAULT, other, TrainingListener.NONE).run();
    assertSameEnd(one, other);
  }

  @Test
  void aKilledProcessLeavesACheckpointThatEndsWithTheSameBits() throws Exception {
    Path whole = folder("whole");
    trainer(job(), whole, TrainingListener.NONE).run();
    Path killed = folder("killed");
    int kills = 0;
    int midEpoch = 0;
    while (kills < 3) {
      Process process = ForkedJvm.start(Forked.class, killed);
      if (waitForCheckpoints(process, 2 + 3 * kills)) {
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        SavedTraining saved = SavedTraining.read(Trainer.checkpointIn(killed));
        midEpoch += saved.step() > 0 ? 1 : 0;
      }
      kills++;
    }
    assertThat(midEpoch).as("kills that hit the middle of an epoch").isPositive();
    trainer(job(), killed, TrainingListener.NONE).resume();
    assertSameEnd(whole, killed);
  }

  /** False if the process ended before it wrote that many. */
  private static boolean waitForCheckpoints(Process process, int count) throws IOException {
    int seen = 0;
    try (var lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals("checkpoint") && ++seen == count) {
          return true;
        }
      }
    }
    return false;
  }

  /** Says {@code checkpoint} for each one; it is killed. */
  static final class Forked {
    private Forked() {}

    public static void main(String[] arguments) {
      Path folder = Path.of(arguments[0]);
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void checkpointWritten(Path file) {
              System.out.println("checkpoint");
            }
          };
      Trainer trainer = trainer(job(), folder, listener);
      if (Files.exists(Trainer.checkpointIn(folder))) {
        trainer.resume();
      } else {
        trainer.run();
      }
    }
  }

  @Test
  void sigtermSavesAndEnds() throws Exception {
    Path stopped = folder("stopped");
    Process process = ForkedJvm.start(Endless.class, stopped);
    try (var lines = process.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("training");
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(process.exitValue()).isEqualTo(143);
    SavedTraining saved = SavedTraining.read(Trainer.checkpointIn(stopped));
    assertThat(saved.step() + saved.epochs()).isPositive();
  }

  /** Trains for longer than anybody waits, with a checkpoint only at the end or on a signal. */
  static final class Endless {
    private Endless() {}

    public static void main(String[] arguments) {
      TrainingListener listener =
          new TrainingListener() {
            private boolean said;

            @Override
            public void progress(Progress progress) {
              if (!said) {
                said = true;
                System.out.println("training");
              }
            }
          };
      Trainer trainer =
          new Trainer(
              TestDevices.cpu(),
              SmallJobs.job(3000, 10, SmallJobs.onLine(100_000)),
              Execution.DEFAULT.withCheckpoints(Duration.ofHours(1), 0),
              Path.of(arguments[0]),
              listener);
      try (StopOnShutdown _ = new StopOnShutdown(trainer, Duration.ofSeconds(50))) {
        trainer.run();
      }
    }
  }

  @Test
  void moreEpochsMayBeAskedForLater() throws IOException {
    Path whole = folder("whole");
    trainer(job(), whole, TrainingListener.NONE).run();
    Path longer = folder("longer");
    trainer(job().withOptions(job().options().withEpochs(1)), longer, TrainingListener.NONE).run();
    TrainingResult result = trainer(job(), longer, TrainingListener.NONE).resume();
    assertThat(result.epochs()).isEqualTo(3);
    assertSameEnd(whole, longer);
    TrainingResult again = trainer(job(), longer, TrainingListener.NONE).resume();
    assertThat(again.epochs()).isEqualTo(3);
    assertThat(again.testErrorPercent()).isEqualTo(result.testErrorPercent());
  }

  @Test
  void anotherJobIsRefused() throws IOException {
    Path own = folder("own");
    TrainingJob job = SmallJobs.job(20, 10, SmallJobs.onLine(1));
    trainer(job, own, TrainingListener.NONE).run();
    refused(
        own,
        new TrainingJob(
            "other", NetString.parse("1x16x16-9N-10N"), job.options(), job.train(), job.test()),
        "another net (1x16x16-6C5-MP2-24N-10N, not 1x16x16-9N-10N)");
    refused(own, job.withOptions(job.options().withSeed(2)), "another seed (1, not 2)");
    refused(own, job.withOptions(job.options().withBatch(2)), "another batch (1, not 2)");
    refused(
        own,
        new TrainingJob(
            "small", job.net(), job.options(), SmallJobs.digits(21, Split.TRAIN), job.test()),
        "another training data");
    refused(
        own,
        new TrainingJob("small", job.net(), job.options(), job.train(), Optional.empty()),
        "another test data");
  }

  private static void refused(Path folder, TrainingJob job, String message) {
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> trainer(job, folder, TrainingListener.NONE).resume())
        .withMessageContaining(message)
        .withMessageContaining("resume with the same");
  }

  @Test
  void anotherDeviceIsSaid() throws IOException {
    Path own = folder("own");
    TrainingJob one = SmallJobs.job(20, 10, SmallJobs.onLine(1));
    trainer(one, own, TrainingListener.NONE).run();
    List<String> warnings = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void warning(String sentence) {
            warnings.add(sentence);
          }
        };
    TrainingResult result =
        new Trainer(
                TestDevices.scalar(),
                one.withOptions(one.options().withEpochs(2)),
                SHORT,
                own,
                listener)
            .resume();
    assertThat(result.epochs()).isEqualTo(2);
    assertThat(result.device()).isEqualTo("cpu-scalar:0");
    assertThat(warnings).hasSize(1);
    assertThat(warnings.getFirst()).contains("was written on cpu:0").contains("not bit for bit");
  }

  @Test
  void withoutACheckpointThereIsNothingToResume() {
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() ->
            trainer(SmallJobs.job(20, 10, SmallJobs.onLine(1)), folder, TrainingListener.NONE)
                .resume())
        .withMessageContaining("does not exist");
  }
}
