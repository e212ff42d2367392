// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.bench.record.Measured;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.models.distortion.Distortion;
import dev.colonnade.models.distortion.DistortionFeeds;
import dev.colonnade.models.network.DataVariables;
import dev.colonnade.models.network.Entries;
import dev.colonnade.models.network.Initialisation;
import dev.colonnade.models.network.Network;
import dev.colonnade.models.network.NetworkOptions;
import dev.colonnade.models.network.Optimizer;
import dev.colonnade.models.network.TrainingProgram;
import dev.colonnade.models.notation.MapShape;
import dev.colonnade.models.notation.NetString;
import dev.colonnade.models.random.RandomStreams;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whole epochs of training: every image is distorted anew and shown once, in a new order. With
 * judging, as the papers time them: then errors are counted on the undistorted training set and on
 * the test set. Data and weights stay on the device; the order goes there and losses and counts
 * come back within the time, which are all the transfers that are left.
 */
final class Epochs implements Stepped {
  private static final int CHUNK = 500;
  private static final int MOST_STEPS = 4096;
  private static final long SEED = 1;

  private final int batch;
  private final MapShape input;
  private final TrainingProgram training;
  private final Compiled compiled;
  private final SortedMap<String, Long> phases = new TreeMap<>();
  private int epoch;

  /**
   * Compiles the program and fills in random images.
   *
   * @param images trained on in an epoch, a multiple of the batch
   * @param tests tested on, where epochs are judged
   */
  Epochs(
      Session session,
      String net,
      int batch,
      int images,
      Optional<Integer> tests,
      Distortion distortion,
      MathMode math) {
    this.batch = batch;
    Network network = new Network(NetString.parse(net), NetworkOptions.DANNET);
    this.input = network.spec().input();
    DataVariables train = data("train", images);
    this.training =
        new TrainingProgram(
            network,
            new TrainingProgram.Layout(
                train,
                tests.map(count -> data("test", count)),
                batch,
                new Optimizer.Sgd(0),
                distortion,
                tests.map(_ -> new TrainingProgram.Evaluated(train, images)),
                CHUNK,
                CHUNK,
                false));
    this.compiled = Compiled.of(session, training.program(), math);
    fill(train);
    training.layout().test().ifPresent(this::fill);
    network
        .parameters()
        .forEach(parameter ->
            compiled
                .state()
                .write(parameter.variable(), Initialisation.DANNET.values(parameter, SEED)));
  }

  private DataVariables data(String name, int size) {
    return DataVariables.of(name, DType.U8, size, input.maps(), input.height(), input.width());
  }

  private void fill(DataVariables data) {
    compiled.state().write(data.images(), MeasuredNet.images(data));
    compiled.state().write(data.labels(), MeasuredNet.labels(data, training.network().classes()));
  }

  @Override
  public Timed time(Feeds feeds, int runs) {
    long start = System.nanoTime();
    for (int run = 0; run < runs; run++) {
      epoch();
    }
    return new Timed(System.nanoTime() - start, OptionalLong.empty());
  }

  private void epoch() {
    TrainingProgram.Layout layout = training.layout();
    if (!layout.distortion().isIdentity()) {
      phase("distort", this::distort);
    }
    phase("train", this::train);
    layout
        .validation()
        .ifPresent(set ->
            phase(
                "validate",
                () -> chunks(TrainingProgram.VALIDATE, set.count(), layout.validationChunk())));
    layout
        .test()
        .ifPresent(set ->
            phase("test", () -> chunks(TrainingProgram.TEST, set.size(), layout.testChunk())));
    epoch++;
  }

  private void phase(String name, Runnable body) {
    long start = System.nanoTime();
    body.run();
    phases.merge(name, System.nanoTime() - start, Long::sum);
  }

  private void distort() {
    TrainingProgram.Layout layout = training.layout();
    int chunk = layout.distortChunk();
    int steps = Math.ceilDiv(layout.train().size(), chunk);
    Feeds feeds = new Feeds().stacked(Entries.OFFSET, Chunks.offsets(steps, chunk));
    DistortionFeeds.add(feeds, layout.distortion(), input.height(), input.width(), SEED, epoch);
    submit(TrainingProgram.DISTORT, feeds, steps);
  }

  private void train() {
    int[] order = RandomStreams.permutation(SEED, epoch, training.layout().train().size());
    int steps = training.layout().stepsPerEpoch();
    for (int first = 0; first < steps; first += MOST_STEPS) {
      int count = Math.min(MOST_STEPS, steps - first);
      HostTensor indices = HostTensor.zeros(TensorType.i32(count, batch));
      for (int i = 0; i < count * batch; i++) {
        indices.set(i, order[first * batch + i]);
      }
      submit(
          TrainingProgram.TRAIN,
          new Feeds()
              .stacked(Entries.INDICES, indices)
              .constant(Entries.RATE, HostTensor.scalar(MeasuredNet.RATE)),
          count);
    }
  }

  private void chunks(String entry, int size, int chunk) {
    int steps = Math.ceilDiv(size, chunk);
    submit(entry, new Feeds().stacked(Entries.OFFSET, Chunks.offsets(steps, chunk)), steps);
  }

  private void submit(String entry, Feeds feeds, int steps) {
    compiled.executable().submit(compiled.state(), entry, feeds, steps).await();
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public int stepsOfARun() {
    return training.layout().stepsPerEpoch();
  }

  /** An epoch makes its own, since their order is part of it. */
  @Override
  public Feeds feeds(int runs) {
    return Feeds.NONE;
  }

  @Override
  public void forgetPhases() {
    phases.clear();
  }

  @Override
  public Measured<SortedMap<String, Long>> phases() {
    return Measured.of(Collections.unmodifiableSortedMap(new TreeMap<>(phases)));
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
    return TrainingProgram.TRAIN;
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
