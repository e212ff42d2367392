// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

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
import dev.colonnade.models.network.ConvolutionWay;
import dev.colonnade.models.network.DataVariables;
import dev.colonnade.models.network.Entries;
import dev.colonnade.models.network.Network;
import dev.colonnade.models.network.Optimizer;
import java.util.Map;

/** A net compiled on a device with data resident there, ready to be stepped. */
final class Prepared implements Stepped {
  private static final String TRAIN = "train";
  private static final String EVALUATE = "evaluate";

  private final MeasuredNet measured;
  private final int batch;
  private final boolean training;
  private final Compiled compiled;

  /** Compiles and fills in everything. */
  Prepared(Session session, String net, int batch, boolean training, MathMode math) {
    this(session, net, batch, training, math, ConvolutionWay.DIRECT);
  }

  /** The same with the net's convolutions in one way or the other. */
  Prepared(
      Session session,
      String net,
      int batch,
      boolean training,
      MathMode math,
      ConvolutionWay convolutions) {
    MeasuredNet measured = MeasuredNet.of(net, batch, convolutions);
    this.measured = measured;
    this.batch = batch;
    this.training = training;
    Network network = measured.network();
    DataVariables data = measured.data();
    Graph entry =
        training
            ? Entries.train(TRAIN, network, data, new Optimizer.Sgd(0), batch, false)
            : Entries.evaluate(EVALUATE, network, data, batch, data.size());
    this.compiled = Compiled.of(session, Program.of(entry), math);
    initialValues().forEach((name, value) -> state().write(program().variable(name), value));
  }

  /** Every variable's start, the same on each device. */
  Map<String, HostTensor> initialValues() {
    return measured.initialValues();
  }

  /** Feeds for {@code steps} steps: consecutive batches, then from the start again. */
  @Override
  public Feeds feeds(int steps) {
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
    return time(feeds, steps).nanos();
  }

  @Override
  public Timed time(Feeds feeds, int steps) {
    long start = System.nanoTime();
    Ticket ticket = submit(feeds, steps);
    ticket.await();
    return new Timed(System.nanoTime() - start, ticket.deviceNanos());
  }

  Ticket submit(Feeds feeds, int steps) {
    return executable().submit(state(), entry(), feeds, steps);
  }

  /** Its steps as work to be timed; feeds are made anew only when the number of steps changes. */
  TimedWork work() {
    return new TimedWork() {
      private Feeds feeds = Prepared.this.feeds(1);
      private int fed = 1;

      @Override
      public Ran run(int steps) {
        if (steps != fed) {
          feeds = Prepared.this.feeds(steps);
          fed = steps;
        }
        long start = System.nanoTime();
        Ticket ticket = submit(feeds, steps);
        ticket.await();
        return new Ran(Math.max(1, System.nanoTime() - start), ticket.deviceNanos());
      }
    };
  }

  /** The outputs of one step. */
  Outputs step() {
    return submit(feeds(1), 1).await();
  }

  @Override
  public String entry() {
    return training ? TRAIN : EVALUATE;
  }

  Network network() {
    return measured.network();
  }

  @Override
  public Program program() {
    return compiled.program();
  }

  MeasuredNet measured() {
    return measured;
  }

  @Override
  public Executable executable() {
    return compiled.executable();
  }

  State state() {
    return compiled.state();
  }

  boolean training() {
    return training;
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public long compileNanos() {
    return compiled.compileNanos();
  }

  @Override
  public void close() {
    compiled.close();
  }
}
