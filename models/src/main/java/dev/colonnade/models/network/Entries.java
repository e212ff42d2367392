// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.network;

import dev.colonnade.core.autodiff.Gradients;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.Compare;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.models.distortion.Distortion;
import dev.colonnade.models.distortion.DistortionGraph;
import java.util.List;

/** The entry graphs of a training program. */
public final class Entries {
  /** Feed of training entries: I32 [batch], rows of the training set. */
  public static final String INDICES = "indices";

  /** Feed of training entries: F32 scalar, the learning rate. */
  public static final String RATE = "rate";

  /** Feed of evaluation and distortion entries: I32 scalar, first row of the chunk. */
  public static final String OFFSET = "offset";

  /** Output: F32 scalar; mean loss of a training batch, or sum of the losses of a chunk. */
  public static final String LOSS = "loss";

  /** Output: I32 scalar; examples whose largest output is not the label's. */
  public static final String WRONG = "wrong";

  /** Output: F32 [chunk, classes]; what the net says of each image of a chunk. */
  public static final String OUTPUTS = "outputs";

  private Entries() {}

  /**
   * One step of gradient descent on the mean loss of a batch.
   *
   * @param name of the entry
   * @param data images (distorted or not) and labels
   * @param batch examples in a step
   * @param countWrong whether to return {@link #WRONG} as well, counted before the step
   */
  public static Graph train(
      String name,
      Network network,
      DataVariables data,
      Optimizer optimizer,
      int batch,
      boolean countWrong) {
    GraphBuilder builder = new GraphBuilder(name);
    Value indices = builder.feed(INDICES, TensorType.i32(batch));
    Value rate = builder.feed(RATE, TensorType.f32());
    Value images =
        builder.scoped(
            "input",
            () ->
                DataVariables.inputs(
                    builder,
                    builder.gatherRows(builder.read(data.images()), indices),
                    network.options().scaling()));
    Value labels =
        builder.scoped("input", () -> builder.gatherRows(builder.read(data.labels()), indices));
    Value outputs = network.forward(builder, images);
    Value losses = network.loss(builder, outputs, labels);
    Value loss = builder.scoped("loss", () -> builder.mean(losses));
    List<Value> parameters =
        network.parameters().stream().map(p -> builder.read(p.variable())).toList();
    List<Value> gradients = Gradients.of(builder, loss, parameters);
    for (int i = 0; i < gradients.size(); i++) {
      Parameter parameter = network.parameters().get(i);
      Value gradient = gradients.get(i);
      builder.scoped(
          parameter.variable().name() + "/update",
          () -> {
            optimizer.build(builder, parameter, gradient, rate);
            return gradient;
          });
    }
    builder.output(LOSS, loss);
    if (countWrong) {
      builder.output(
          WRONG, builder.scoped("error", () -> count(builder, wrong(builder, outputs, labels))));
    }
    return builder.build();
  }

  /**
   * Errors and losses of {@code chunk} rows from {@link #OFFSET} on, of which only those below
   * {@code limit} count: submitted for offsets 0, chunk, 2 chunk ... it counts each of the first
   * {@code limit} examples exactly once, also where the last chunk reaches beyond them.
   */
  public static Graph evaluate(
      String name, Network network, DataVariables data, int chunk, int limit) {
    GraphBuilder builder = new GraphBuilder(name);
    Value offset = builder.feed(OFFSET, TensorType.i32());
    Value start = builder.minimum(offset, builder.constant(data.size() - chunk));
    Value images =
        builder.scoped(
            "input",
            () ->
                DataVariables.inputs(
                    builder,
                    DataVariables.chunk(builder, data.images(), start, chunk),
                    network.options().scaling()));
    Value labels =
        builder.scoped("input", () -> DataVariables.chunk(builder, data.labels(), start, chunk));
    Value outputs = network.forward(builder, images);
    Value losses = network.loss(builder, outputs, labels);
    Value row = builder.add(builder.iota(Shape.of(chunk), 0), start);
    Value counted =
        builder.logicalAnd(
            builder.compare(Compare.Relation.GREATER_OR_EQUAL, row, offset),
            builder.compare(Compare.Relation.LESS, row, builder.constant(limit)));
    Value wrong = builder.logicalAnd(counted, wrong(builder, outputs, labels));
    builder.output(LOSS, builder.sum(builder.select(counted, losses, builder.constant(0f))));
    builder.output(WRONG, count(builder, wrong));
    return builder.build();
  }

  /**
   * The net's outputs for {@code chunk} images from {@link #OFFSET} on, which is at most the size
   * less the chunk: logits where the loss is the softmax's.
   */
  public static Graph predict(String name, Network network, DataVariables data, int chunk) {
    GraphBuilder builder = new GraphBuilder(name);
    Value start = builder.feed(OFFSET, TensorType.i32());
    Value images =
        builder.scoped(
            "input",
            () ->
                DataVariables.inputs(
                    builder,
                    DataVariables.chunk(builder, data.images(), start, chunk),
                    network.options().scaling()));
    builder.output(OUTPUTS, network.forward(builder, images));
    return builder.build();
  }

  /**
   * Writes {@code chunk} rows from {@link #OFFSET} on of the epoch set: distorted images as inputs
   * of the net. Near the end of the set rows are written again, with the same values.
   *
   * @param source the undistorted images and labels
   * @param epochImages F32, of the source's shape
   */
  public static Graph distort(
      String name,
      DataVariables source,
      Variable epochImages,
      Distortion distortion,
      InputScaling scaling,
      int chunk) {
    GraphBuilder builder = new GraphBuilder(name);
    Value offset = builder.feed(OFFSET, TensorType.i32());
    Value start = builder.minimum(offset, builder.constant(source.size() - chunk));
    Value stored = DataVariables.chunk(builder, source.images(), start, chunk);
    Value labels = DataVariables.chunk(builder, source.labels(), start, chunk);
    Value examples = builder.add(builder.iota(Shape.of(chunk), 0), start);
    Value distorted =
        DistortionGraph.build(
            builder, distortion, DataVariables.bytes(builder, stored, scaling), examples, labels);
    Value inputs = DataVariables.scale(builder, distorted, scaling);
    Value rows = DataVariables.starts(builder, start, epochImages.type().shape().rank());
    builder.assign(
        epochImages, builder.dynamicUpdateSlice(builder.read(epochImages), inputs, rows));
    return builder.build();
  }

  private static Value wrong(GraphBuilder builder, Value outputs, Value labels) {
    return builder.compare(Compare.Relation.NOT_EQUAL, builder.argMax(outputs, 1), labels);
  }

  private static Value count(GraphBuilder builder, Value flags) {
    return builder.sum(builder.convert(flags, DType.I32));
  }
}
