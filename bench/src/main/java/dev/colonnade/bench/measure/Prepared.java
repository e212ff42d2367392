// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.backend.Ticket;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.models.network.DataVariables;
import dev.colonnade.models.network.Entries;
import dev.colonnade.models.network.Network;
import dev.colonnade.models.network.Optimizer;
import java.util.Map;

/** A net compiled on a device with data resident there, ready to be stepped. */
final class Prepared implements AutoCloseable {
  private static final String TRAIN = "train";
  private static final String EVALUATE = "evaluate";

  private final MeasuredNet measured;
  private final int batch;
  private final boolean training;
  private final Program program;
  private final Executable executable;
  private final State state;
  private final long compileNanos;

  /** Compiles and fills in everything. */
  Prepared(Session session, String net, int batch, boolean training, MathMode math) {
    MeasuredNet measured = MeasuredNet.of(net, batch);
    this.measured = measured;
    this.batch = batch;
    this.training = training;
    Network network = measured.network();
    DataVariables data = measured.data();
    Graph entry =
        training
            ? Entries.train(TRAIN, network, data, new Optimizer.Sgd(0), batch, false)
            : Entries.evaluate(EVALUATE, network, data, batch, data.size());
    this.program = Program.of(entry);
    long warmUpBefore = session.warmUpNanos();
    long start = System.nanoTime();
    this.executable = session.compile(program, CompileOptions.DEFAULT.withMath(math));
    long took = System.nanoTime() - start;
    this.compileNanos = Math.max(0, took - (session.warmUpNanos() - warmUpBefore));
    this.state = executable.newState();
    initialValues().forEach((name, value) -> state.write(program.variable(name), value));
  }

  /** Every variable's start, the same on each device. */
  Map<String, HostTensor> initialValues() {
    return measured.initialValues();
  }

  /** Feeds for {@code steps} steps: consecutive batches, then from the start again. */
  Feeds feeds(int steps) {
    if (!training) {
      HostTensor offsets = HostTensor.zeros(new TensorType(DType.I32, Shape.of(steps)));
      for (int step = 0; step < steps; step++) {
        offsets.set(step, (int) ((long) step * batch % measured.data().size()));
      }
      return new Feeds().stacked(Entries.OFFSET, offsets);
    }
    HostTensor indices = HostTensor.zeros(TensorType.i32(steps, batch));
    for (long i = 0; i < (long) steps * batch; i++) {
      indices.set(i, (int) (i % measured.data().size()));
    }
    return new Feeds()
        .stacked(Entries.INDICES, indices)
        .constant(Entries.RATE, HostTensor.scalar(MeasuredNet.RATE));
  }

  /**
   * One submission of {@code steps} steps, from the call to the completion seen by the host, in ns.
   */
  long run(Feeds feeds, int steps) {
    long start = System.nanoTime();
    submit(feeds, steps).await();
    return System.nanoTime() - start;
  }

  Ticket submit(Feeds feeds, int steps) {
    return executable.submit(state, entry(), feeds, steps);
  }

  /** The outputs of one step. */
  Outputs step() {
    return submit(feeds(1), 1).await();
  }

  String entry() {
    return training ? TRAIN : EVALUATE;
  }

  Network network() {
    return measured.network();
  }

  Program program() {
    return program;
  }

  MeasuredNet measured() {
    return measured;
  }

  Executable executable() {
    return executable;
  }

  State state() {
    return state;
  }

  boolean training() {
    return training;
  }

  int batch() {
    return batch;
  }

  /** Time of compiling this program, without what the backend did once in the process. */
  long compileNanos() {
    return compileNanos;
  }

  @Override
  public void close() {
    state.close();
    executable.close();
  }
}
