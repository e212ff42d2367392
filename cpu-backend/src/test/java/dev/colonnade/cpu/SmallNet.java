// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu;

import dev.colonnade.core.autodiff.Gradients;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.PoolGeometry;
import dev.colonnade.core.op.composite.BiasAdd;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.op.composite.SoftmaxCrossEntropy;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The training step of {@code 1x29x29-20C4-MP2-40C5-MP3-150N-10N} on a resident data set. */
final class SmallNet {
  static final Variable DATA = new Variable("data", TensorType.f32(64, 1, 29, 29));
  static final Variable LABELS = new Variable("labels", TensorType.i32(64));

  private SmallNet() {}

  /** The program with the entry {@code train}: feeds indices and rate, output loss. */
  static Program program(int batch) {
    GraphBuilder builder = new GraphBuilder("train");
    Value indices = builder.feed("indices", TensorType.i32(batch));
    Value rate = builder.feed("rate", TensorType.f32());
    Value labels = builder.gatherRows(builder.read(LABELS), indices);
    List<Variable> weights = new ArrayList<>();
    Value x = builder.gatherRows(builder.read(DATA), indices);
    x = convolution(builder, weights, x, 20, 4);
    x = builder.maxPool(x, PoolGeometry.tiles(2));
    x = convolution(builder, weights, x, 40, 5);
    x = builder.maxPool(x, PoolGeometry.tiles(3));
    x = builder.reshape(x, Shape.of(batch, (int) (x.type().elementCount() / batch)));
    x = Activation.ScaledTanh.DANNET.build(builder, fullyConnected(builder, weights, x, 150));
    x = fullyConnected(builder, weights, x, 10);
    Value loss = builder.mean(builder.applyOne(new SoftmaxCrossEntropy(), List.of(x, labels)));
    List<Value> reads = weights.stream().map(builder::read).toList();
    List<Value> gradients = Gradients.of(builder, loss, reads);
    for (int i = 0; i < weights.size(); i++) {
      Value step = builder.applyOne(new SgdStep(0), List.of(reads.get(i), gradients.get(i), rate));
      builder.assign(weights.get(i), step);
    }
    builder.output("loss", loss);
    return Program.of(builder.build());
  }

  private static Value convolution(
      GraphBuilder builder, List<Variable> weights, Value x, int maps, int size) {
    int inputs = x.type().shape().dimension(1);
    Value filter = weight(builder, weights, TensorType.f32(maps, inputs, size, size));
    Value bias = weight(builder, weights, TensorType.f32(maps));
    Value y = builder.convolution(x, filter, ConvolutionGeometry.VALID);
    return Activation.ScaledTanh.DANNET.build(
        builder, builder.applyOne(new BiasAdd(), List.of(y, bias)));
  }

  private static Value fullyConnected(
      GraphBuilder builder, List<Variable> weights, Value x, int units) {
    int inputs = x.type().shape().dimension(1);
    Value matrix = weight(builder, weights, TensorType.f32(units, inputs));
    Value bias = weight(builder, weights, TensorType.f32(units));
    Value y = builder.matMul(x, matrix, false, true);
    return builder.applyOne(new BiasAdd(), List.of(y, bias));
  }

  private static Value weight(GraphBuilder builder, List<Variable> weights, TensorType type) {
    Variable variable = new Variable("w" + weights.size(), type);
    weights.add(variable);
    return builder.read(variable);
  }

  /** A new state with seeded images, labels and weights. */
  static State state(Executable executable, long seed) {
    State state = executable.newState();
    Random random = new Random(seed);
    for (Variable variable : executable.program().variables().values()) {
      HostTensor value = HostTensor.zeros(variable.type());
      for (long i = 0; i < variable.type().elementCount(); i++) {
        if (variable.type().dtype() == DType.I32) {
          value.set(i, random.nextInt(10));
        } else {
          value.set(i, (random.nextFloat() - 0.5f) * (variable.equals(DATA) ? 2f : 0.1f));
        }
      }
      state.write(variable, value);
    }
    return state;
  }

  /** Feeds for so many steps. */
  static Feeds feeds(int batch, int steps) {
    HostTensor indices = HostTensor.zeros(TensorType.i32(steps, batch));
    for (long i = 0; i < (long) steps * batch; i++) {
      indices.set(i, (int) (i * 7 % 64));
    }
    return new Feeds().stacked("indices", indices).constant("rate", HostTensor.scalar(0.01f));
  }
}
