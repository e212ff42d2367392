// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.jvmpeers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.colonnade.bench.measure.TimedWork;
import java.util.ArrayList;
import java.util.List;

/**
 * Steps of plain gradient descent through DJL, in the way that costs it least: no blocks, trainers
 * or optimisers, batches that are on the device already, every array of a step freed at its end.
 */
final class DjlTraining implements TimedWork, AutoCloseable {
  private final NDManager manager;
  private final DjlNet net;
  private final NDList parameters;
  private final List<float[]> initial;
  private final List<NDArray> images = new ArrayList<>();
  private final List<NDArray> labels = new ArrayList<>();
  private final float rate;
  private int done;

  /**
   * Puts everything on the device.
   *
   * @param shapes of the parameters
   * @param initial values of the parameters
   * @param images inputs of all images, one after the other
   * @param image shape of one
   * @param labels of all images
   * @param batch images in a step
   */
  DjlTraining(
      Engine engine,
      DjlNet net,
      List<Shape> shapes,
      List<float[]> initial,
      float[] images,
      Shape image,
      long[] labels,
      int batch,
      float rate) {
    this.manager = engine.newBaseManager();
    this.net = net;
    this.initial = List.copyOf(initial);
    this.rate = rate;
    this.parameters = new NDList();
    for (int i = 0; i < shapes.size(); i++) {
      NDArray parameter = manager.create(initial.get(i), shapes.get(i));
      parameter.setRequiresGradient(true);
      parameters.add(parameter);
    }
    int pixels = Math.toIntExact(image.size());
    for (int from = 0; from < labels.length; from += batch) {
      float[] inputs = new float[batch * pixels];
      System.arraycopy(images, from * pixels, inputs, 0, inputs.length);
      this.images.add(manager.create(inputs, new Shape(batch).addAll(image)));
      long[] classes = new long[batch];
      System.arraycopy(labels, from, classes, 0, batch);
      this.labels.add(manager.create(classes, new Shape(batch, 1)));
    }
  }

  /** Starts again from the initial values. */
  void restart() {
    done = 0;
    for (int i = 0; i < initial.size(); i++) {
      parameters.get(i).set(initial.get(i));
    }
  }

  /** Runs one step and returns its loss, before the update. */
  float step() {
    int index = done++ % images.size();
    NDArray x = images.get(index);
    NDArray y = labels.get(index);
    try (NDManager scope = manager.newSubManager()) {
      // What is computed belongs to the manager of the array that it is computed from.
      x.tempAttach(scope);
      y.tempAttach(scope);
      NDArray loss;
      try (GradientCollector collector = Engine.getEngine(DjlPeer.ENGINE).newGradientCollector()) {
        loss = net.logits(x, parameters).logSoftmax(1).gather(y, 1).neg().mean();
        collector.backward(loss);
      }
      for (NDArray parameter : parameters) {
        try (NDArray gradient = parameter.getGradient()) {
          // Also sets the gradient to zero, as backward adds to it.
          parameter
              .getNDArrayInternal()
              .sgdUpdate(
                  new NDList(parameter, gradient), new NDList(parameter), rate, 0, 1, -1, 0, false);
        }
      }
      return loss.getFloat();
    }
  }

  @Override
  public Ran run(int steps) {
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      step();
    }
    return Ran.byHost(System.nanoTime() - start);
  }

  /** The parameters, one after the other. */
  float[] values() {
    int count = parameters.stream().mapToInt(p -> Math.toIntExact(p.size())).sum();
    float[] all = new float[count];
    int offset = 0;
    for (NDArray parameter : parameters) {
      float[] part = parameter.toFloatArray();
      System.arraycopy(part, 0, all, offset, part.length);
      offset += part.length;
    }
    return all;
  }

  @Override
  public void close() {
    manager.close();
  }
}
