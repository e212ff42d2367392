// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.models.network.TrainingProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains a net in the papers' way: for each epoch the training set is distorted anew, every example
 * is shown once in a new order, and errors are counted on the undistorted training set and the test
 * set.
 *
 * <p>In the output folder lie {@code checkpoint.safetensors}, from which {@link #resume} goes on
 * bit for bit, {@code best.safetensors} from the epoch with the smallest validation error so far,
 * and {@code metrics.jsonl}. A kill at any moment leaves a whole checkpoint.
 */
public final class Trainer {
  private final Device device;
  private final TrainingJob job;
  private final Execution execution;
  private final Path folder;
  private final TrainingListener listener;
  private final MetricsFile metrics;
  private final List<EpochMetrics> history = new ArrayList<>();
  private Position position = Position.startOf(0);
  private double secondsToFirstStep;
  private volatile boolean stopRequested;

  /**
   * Prepares a run; nothing happens yet.
   *
   * @param folder where checkpoints and metrics go; made if it does not exist
   */
  public Trainer(
      Device device, TrainingJob job, Execution execution, Path folder, TrainingListener listener) {
    this.device = device;
    this.job = job;
    this.execution = execution;
    this.folder = folder;
    this.listener = listener;
    this.metrics = new MetricsFile(folder);
  }

  /** The checkpoint of runs in a folder. */
  public static Path checkpointIn(Path folder) {
    return folder.resolve("checkpoint.safetensors");
  }

  /** The checkpoint of the best epoch so far of runs in a folder. */
  public static Path bestIn(Path folder) {
    return folder.resolve("best.safetensors");
  }

  /**
   * Asks the run to save and end as soon as the submissions under way are done. From any thread; a
   * result with {@link TrainingResult.Stopped#INTERRUPTED} follows.
   */
  public void requestStop() {
    stopRequested = true;
  }

  /**
   * Trains from the start.
   *
   * @throws TrainingException if the folder cannot be used, holds another run, or the loss becomes
   *     infinite or NaN
   * @throws dev.colonnade.models.checkpoint.CheckpointException if a checkpoint cannot be written
   * @throws dev.colonnade.core.backend.BackendException if the device fails
   */
  public TrainingResult run() {
    makeFolder();
    try (FolderLock lock = FolderLock.of(folder)) {
      if (Files.exists(checkpointIn(folder))) {
        throw new TrainingException(
            folder
                + " already holds a training run ("
                + checkpointIn(folder)
                + "); resume it, or choose another folder");
      }
      return execute(null);
    }
  }

  /**
   * Goes on from the folder's checkpoint.
   *
   * @throws TrainingException if the checkpoint is of another net, data, seed or options, or as
   *     {@link #run}
   * @throws dev.colonnade.models.checkpoint.CheckpointException if there is no usable checkpoint
   */
  public TrainingResult resume() {
    if (!Files.isDirectory(folder)) {
      throw new TrainingException(
          folder + " does not exist; give the folder of the training to resume");
    }
    try (FolderLock lock = FolderLock.of(folder)) {
      SavedTraining saved = SavedTraining.read(checkpointIn(folder));
      saved.requireSame(job);
      history.addAll(saved.history());
      position = saved.position();
      TrainingResult.Stopped ended = ended();
      if (ended != null) {
        metrics.rewrite(history);
        return result(DeviceTraining.program(job).network().parameterCount(), ended);
      }
      return execute(saved);
    }
  }

  private TrainingResult execute(@Nullable SavedTraining saved) {
    long start = System.nanoTime();
    try (DeviceTraining on = new DeviceTraining(device, job, planOf(saved), listener)) {
      if (saved == null) {
        on.initialise();
      } else {
        on.restore(saved);
      }
      metrics.rewrite(history);
      if (saved == null) {
        save(on);
      }
      secondsToFirstStep = (System.nanoTime() - start) / 1e9;
      EpochPhases phases = new EpochPhases(job, on, execution);
      TrainingResult.Stopped stopped = ended();
      while (stopped == null) {
        if (epoch(on, phases)) {
          stopped = ended();
        } else {
          save(on);
          stopped = TrainingResult.Stopped.INTERRUPTED;
        }
      }
      return result(on.training().network().parameterCount(), stopped);
    }
  }

  /** The plan to follow: none where the device is another one, which is said. */
  private Optional<Plan> planOf(@Nullable SavedTraining saved) {
    if (saved == null) {
      return Optional.empty();
    }
    String here = SavedTraining.describe(device);
    if (!saved.device().equals(here)) {
      listener.warning(
          "the checkpoint was written on "
              + saved.device()
              + ", this is "
              + here
              + "; training goes on, but not bit for bit as it would have there");
      return Optional.empty();
    }
    return saved.plan();
  }

  /** Why there is nothing left to do, if so. */
  private TrainingResult.@Nullable Stopped ended() {
    if (!history.isEmpty() && position.step() == 0) {
      TrainingOptions.Stopping stopping = job.options().stopping();
      Double error = history.getLast().validationErrorPercent();
      if (stopping.atZeroValidationError() && error != null && error == 0) {
        return TrainingResult.Stopped.ZERO_VALIDATION_ERROR;
      }
      if (stopping.atRateFloor() && job.options().rate().isAtFloor(position.epoch() - 1)) {
        return TrainingResult.Stopped.RATE_FLOOR;
      }
    }
    return position.epoch() >= job.options().epochs() ? TrainingResult.Stopped.EPOCHS_DONE : null;
  }

  /** Trains and judges one epoch, or what is left of it; false if it was asked to stop before. */
  private boolean epoch(DeviceTraining on, EpochPhases phases) {
    TrainingProgram.Layout layout = on.training().layout();
    int epoch = position.epoch();
    if (position.step() < layout.stepsPerEpoch() && !layout.distortion().isIdentity()) {
      PhaseMeter meter = meter(TrainingListener.Phase.DISTORT, 0, layout.train().size());
      boolean whole =
          phases.distort(epoch, done -> meter.done(done, Optional.empty()), this::isStopping);
      position =
          new Position(
              epoch,
              position.step(),
              position.lossSum(),
              position.distortSeconds() + meter.seconds(),
              position.trainSeconds());
      if (!whole) {
        return false;
      }
    }
    if (!trainSteps(on, phases)) {
      return false;
    }
    ChunkedRun evaluation = new ChunkedRun(on.executable(), on.state(), execution);
    PhaseMeter validating =
        meter(
            TrainingListener.Phase.VALIDATE,
            0,
            layout.validation().map(TrainingProgram.Evaluated::count).orElse(0));
    Optional<Count> validation =
        layout
            .validation()
            .flatMap(set ->
                evaluation.count(
                    TrainingProgram.VALIDATE,
                    set.count(),
                    layout.validationChunk(),
                    done -> validating.done(done, Optional.empty()),
                    this::isStopping));
    double validateSeconds = validating.seconds();
    PhaseMeter testing =
        meter(TrainingListener.Phase.TEST, 0, layout.test().map(set -> set.size()).orElse(0));
    Optional<Count> test =
        layout
            .test()
            .flatMap(set ->
                evaluation.count(
                    TrainingProgram.TEST,
                    set.size(),
                    layout.testChunk(),
                    done -> testing.done(done, Optional.empty()),
                    this::isStopping));
    if (validation.isPresent() != layout.validation().isPresent()
        || test.isPresent() != layout.test().isPresent()) {
      return false;
    }
    finishEpoch(on, validation, test, validateSeconds, testing.seconds());
    return true;
  }

  /** Trains what is left of an epoch, saving now and then; false if it was asked to stop before. */
  private boolean trainSteps(DeviceTraining on, EpochPhases phases) {
    TrainingProgram.Layout layout = on.training().layout();
    int total = layout.train().size();
    int batch = layout.batch();
    PhaseMeter meter =
        meter(TrainingListener.Phase.TRAIN, Math.min(total, position.step() * batch), total);
    while (position.step() < layout.stepsPerEpoch()) {
      if (isStopping()) {
        return false;
      }
      long start = System.nanoTime();
      double[] lossSum = {position.lossSum()};
      int next =
          phases.train(
              position.epoch(),
              position.step(),
              stepLimit(layout.stepsPerEpoch()),
              (first, losses, examples) -> {
                int steps = Math.toIntExact(losses.type().elementCount());
                for (int i = 0; i < steps; i++) {
                  requireFinite(first + i, losses.getFloat(i));
                  lossSum[0] += (double) losses.getFloat(i) * examples;
                }
                int images = Math.min(total, (first + steps) * batch);
                meter.done(images, Optional.of(lossSum[0] / images));
              },
              () -> isStopping() || isCheckpointDue(start));
      position =
          new Position(
              position.epoch(),
              next,
              lossSum[0],
              position.distortSeconds(),
              position.trainSeconds() + (System.nanoTime() - start) / 1e9);
      if (next < layout.stepsPerEpoch() && !isStopping()) {
        save(on);
      }
    }
    return true;
  }

  private int stepLimit(int stepsPerEpoch) {
    int every = execution.checkpointSteps();
    return every == 0
        ? stepsPerEpoch
        : (int) Math.min(stepsPerEpoch, (position.step() / every + 1L) * every);
  }

  private boolean isCheckpointDue(long start) {
    return System.nanoTime() - start >= execution.checkpointInterval().toNanos();
  }

  private boolean isStopping() {
    return stopRequested;
  }

  private void requireFinite(int step, float loss) {
    requireFinite("step " + (step + 1), loss);
  }

  private void requireFinite(String where, double loss) {
    if (!Double.isFinite(loss)) {
      throw new TrainingException(
          "the loss became "
              + loss
              + " in "
              + where
              + " of epoch "
              + (position.epoch() + 1)
              + ", at learning rate "
              + job.options().rate().rate(position.epoch())
              + ": the rate is too high for this net and batch; start again with a lower one (the"
              + " last good weights are in "
              + checkpointIn(folder)
              + ")");
    }
  }

  private void finishEpoch(
      DeviceTraining on,
      Optional<Count> validation,
      Optional<Count> test,
      double validateSeconds,
      double testSeconds) {
    // A step's loss is taken before its update: these are the first to see the last step's weights.
    validation.ifPresent(count -> requireFinite("validation", count.meanLoss()));
    test.ifPresent(count -> requireFinite("test", count.meanLoss()));
    int images = on.training().layout().train().size();
    EpochMetrics epoch =
        new EpochMetrics(
            position.epoch() + 1,
            job.options().rate().rate(position.epoch()),
            position.lossSum() / images,
            validation.map(Count::errorPercent).orElse(null),
            validation.map(Count::meanLoss).orElse(null),
            test.map(Count::errorPercent).orElse(null),
            test.map(Count::meanLoss).orElse(null),
            images,
            position.trainSeconds() > 0 ? images / position.trainSeconds() : 0,
            position.distortSeconds(),
            position.trainSeconds(),
            validation.isPresent() ? validateSeconds : 0,
            test.isPresent() ? testSeconds : 0);
    boolean best = isBest(epoch);
    history.add(epoch);
    position = Position.startOf(position.epoch() + 1);
    // The best weights first: a run that dies here does the epoch again and writes the same ones,
    // while
    // a checkpoint that knows of the epoch would never write them.
    if (best) {
      saved(on, bestIn(folder)).write();
    }
    save(on);
    metrics.append(epoch);
    listener.epochDone(epoch);
  }

  private boolean isBest(EpochMetrics epoch) {
    Double error = epoch.validationErrorPercent();
    if (error == null) {
      return false;
    }
    for (EpochMetrics earlier : history) {
      Double other = earlier.validationErrorPercent();
      if (other != null && other <= error) {
        return false;
      }
    }
    return true;
  }

  private void save(DeviceTraining on) {
    saved(on, checkpointIn(folder)).write();
    listener.checkpointWritten(checkpointIn(folder));
  }

  private SavedTraining saved(DeviceTraining on, Path file) {
    return SavedTraining.of(file, job, device, on.plan(), position, history, on.snapshot());
  }

  private PhaseMeter meter(TrainingListener.Phase phase, int alreadyDone, int total) {
    return new PhaseMeter(
        listener,
        phase,
        position.epoch(),
        job.options().epochs(),
        alreadyDone,
        total,
        List.copyOf(history));
  }

  private TrainingResult result(long weights, TrainingResult.Stopped stopped) {
    return TrainingResult.of(
        job,
        weights,
        device.id(),
        device.name(),
        secondsToFirstStep,
        stopped,
        checkpointIn(folder),
        history);
  }

  private void makeFolder() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new TrainingException(
          "output folder "
              + folder
              + " cannot be made ("
              + e.getMessage()
              + "); choose one that can be written",
          e);
    }
  }
}
