// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Invented records for tests. Nothing here was measured: the names say "synthetic", and every time
 * is drawn from a formula with a fixed seed.
 */
public final class SyntheticRecords {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  /** An invented device: overhead and rate of its formula, and the noise of its clock. */
  public record SyntheticDevice(
      String id, String name, String backend, int threads, double overhead, double rate) {}

  public static final SyntheticDevice SCALAR =
      new SyntheticDevice("cpu-scalar:0", "Synthetic CPU, one thread", "cpu", 1, 2e-6, 1.1e9);
  public static final SyntheticDevice VECTOR =
      new SyntheticDevice("cpu:0", "Synthetic CPU, all cores", "cpu", 2, 9e-6, 55e9);
  public static final SyntheticDevice GPU =
      new SyntheticDevice("cuda:0", "Synthetic GPU X1", "cuda", 0, 40e-6, 9e12);

  private SyntheticRecords() {}

  public static Machine machine() {
    return new Machine(
        "host-5e7ec71c",
        Measured.of("SyntheticOS 1.0, kernel 0.0, amd64"),
        Measured.of("Synthetic CPU 2000"),
        Measured.of(2),
        2,
        Measured.of(3_000_000_000L),
        Measured.unavailable("the system gives no value (a virtual machine often hides it)"),
        Measured.of(List.of("avx2", "fma", "avx512f")),
        Measured.of(24L << 30),
        Measured.of("a hypervisor (the processor says so)"),
        Measured.of("mains (no battery)"),
        Measured.of(0.12),
        "Synthetic VM, Nobody, 25.0.1+8",
        List.of("-Xmx2g", "--add-modules=jdk.incubator.vector"),
        List.of("G1 Old Generation", "G1 Young Generation"),
        2L << 30);
  }

  public static RunInfo run(int process, int processes) {
    return new RunInfo(
        "run-synthetic",
        "default",
        process,
        processes,
        START.plusSeconds(60L * process),
        START.plusSeconds(60L * process + 30),
        "0.0.0-synthetic",
        Measured.of("0123456789abcdef0123456789abcdef01234567"));
  }

  public static DeviceInfo device(SyntheticDevice device) {
    return new DeviceInfo(
        device.id(),
        device.name(),
        device.backend(),
        device.threads() == 0 ? Measured.of("999.1") : Measured.unavailable("a CPU has no driver"),
        device.threads() == 0
            ? Measured.of(new TreeMap<>(Map.of("cudnn", "9.9.9", "cublas", "13.0")))
            : Measured.unavailable("the CPU backend uses no library"),
        device.threads() == 0
            ? Measured.unavailable("a GPU has no thread team")
            : Measured.of(device.threads()),
        Measured.of(24L << 30));
  }

  /** Of the GPU alone: no reading of six was throttled. */
  public static Measured<Conditions> conditions(SyntheticDevice device) {
    return device.threads() == 0
        ? Measured.of(conditions(Map.of()))
        : Measured.unavailable("no counter for the clock on this synthetic machine");
  }

  /** Six readings, so many of them throttled for these reasons. */
  public static Conditions conditions(Map<String, Integer> throttling) {
    return new Conditions(
        6,
        Measured.of(new Conditions.Range(1900, 1850, 1980, 1980)),
        Measured.of(1980.0),
        Measured.of(new Conditions.Range(2600, 2600, 2600, 2600)),
        Measured.of(new Conditions.Range(300, 300, 650, 640)),
        Measured.of(700.0),
        Measured.unavailable("the synthetic GPU has no thermometer"),
        Measured.of(new TreeMap<>(throttling)));
  }

  /** The record with other limits. */
  public static MeasurementRecord with(MeasurementRecord m, Sentinel sentinel) {
    return new MeasurementRecord(
        m.id(),
        m.run(),
        m.machine(),
        m.device(),
        m.workload(),
        m.plan(),
        m.timing(),
        m.accuracy(),
        m.extent(),
        sentinel,
        m.conditions(),
        m.energy());
  }

