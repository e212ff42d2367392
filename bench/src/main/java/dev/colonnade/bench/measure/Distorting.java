// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.Ticket;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.models.distortion.Distortion;
import dev.colonnade.models.distortion.DistortionFeeds;
import dev.colonnade.models.network.DataVariables;
import dev.colonnade.models.network.Entries;
import dev.colonnade.models.network.InputScaling;
import dev.colonnade.models.notation.MapShape;

/** Drawing distorted images where they will be trained on: a batch from bytes in each step. */
final class Distorting implements Stepped {
  private static final String ENTRY = "distort";
  private static final int RESIDENT_BATCHES = 4;
  private static final long SEED = 1;

  private final int batch;
  private final MapShape input;
  private final Distortion distortion;
  private final DataVariables source;
  private final Compiled compiled;
  private int epoch;

  Distorting(Session session, MapShape input, int batch, Distortion distortion, MathMode math) {
    this.batch = batch;
    this.input = input;
    this.distortion = distortion;
    this.source =
        DataVariables.of(
            "train",
            DType.U8,
            RESIDENT_BATCHES * batch,
            input.maps(),
            input.height(),
            input.width());
    Variable drawn =
        new Variable("epoch/images", TensorType.f32(source.images().type().shape().dimensions()));
    Graph entry =
        Entries.distort(ENTRY, source, drawn, distortion, InputScaling.PLUS_MINUS_ONE, batch);
    this.compiled = Compiled.of(session, Program.of(entry), math);
    compiled.state().write(source.images(), MeasuredNet.images(source));
    // Classes may have angles of their own; the papers' ten digits have.
    if (program().variables().containsValue(source.labels())) {
      compiled.state().write(source.labels(), MeasuredNet.labels(source, 10));
    }
  }

  @Override
  public Feeds feeds(int runs) {
    Feeds feeds = new Feeds().stacked(Entries.OFFSET, Chunks.offsets(runs, batch, source.size()));
    DistortionFeeds.add(feeds, distortion, input.height(), input.width(), SEED, epoch++);
    return feeds;
  }

  @Override
  public Timed time(Feeds feeds, int runs) {
    long start = System.nanoTime();
    Ticket ticket = compiled.executable().submit(compiled.state(), ENTRY, feeds, runs);
    ticket.await();
    return new Timed(System.nanoTime() - start, ticket.deviceNanos());
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public Program program() {
    return compiled.program();
  }

  @Override
  public Executable executable() {
    return compiled.executable();
  }

  @Override
  public String entry() {
    return ENTRY;
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
