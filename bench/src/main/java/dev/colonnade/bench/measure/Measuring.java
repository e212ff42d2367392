// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.bench.environment.BuildInfo;
import dev.colonnade.bench.environment.MachineFacts;
import dev.colonnade.bench.record.Accuracy;
import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.DeviceInfo;
import dev.colonnade.bench.record.Extent;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.Machine;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.bench.record.PlanSummary;
import dev.colonnade.bench.record.RunInfo;
import dev.colonnade.bench.record.Sentinel;
import dev.colonnade.bench.record.Timing;
import dev.colonnade.bench.record.Workload;
import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.UnsupportedProgramException;
import dev.colonnade.models.notation.LayerTable;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Measures all points of a task on one device, in this process, one session for all. */
public final class Measuring {
  private static final double RESERVED = 0.7;
  private static final int SETTLE_BATCH = 32;

  /** Settling takes so many times the warm-up of a point at least, and at most four times that. */
  private static final int SETTLE_WARM_UPS = 2;

  private static final long MINIMUM_SHARE = 200_000_000;

  private final MeasureTask task;
  private final Device device;
  private final Consumer<BenchmarkRecord> records;
  private final Consumer<Progress> progress;
  private final Machine machine = MachineFacts.gather();
  private final DeviceInfo deviceInfo;

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
    this.deviceInfo = DeviceFacts.of(device);
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
              : Sentinel.unavailable("another process of this run measured the device's limits");
      for (MathMode mode : modesOfPoints()) {
        IntStream.range(0, task.points().size())
            .filter(index -> mode.name().equals(task.points().get(index).math()))
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
        return failure(
            point,
            started,
            FailureRecord.Kind.UNSUPPORTED,
            new BackendException(refused.get()),
            "choose another device, or a math mode that this one has, by --math");
      }
      return measured(session, index, budgetNanos, sentinel, processStart, started);
    } catch (UnsupportedProgramException e) {
      return failure(point, started, FailureRecord.Kind.UNSUPPORTED, e, "choose another device");
    } catch (OutOfDeviceMemoryException | OutOfMemoryError e) {
      return failure(
          point,
          started,
          FailureRecord.Kind.OUT_OF_MEMORY,
          e,
          "choose a smaller batch, or give the JVM more memory with COLONNADE_JAVA_OPTS=-Xmx...");
    } catch (BackendException e) {
      return failure(point, started, FailureRecord.Kind.CRASHED, e, "see the message");
    }
  }

  private BenchmarkRecord measured(
      Session session,
      int index,
      long budgetNanos,
      Sentinel sentinel,
      Measured<Long> processStart,
      Instant started) {
    MeasureTask.PointTask point = task.points().get(index);
    long deadline = System.nanoTime() + budgetNanos;
    Pass pass = Pass.of(point.pass());
    MathMode math = MathMode.valueOf(point.math());
    int batch = affordableBatch(session, point, budgetNanos, pass, math);
    try (Prepared prepared =
        new Prepared(session, point.net(), batch, pass == Pass.TRAIN_STEP, math)) {
      long firstStep = prepared.run(prepared.feeds(1), 1);
      LayerTable table = LayerTable.of(prepared.network().spec());
      Measured<Accuracy> accuracy = accuracy(prepared, table, point);
      if (accuracy instanceof Measured.Value<Accuracy>(Accuracy error)
          && !(error.normalizedMeanSquareError() <= OracleCheck.wrongFrom(math))) {
        return failure(
            point,
            started,
            FailureRecord.Kind.WRONG_RESULT,
            new BackendException(
                "the first step's weight changes differ from the oracle's by NMSE "
                    + error.normalizedMeanSquareError()
                    + ", more than the "
                    + OracleCheck.wrongFrom(math)
                    + " of "
                    + math),
            "run 'colonnade conformance --device " + task.device() + " --math " + math + "'");
      }
      progress.accept(new Progress(Progress.Phase.MEASURING, index));
      Sampling.Result result = new Sampling(prepared, session, point, deadline).run(firstStep);
      long images = (long) result.samples().size() * result.steps() * batch;
      long represented = images / batch * point.batch();
      return new MeasurementRecord(
          UUID.randomUUID().toString(),
          runInfo(point, started),
          machine,
          deviceInfo,
          workload(point, pass, math, table),
          Measured.of(plan(prepared, session)),
          new Timing(
              result.samples(),
              result.steps(),
              result.warmUp(),
              new Timing.FirstStep(
                  processStart,
                  // As of the process's start: whichever program had to wait for it, the first
                  // record tells it, and those behind it had it done.
                  processStart.map(_ -> session.warmUpNanos()),
                  Measured.of(prepared.compileNanos()),
                  Measured.of(firstStep)),
              Measured.unavailable("the SPI reports no transfer time of its own; data is resident"),
              result.deviceNanosPerStep() >= 0
                  ? Measured.of(result.deviceNanosPerStep())
                  : Measured.unavailable("the device has no clock of its own"),
              Measured.of(meanPerStep(result))),
          accuracy,
          new Extent("images in the samples", images, represented),
          sentinel,
          result.conditions(),
          result.energy());
    }
  }

  /**
   * The batch asked for, or a smaller one if a step on it would not let the samples fit into the
   * budget: judged by a single image. The record then says how few images stand for how many.
   */
  private static int affordableBatch(
      Session session, MeasureTask.PointTask point, long budgetNanos, Pass pass, MathMode math) {
    if (point.batch() == 1) {
      return 1;
    }
    try (Prepared single = new Prepared(session, point.net(), 1, pass == Pass.TRAIN_STEP, math)) {
      single.run(single.feeds(1), 1);
      long nanos = single.run(single.feeds(1), 1);
      double affordable = RESERVED * budgetNanos / ((double) nanos * (point.samples() + 2));
      return (int) Math.clamp(Math.floor(affordable), 1, point.batch());
    }
  }

  private static double meanPerStep(Sampling.Result result) {
    return result.samples().stream().mapToLong(Long::longValue).average().orElseThrow()
        / result.steps();
  }

  private Measured<Accuracy> accuracy(
      Prepared prepared, LayerTable table, MeasureTask.PointTask point) {
    if (!prepared.training()) {
      return Measured.unavailable("only training steps are compared with the oracle");
    }
    long macs = table.denseMacs() * prepared.batch();
    return macs > point.oracleMacs()
        ? Measured.unavailable(
            "the oracle's naive loops would take longer than the measurement for "
                + macs
                + " multiply-accumulates; the conformance kit covers the operations")
        : Measured.of(OracleCheck.compare(prepared));
  }

  private Workload workload(
      MeasureTask.PointTask point, Pass pass, MathMode math, LayerTable table) {
    return new Workload(
        point.study(),
        point.variables(),
        point.net(),
        point.zooName() == null
            ? Measured.unavailable("the net is the study's own")
            : Measured.of(point.zooName()),
        pass,
        point.batch(),
        table.weights(),
        table.effectiveMacs(),
        table.denseMacs(),
        PassMacs.of(pass, table),
        math.name(),
        "F32",
        true);
  }

  private static PlanSummary plan(Prepared prepared, Session session) {
    Plan plan = prepared.executable().plan();
    List<String> kernels =
        plan.kernels().stream()
            .filter(kernel -> kernel.entry().equals(prepared.entry()))
            .map(kernel ->
                kernel.kernel() + " [" + kernel.algorithm() + ", " + kernel.layout() + "]")
            .toList();
    return new PlanSummary(
        prepared.program().fingerprint(),
        Measured.of(prepared.executable().planSource().name().toLowerCase(Locale.ROOT)),
        "as the backend submits them; see the device's properties",
        kernels,
        Measured.unavailable("the SPI reports memory for the session as a whole"),
        Measured.of(session.bytesInUse()));
  }

  private RunInfo runInfo(MeasureTask.PointTask point, Instant started) {
    BuildInfo build = BuildInfo.ofThisBuild();
    return new RunInfo(
        task.runId(),
        task.preset(),
        task.processIndex(),
        point.processes(),
        started,
        Instant.now(),
        build.version(),
        build.commit());
  }

  private FailureRecord failure(
      MeasureTask.PointTask point,
      Instant started,
      FailureRecord.Kind kind,
      Throwable error,
      String remedy) {
    String message = error.getMessage();
    return new FailureRecord(
        UUID.randomUUID().toString(),
        runInfo(point, started),
        machine,
        deviceInfo,
        Measured.of(point.study()),
        Measured.of(point.net()),
        point.variables(),
        Measured.of(point.math()),
        kind,
        message == null || message.isBlank() ? error.toString() : message,
        Measured.of(remedy));
  }
}