  /** The record with other conditions. */
  public static MeasurementRecord with(MeasurementRecord m, Measured<Conditions> conditions) {
    return new MeasurementRecord(
        m.id(),
        m.run(),
        m.machine(),
        m.device(),
        m.workload(),
        m.plan(),
        m.timing(),
        m.accuracy(),
        m.extent(),
        m.sentinel(),
        conditions,
        m.energy());
  }

  /** The record of a net whose warm-up ended before its times were steady. */
  public static MeasurementRecord unsteady(MeasurementRecord m) {
    Timing t = m.timing();
    Timing.WarmUp warmUp = t.warmUp();
    return new MeasurementRecord(
        m.id(),
        m.run(),
        m.machine(),
        m.device(),
        m.workload(),
        m.plan(),
        new Timing(
            t.samplesNanos(),
            t.stepsPerSample(),
            new Timing.WarmUp(warmUp.rule(), warmUp.steps(), warmUp.nanos(), false),
            t.firstStep(),
            t.transferNanosPerStep(),
            t.kernelNanosPerStep(),
            t.endToEndNanosPerStep(),
            t.phasesNanos()),
        m.accuracy(),
        m.extent(),
        m.sentinel(),
        m.conditions(),
        m.energy());
  }

  public static Workload workload(String study, Map<String, Integer> variables, int batch) {
    int maps = variables.getOrDefault("M", 20);
    long macs = 9_000L * maps + 1_200L * maps * maps;
    return new Workload(
        study,
        new TreeMap<>(variables),
        new TreeMap<>(),
        "3x32x32-" + maps + "C5-MP2-" + maps + "C5-MP5-10N",
        Measured.unavailable("the net came from a study's own string"),
        Pass.TRAIN_STEP,
        batch,
        75L * maps + 25L * maps * maps,
        macs,
        macs,
        Measured.of(3 * macs),
        "STRICT_FP32",
        "F32",
        true);
  }

  /** The same work, timed as another pass. */
  public static Workload of(Workload work, Pass pass) {
    return new Workload(
        work.study(),
        work.variables(),
        work.choices(),
        work.net(),
        work.zooName(),
        pass,
        work.batch(),
        work.weights(),
        work.forwardMacs(),
        work.denseForwardMacs(),
        work.passMacs(),
        work.mathMode(),
        work.storage(),
        work.deterministic());
  }

  /** The same work with choices. */
  public static Workload with(Workload work, Map<String, String> choices) {
    return new Workload(
        work.study(),
        work.variables(),
        new TreeMap<>(choices),
        work.net(),
        work.zooName(),
        work.pass(),
        work.batch(),
        work.weights(),
        work.forwardMacs(),
        work.denseForwardMacs(),
        work.passMacs(),
        work.mathMode(),
        work.storage(),
        work.deterministic());
  }

