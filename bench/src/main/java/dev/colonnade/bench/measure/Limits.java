// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.Sentinel;
import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Philox;
import dev.colonnade.core.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.IntToLongFunction;

/**
 * A device's limits, measured by ordinary graphs, so that every backend has its roofline without
 * doing anything for it: a large matrix product, a large copy, and a step of a fixed small net.
 */
final class Limits {
  private static final int[] GEMM_SIZES = {128, 256, 512, 1024, 2048, 4096, 8192};
  private static final int LEAST_SIZE = 512;
  private static final int NOISE_KEY = 0x4c696d69;
  private static final int NOISE_ELEMENTS = 1 << 16;
  private static final int COPY_ELEMENTS = 1 << 24;
  private static final String SMALL_NET = "1x29x29-20C4-MP2-40C5-MP3-150N-10N";
  private static final long LEAST_NANOS = 20_000_000;
  private static final long ENOUGH_NANOS = 60_000_000;
  private static final long WARM_UP_NANOS = 400_000_000;
  private static final int MOST_STEPS = 1 << 12;
  private static final int REPEATS = 5;

  private final Session session;

  Limits(Session session) {
    this.session = session;
  }

  /** All of them, with the matrix product in these math modes. */
  Sentinel measure(Collection<MathMode> modes) {
    SortedMap<String, Measured<Double>> products = new TreeMap<>();
    modes.forEach(mode -> products.put(mode.name(), product(mode)));
    return new Sentinel(
        Measured.unavailable(
            "no ordinary graph keeps its operands in registers; the matrix product stands for the"
                + " arithmetic limit"),
        copy(),
        products,
        guarded(this::netStepNanos));
  }

  /** Bytes read and written in a second of a large copy. */
  Measured<Double> copy() {
    return guarded(this::copyBytesPerSecond);
  }

  /** Floating-point operations in a second of a large matrix product in a math mode. */
  Measured<Double> product(MathMode mode) {
    return guarded(() -> gemmFlops(mode));
  }

  private interface Body {
    double run();
  }

  private static Measured<Double> guarded(Body body) {
    try {
      return Measured.of(body.run());
    } catch (BackendException e) {
      return Measured.unavailable("the device could not run it: " + e.getMessage());
    }
  }

  /**
   * The best rate over growing sizes; it ends where one product takes long enough. Small ones do
   * not end it: on a busy machine, or in a JIT's interpreter, they take long without saying
   * anything about the device.
   */
  private double gemmFlops(MathMode mode) {
    double best = 0;
    for (int n : GEMM_SIZES) {
      double nanos;
      try {
        nanos = time(n, mode, (b, x) -> b.matMul(x, x));
      } catch (OutOfDeviceMemoryException e) {
        if (best == 0) {
          throw e;
        }
        break;
      }
      best = Math.max(best, 2.0 * n * n * n / nanos * 1e9);
      if (n >= LEAST_SIZE && nanos > ENOUGH_NANOS) {
        break;
      }
    }
    return best;
  }

  private double time(int n, MathMode mode, BiFunction<GraphBuilder, Value, Value> body) {
    Variable source = new Variable("source", TensorType.f32(n, n));
    return timeAssignment(source, new Variable("target", TensorType.f32(n, n)), mode, body);
  }

  private double copyBytesPerSecond() {
    TensorType type = TensorType.f32(COPY_ELEMENTS);
    double nanos =
        timeAssignment(
            new Variable("source", type),
            new Variable("target", type),
            MathMode.STRICT_FP32,
            GraphBuilder::negate);
    return 2.0 * type.byteSize() / nanos * 1e9;
  }

  /** Least time of a step that computes the target from the source, in ns. */
  private double timeAssignment(
      Variable source,
      Variable target,
      MathMode mode,
      BiFunction<GraphBuilder, Value, Value> body) {
    GraphBuilder b = new GraphBuilder("limit");
    b.assign(target, body.apply(b, b.read(source)));
    try (Executable executable =
            session.compile(Program.of(b.build()), CompileOptions.DEFAULT.withMath(mode));
        State state = executable.newState()) {
      state.write(source, noise(source.type()));
      return best(steps -> run(executable, state, steps));
    }
  }

  /** Not zeros: a GPU that multiplies them takes less power and clocks higher. */
  private static HostTensor noise(TensorType type) {
    HostTensor noise = HostTensor.zeros(type);
    long count = type.elementCount();
    long first = Math.min(count, NOISE_ELEMENTS);
    for (long i = 0; i < first; i++) {
      noise.set(i, 2 * Philox.uniform(Philox.word(NOISE_KEY, 0, 0, 0, i)) - 1);
    }
    for (long done = first; done < count; done += first) {
      MemorySegment.copy(
          noise.segment(),
          0,
          noise.segment(),
          done * Float.BYTES,
          Math.min(first, count - done) * Float.BYTES);
    }
    return noise;
  }

  /**
   * Least time of a step over some repeats, after a warm-up by time: a limit is what a device can
   * do, and everything that disturbs it makes it slower.
   */
  private static double best(IntToLongFunction run) {
    int steps = 1;
    long nanos = run.applyAsLong(steps);
    long start = System.nanoTime();
    while (System.nanoTime() - start < WARM_UP_NANOS
        || (nanos < LEAST_NANOS && steps < MOST_STEPS)) {
      if (nanos < LEAST_NANOS && steps < MOST_STEPS) {
        steps *= 2;
      }
      nanos = run.applyAsLong(steps);
    }
    double best = Double.MAX_VALUE;
    for (int i = 0; i < REPEATS; i++) {
      best = Math.min(best, (double) run.applyAsLong(steps) / steps);
    }
    return best;
  }

  private static long run(Executable executable, State state, int steps) {
    long start = System.nanoTime();
    executable.submit(state, "limit", Feeds.NONE, steps).await();
    return Math.max(1, System.nanoTime() - start);
  }

  private double netStepNanos() {
    try (Prepared prepared = new Prepared(session, SMALL_NET, 1, true, MathMode.STRICT_FP32)) {
      return best(steps -> prepared.run(prepared.feeds(steps), steps));
    }
  }
}
