// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.bench.record.Sentinel;
import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.UnsupportedProgramException;
import dev.colonnade.models.data.DataException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Measures all points of a task on one device, in this process, one session for all. */
public final class Measuring {
  private static final int SETTLE_BATCH = 32;

  /** Passes that are worth settling for: what else is timed has no steps of a net in it. */
  private static final Set<Pass> STEPS =
      EnumSet.of(Pass.TRAIN_STEP, Pass.EVALUATE, Pass.TRAIN_DISTORT, Pass.PAPER_EPOCH);

  /** Settling takes so many times the warm-up of a point at least, and at most four times that. */
  private static final int SETTLE_WARM_UPS = 2;

  private static final long MINIMUM_SHARE = 200_000_000;

  private final MeasureTask task;
  private final Device device;
  private final Consumer<BenchmarkRecord> records;
  private final Consumer<Progress> progress;
  private final RecordForm form;

  /**
   * Prepares the measuring.
   *
   * @param task what to measure
   * @param device where
   * @param records gets each record as soon as it is whole
   * @param progress hears of each phase before it begins
   */
  public Measuring(
      MeasureTask task,
      Device device,
      Consumer<BenchmarkRecord> records,
      Consumer<Progress> progress) {
    this.task = task;
    this.device = device;
    this.records = records;
    this.progress = progress;
    this.form = new RecordForm(task, device);
  }

  /** Measures everything. A point that fails is a failure record; the next one follows. */
  public void run() {
    try (Session session = device.open()) {
      progress.accept(new Progress(Progress.Phase.LIMITS, Progress.NO_POINT));
      long opened =
          (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime())
              * 1_000_000L;
      Sentinel sentinel =
          task.sentinel()
              ? new Limits(session).measure(modes())
              : Sentinel.unavailable(
                  "the limits of the device's own team and of one thread alone are measured");
      for (MathMode mode : modesOfPoints()) {
        IntStream.range(0, task.points().size())
            .filter(index -> mode.name().equals(task.points().get(index).math()))
            .filter(index -> STEPS.contains(Pass.of(task.points().get(index).pass())))
            .boxed()
            .max(Comparator.comparingInt(index -> task.points().get(index).batch()))
            .ifPresent(index -> {
              progress.accept(new Progress(Progress.Phase.WARMING_UP, index));
              settle(session, task.points().get(index));
            });
      }
      ModeRefusal refusal = new ModeRefusal(session);
      boolean first = true;
      long end = System.nanoTime() + task.capMillis() * 1_000_000;
      for (int i = 0; i < task.points().size(); i++) {
        // An equal share of what is left: light points first leave their rest to heavy ones.
        long share =
            Math.max(MINIMUM_SHARE, (end - System.nanoTime()) / (task.points().size() - i));
        progress.accept(new Progress(Progress.Phase.COMPILING, i));
        records.accept(
            point(
                session,
                refusal,
                i,
                share,
                sentinel,
                first
                    ? Measured.of(opened)
                    : Measured.unavailable("this process had measured another point before")));
        first = false;
      }
    }
  }

  /**
   * Runs a net unmeasured, alone and in a batch, until its steps are steady and the JIT compiler
   * rests: a device whose kernels are compiled while they run (a JVM's) is otherwise timed in its
   * interpreter, or while compiler and kernels fight for the cores. Each point still warms up for
   * itself.
   */
  private static void settle(Session session, MeasureTask.PointTask largest) {
    for (int batch : new int[] {1, Math.min(SETTLE_BATCH, largest.batch())}) {
      try (Prepared prepared =
          new Prepared(session, largest.net(), batch, true, MathMode.valueOf(largest.math()))) {
        long first = prepared.run(prepared.feeds(1), 1);
        new WarmUp(SETTLE_WARM_UPS * largest.warmUpMillis(), largest.sampleMillis(), Long.MAX_VALUE)
            .run(prepared, first);
      } catch (BackendException | OutOfMemoryError e) {
        // The point itself reports what is wrong with it.
        return;
      }
    }
  }

  /** All modes once in a run; the other processes only need those of their points. */
  private Set<MathMode> modes() {
    return task.processIndex() == 0 ? EnumSet.allOf(MathMode.class) : modesOfPoints();
  }

  private Set<MathMode> modesOfPoints() {
    Set<MathMode> modes = EnumSet.noneOf(MathMode.class);
    task.points().forEach(point -> modes.add(MathMode.valueOf(point.math())));
    return modes;
  }

  private BenchmarkRecord point(
      Session session,
      ModeRefusal refusal,
      int index,
      long budgetNanos,
      Sentinel sentinel,
      Measured<Long> processStart) {
    Instant started = Instant.now();
    MeasureTask.PointTask point = task.points().get(index);
    try {
      Optional<String> refused = refusal.of(MathMode.valueOf(point.math()));
      if (refused.isPresent()) {
        return form.failure(
            point,
            started,
            FailureRecord.Kind.UNSUPPORTED,
            new BackendException(refused.get()),
            "choose another device, or a math mode that this one has, by --math");
      }
      if (point.training() != null) {
        progress.accept(new Progress(Progress.Phase.TRAINING, index));
        return new TrainingMeasuring(device, form, point, point.training(), budgetNanos)
            .run(started);
      }
      return new StepMeasuring(session, form, point, budgetNanos)
          .run(
              sentinel,
              processStart,
              started,
              () -> progress.accept(new Progress(Progress.Phase.MEASURING, index)));
    } catch (UnsupportedProgramException e) {
      return form.failure(
          point, started, FailureRecord.Kind.UNSUPPORTED, e, "choose another device");
    } catch (OutOfDeviceMemoryException | OutOfMemoryError e) {
      return form.failure(
          point,
          started,
          FailureRecord.Kind.OUT_OF_MEMORY,
          e,
          "choose a smaller batch, or give the JVM more memory with COLONNADE_JAVA_OPTS=-Xmx...");
    } catch (BackendException e) {
      return form.failure(point, started, FailureRecord.Kind.CRASHED, e, "see the message");
    } catch (DataException e) {
      return form.failure(
          point, started, FailureRecord.Kind.UNAVAILABLE, e, "'colonnade data' lists data sets");
    }
  }
}