  public static MeasurementRecord measurement(
      SyntheticDevice device, Workload workload, int process, int processes, boolean extrapolated) {
    SplittableRandom random =
        new SplittableRandom(
            31L * device.id().hashCode() + 17L * workload.net().hashCode() + 7L * process);
    double overhead = device.overhead() / workload.batch();
    double perImage = overhead + workload.passMacs().asOptional().orElseThrow() / device.rate();
    double ofProcess = perImage * (1 + 0.03 * random.nextDouble(-1, 1));
    int steps = Math.clamp(Math.round(2e-3 / ofProcess / workload.batch()), 1, 500);
    List<Long> samples = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      double sample =
          ofProcess * steps * workload.batch() * (1 + 0.01 * Math.abs(random.nextGaussian()));
      samples.add(Math.max(1, Math.round(sample * 1e9)));
    }
    String id =
        "syn-"
            + device.id().replace(':', '-')
            + "-"
            + workload.study()
            + "-"
            + Integer.toHexString(
                31 * workload.net().hashCode()
                    + workload.variables().hashCode()
                    + 101 * workload.batch())
            + "-p"
            + process;
    Timing timing =
        new Timing(
            samples,
            steps,
            new Timing.WarmUp(
                "until the medians of two successive windows of 200 ms differ by less than 2 %,"
                    + " at most 2 s",
                40L * steps, 612_000_000L, true),
            new Timing.FirstStep(
                Measured.of(310_000_000L),
                device.threads() == 0 ? Measured.of(0L) : Measured.of(1_900_000_000L),
                Measured.of(45_000_000L),
                Measured.of(2_000_000L)),
            Measured.unavailable("host and device share memory; there are no copies to time"),
            Measured.unavailable("the CPU has no device clock of its own"),
            Measured.of(perImage * workload.batch() * 1e9 * 1.02),
            Measured.unavailable("a sample is of steps alone"));
    Sentinel sentinel =
        new Sentinel(
            Measured.of(device.rate() * 2 * 1.5),
            Measured.of(device.rate() / 4),
            new TreeMap<>(
                Map.of(
                    "STRICT_FP32",
                    Measured.of(device.rate() * 2 * 1.2),
                    "TF32",
                    device.threads() == 0
                        ? Measured.of(device.rate() * 2 * 8)
                        : Measured.unavailable("a CPU has no TF32"))),
            Measured.of(20_000.0));
    return new MeasurementRecord(
        id,
        run(process, processes),
        machine(),
        device(device),
        workload,
        Measured.of(
            new PlanSummary(
                "fp-synthetic",
                Measured.of("made"),
                "host loop",
                List.of("convolution: implicit im2col, 12x32 tile"),
                Measured.of(1L << 20),
                Measured.of(5L << 20))),
        timing,
        device.equals(SCALAR)
            ? Measured.unavailable("the oracle was run on the default device's points only")
            : Measured.of(new Accuracy(3.1e-13, 4.4e-6, "logits and updated weights of one step")),
        extrapolated
            ? new Extent("images of the point's plan", (long) steps * workload.batch() * 9, 60_000)
            : new Extent(
                "images of the point's plan",
                (long) steps * workload.batch() * 9,
                (long) steps * workload.batch() * 9),
        sentinel,
        conditions(device),
        device.threads() == 0
            ? Measured.of(new Energy(812.5, 2.5, (long) steps * workload.batch() * 9, "GPU board"))
            : Measured.unavailable("no energy meter: RAPL is not readable here"));
  }

  public static FailureRecord failure(
      SyntheticDevice device, FailureRecord.Kind kind, String reason) {
    return new FailureRecord(
        "syn-fail-" + kind.key() + "-" + device.id().replace(':', '-'),
        run(0, 1),
        machine(),
        device(device),
        Measured.of("maps"),
        Measured.of("3x32x32-400C5-MP2-400C5-MP5-10N"),
        new TreeMap<>(Map.of("M", 400)),
        new TreeMap<>(),
        Measured.of("STRICT_FP32"),
        kind,
        reason,
        Measured.of("run it again with --verbose"));
  }

  /** A whole run: three devices, the maps, batch and threads studies, one crash. */
  public static List<BenchmarkRecord> wholeRun(int processes) {
    List<BenchmarkRecord> records = new ArrayList<>();
    for (SyntheticDevice device : List.of(SCALAR, VECTOR, GPU)) {
      for (int process = 0; process < processes; process++) {
        for (int maps : new int[] {10, 20, 40, 80, 100, 200, 300, 400}) {
          if (device.equals(SCALAR) && maps > 300) {
            continue;
          }
          records.add(
              measurement(
                  device,
                  workload("maps", Map.of("M", maps), 1),
                  process,
                  processes,
                  device.equals(SCALAR) && maps >= 200));
        }
        for (int batch : new int[] {1, 4, 16, 64, 256}) {
          records.add(
              measurement(
                  device, workload("batch", Map.of("M", 40), batch), process, processes, false));
        }
      }
    }
    for (int threads = 1; threads <= 2; threads++) {
      SyntheticDevice team =
          new SyntheticDevice(
              VECTOR.id(), VECTOR.name(), "cpu", threads, 9e-6, VECTOR.rate() / 2 * threads);
      for (int process = 0; process < processes; process++) {
        records.add(
            measurement(
                team,
                workload("threads", Map.of("M", 40, "T", threads), 1),
                process,
                processes,
                false));
      }
    }
    records.add(
        failure(
            new SyntheticDevice("tornado:0", "Synthetic accelerator", "tornado", 0, 1, 1),
            FailureRecord.Kind.CRASHED,
            "the measuring process ended with signal 11 while compiling"));
    return records;
  }
}
