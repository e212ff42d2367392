// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.jmh;

import dev.colonnade.bench.measure.KernelCase;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.runtime.BackendRegistry;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Philox;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time of one operation on a device, in submissions of several steps so that hand-over is spread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {
  static final int STEPS = 8;

  /** Device to run on. */
  @Param("cpu:0")
  public String device = "cpu:0";

  /** Operation and shape, see {@link KernelCase}. */
  @Param("matMul:512x512x512")
  public String kernel = "matMul:512x512x512";

  private Session session;
  private Executable executable;
  private dev.colonnade.core.backend.State state;

  /** Made by JMH. */
  @SuppressWarnings("NullAway.Init") // JMH calls prepare() before anything else.
  public KernelBenchmark() {}

  /** Compiles the operation and fills its operands with uniform random numbers on [-1, 1). */
  @Setup(Level.Trial)
  public void prepare() {
    session = BackendRegistry.discover().device(device).open();
    GraphBuilder b = new GraphBuilder("kernel");
    KernelCase.parse(kernel).build(b);
    executable = session.compile(Program.of(b.build()), CompileOptions.DEFAULT);
    state = executable.newState();
    for (Variable variable : executable.program().variables().values()) {
      HostTensor values = HostTensor.zeros(variable.type());
      for (long i = 0; i < variable.type().elementCount(); i++) {
        values.set(i, 2 * Philox.uniform(Philox.word(1, 2, variable.name().hashCode(), 0, i)) - 1);
      }
      state.write(variable, values);
    }
  }

  /** Several executions in one submission. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public Outputs steps() {
    return executable.submit(state, "kernel", Feeds.NONE, STEPS).await();
  }

  /** Frees the device. */
  @TearDown(Level.Trial)
  public void close() {
    session.close();
  }
}
