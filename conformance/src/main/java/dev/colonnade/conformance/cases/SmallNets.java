// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.core.autodiff.Gradients;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.PoolGeometry;
import dev.colonnade.core.op.composite.BiasAdd;
import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.ScaledTanh;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.op.composite.SoftmaxCrossEntropy;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Nets small enough for the oracle, with the structure of the papers' nets. */
final class SmallNets {
  private static final int CLASSES = 4;

  private SmallNets() {}

  /** 9-7N-4N, trained by gradient descent with or without momentum and weight decay. */
  static TrainingProgram mlp(int batch, boolean momentum) {
    Variable w1 = new Variable("hidden/weights", TensorType.f32(7, 9));
    Variable b1 = new Variable("hidden/bias", TensorType.f32(7));
    Variable w2 = new Variable("output/weights", TensorType.f32(CLASSES, 7));
    Variable b2 = new Variable("output/bias", TensorType.f32(CLASSES));
    Model model = (builder, x) -> dense(builder, tanh(builder, dense(builder, x, w1, b1)), w2, b2);
    return program(model, List.of(w1, b1, w2, b2), Shape.of(batch, 9), momentum);
  }

  /** 1x13x13-2C4-MP2-3C2-MP2-6N-4N: convolutions, poolings, scaled tanh, fully connected layers. */
  static TrainingProgram dannet(int batch, boolean momentum) {
    Variable f1 = new Variable("c1/filter", TensorType.f32(2, 1, 4, 4));
    Variable c1 = new Variable("c1/bias", TensorType.f32(2));
    Variable f2 = new Variable("c2/filter", TensorType.f32(3, 2, 2, 2));
    Variable c2 = new Variable("c2/bias", TensorType.f32(3));
    Variable w1 = new Variable("hidden/weights", TensorType.f32(6, 12));
    Variable b1 = new Variable("hidden/bias", TensorType.f32(6));
    Variable w2 = new Variable("output/weights", TensorType.f32(CLASSES, 6));
    Variable b2 = new Variable("output/bias", TensorType.f32(CLASSES));
    Model model =
        (builder, x) -> {
          Value first = convolution(builder, x, f1, c1);
          Value second =
              convolution(builder, builder.maxPool(first, PoolGeometry.tiles(2)), f2, c2);
          Value pooled = builder.maxPool(second, PoolGeometry.tiles(2));
          Value flat = builder.reshape(pooled, Shape.of(batch, 12));
          return dense(builder, tanh(builder, dense(builder, flat, w1, b1)), w2, b2);
        };
    return program(
        model, List.of(f1, c1, f2, c2, w1, b1, w2, b2), Shape.of(batch, 1, 13, 13), momentum);
  }

  /** Logits of a batch. */
  private interface Model {
    Value logits(GraphBuilder builder, Value x);
  }

  private static TrainingProgram program(
      Model model, List<Variable> weights, Shape input, boolean momentum) {
    return new TrainingProgram(
        Program.of(train(model, weights, input, momentum), evaluate(model, input)),
        weights,
        input,
        CLASSES);
  }

  private static Graph train(Model model, List<Variable> weights, Shape input, boolean momentum) {
    GraphBuilder builder = new GraphBuilder("train");
    Value x = builder.feed("x", TensorType.f32(input.dimensions()));
    Value labels = builder.feed("labels", TensorType.i32(input.dimension(0)));
    Value rate = builder.feed("rate", TensorType.f32());
    Value logits = model.logits(builder, x);
    Value loss = builder.mean(builder.applyOne(new SoftmaxCrossEntropy(), List.of(logits, labels)));
    List<Value> values = new ArrayList<>();
    weights.forEach(variable -> values.add(builder.read(variable)));
    List<Value> gradients = Gradients.of(builder, loss, values);
    for (int i = 0; i < weights.size(); i++) {
      Variable variable = weights.get(i);
      if (momentum) {
        Variable velocity = new Variable(variable.name() + "/velocity", variable.type());
        List<Value> updated =
            builder.apply(
                new MomentumStep(0.9f, 0.001f),
                List.of(values.get(i), builder.read(velocity), gradients.get(i), rate));
        builder.assign(variable, updated.get(0));
        builder.assign(velocity, updated.get(1));
      } else {
        builder.assign(
            variable,
            builder.applyOne(new SgdStep(0), List.of(values.get(i), gradients.get(i), rate)));
      }
    }
    builder.output("loss", loss);
    builder.output("logits", logits);
    return builder.build();
  }

  private static Graph evaluate(Model model, Shape input) {
    GraphBuilder builder = new GraphBuilder("evaluate");
    Value x = builder.feed("x", TensorType.f32(input.dimensions()));
    Value logits = model.logits(builder, x);
    builder.output("logits", logits);
    builder.output("predictions", builder.argMax(logits, 1));
    return builder.build();
  }

  private static Value dense(GraphBuilder builder, Value x, Variable weights, Variable bias) {
    Value product = builder.matMul(x, builder.read(weights), false, true);
    return builder.applyOne(new BiasAdd(), List.of(product, builder.read(bias)));
  }

  private static Value convolution(GraphBuilder builder, Value x, Variable filter, Variable bias) {
    Value product = builder.convolution(x, builder.read(filter), ConvolutionGeometry.VALID);
    return tanh(builder, builder.applyOne(new BiasAdd(), List.of(product, builder.read(bias))));
  }

  private static Value tanh(GraphBuilder builder, Value x) {
    return builder.applyOne(new ScaledTanh(1.7159f, 0.6666f), List.of(x));
  }
}
