// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.ConformanceCase;
import dev.colonnade.conformance.Level;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.composite.BiasAdd;
import dev.colonnade.core.op.composite.ConvolutionBiasActivation;
import dev.colonnade.core.op.composite.FullyConnected;
import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.ScaledTanh;
import dev.colonnade.core.op.composite.ScaledTanhGradient;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.op.composite.SoftmaxCrossEntropy;
import dev.colonnade.core.op.composite.SoftmaxCrossEntropyGradient;
import dev.colonnade.core.op.composite.SquaredError;
import dev.colonnade.core.op.composite.TableConvolution;
import dev.colonnade.core.tensor.Shape;
import java.util.List;
import java.util.Locale;

/** Composites, claimed or decomposed. */
final class CompositeCases {
  private CompositeCases() {}

  static List<ConformanceCase> all() {
    OpCases cases = new OpCases();
    layers(cases);
    losses(cases);
    steps(cases);
    convolutions(cases);
    return cases.all();
  }

  static List<Activation> activations() {
    return List.of(
        new Activation.Identity(),
        new Activation.Relu(),
        new Activation.Tanh(),
        new Activation.Sigmoid(),
        Activation.ScaledTanh.DANNET);
  }

  static String name(Activation activation) {
    return activation.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static void layers(OpCases cases) {
    cases.add(Level.MLP, new BiasAdd(), "units", Input.f32(3, 10), Input.f32(10));
    cases.add(Level.MLP, new BiasAdd(), "one-unit", Input.f32(5, 1), Input.f32(1));
    cases.add(Level.DANNET, new BiasAdd(), "maps", Input.f32(2, 3, 5, 4), Input.f32(3));
    cases.add(Level.ALL, new BiasAdd(), "rank-5", Input.f32(2, 3, 2, 1, 4), Input.f32(3));
    for (Activation activation : activations()) {
      FullyConnected op = new FullyConnected(activation);
      cases.add(Level.MLP, op, name(activation), Input.f32(3, 19), Input.f32(7, 19), Input.f32(7));
      cases.add(
          Level.MLP,
          op,
          name(activation) + "-batch-1",
          Input.f32(1, 33),
          Input.f32(10, 33),
          Input.f32(10));
      cases.add(
          Level.ALL,
          op,
          name(activation) + "-one-by-one",
          Input.f32(1, 1),
          Input.f32(1, 1),
          Input.f32(1));
    }
    ScaledTanh dannet = new ScaledTanh(1.7159f, 0.6666f);
    cases.add(Level.MLP, dannet, "dannet", Input.uniform(-5, 5, 4, 13));
    cases.add(Level.ALL, dannet, "saturated", Input.wide(1, 6, 33));
    cases.add(Level.ALL, dannet, "scalar", Input.f32());
    cases.add(Level.ALL, new ScaledTanh(1f, 1f), "plain", Input.uniform(-5, 5, 3, 3, 3));
    cases.add(
        Level.MLP,
        new ScaledTanhGradient(1.7159f, 0.6666f),
        "dannet",
        Input.uniform(-1.7, 1.7, 4, 13),
        Input.f32(4, 13));
  }

  private static void losses(OpCases cases) {
    Input labels = Input.i32(0, 9, 6);
    Input logits = Input.uniform(-4, 4, 6, 10);
    cases.add(Level.MLP, new SoftmaxCrossEntropy(), "ten-classes", logits, labels);
    cases.add(
        Level.MLP,
        new SoftmaxCrossEntropy(),
        "batch-1",
        Input.uniform(-4, 4, 1, 10),
        Input.i32(0, 9, 1));
    cases.add(
        Level.ALL,
        new SoftmaxCrossEntropy(),
        "one-class",
        Input.f32(3, 1),
        Input.values(Shape.of(3), 0, 0, 0));
    cases.add(
        Level.MLP,
        new SoftmaxCrossEntropy(),
        "logits-that-overflow-exp",
        Input.uniform(900, 1000, 4, 7),
        Input.i32(0, 6, 4));
    cases.add(
        Level.MLP,
        new SoftmaxCrossEntropyGradient(),
        "ten-classes",
        logits,
        labels,
        Input.uniform(0.1, 1, 6));
    cases.add(
        Level.ALL,
        new SoftmaxCrossEntropyGradient(),
        "logits-that-overflow-exp",
        Input.uniform(900, 1000, 4, 7),
        Input.i32(0, 6, 4),
        Input.uniform(0.1, 1, 4));
    cases.add(Level.MLP, new SquaredError(1f, -1f), "ten-classes", logits, labels);
    cases.add(Level.ALL, new SquaredError(0.8f, 0.2f), "other-targets", logits, labels);
  }

  private static void steps(OpCases cases) {
    Input rate = Input.uniform(0.001, 0.1);
    for (float decay : new float[] {0, 0.0005f}) {
      String name = decay == 0 ? "" : "-decay";
      cases.add(
          Level.MLP, new SgdStep(decay), "matrix" + name, Input.f32(7, 11), Input.f32(7, 11), rate);
      cases.add(
          Level.MLP,
          new MomentumStep(0.9f, decay),
          "matrix" + name,
          Input.f32(7, 11),
          Input.f32(7, 11),
          Input.f32(7, 11),
          rate);
    }
    cases.add(Level.ALL, new SgdStep(0), "scalar", Input.f32(), Input.f32(), rate);
    cases.add(
        Level.DANNET,
        new MomentumStep(0.5f, 0.001f),
        "filter",
        Input.f32(3, 2, 4, 4),
        Input.f32(3, 2, 4, 4),
        Input.f32(3, 2, 4, 4),
        rate);
  }

  private static void convolutions(OpCases cases) {
    ConvolutionGeometry valid = ConvolutionGeometry.VALID;
    for (Activation activation : activations()) {
      cases.add(
          Level.DANNET,
          new ConvolutionBiasActivation(valid, activation),
          name(activation),
          Input.f32(2, 2, 7, 6),
          Input.f32(3, 2, 3, 3),
          Input.f32(3));
    }
    cases.add(
        Level.ALL,
        new ConvolutionBiasActivation(
            valid.withStride(2, 1).withPadding(1, 0, 2, 1), Activation.ScaledTanh.DANNET),
        "stride-pad",
        Input.f32(1, 3, 6, 7),
        Input.f32(5, 3, 3, 4),
        Input.f32(5));
    cases.add(
        Level.ALL,
        new ConvolutionBiasActivation(valid.withGroups(2), new Activation.Tanh()),
        "groups",
        Input.f32(1, 4, 5, 5),
        Input.f32(4, 2, 2, 2),
        Input.f32(4));
    cases.add(
        Level.DANNET,
        new TableConvolution(
            valid, List.of(List.of(0), List.of(1, 2), List.of(0, 1, 2), List.of(2))),
        "random-table",
        Input.f32(2, 3, 6, 6),
        Input.f32(4, 3, 3, 3));
    cases.add(
        Level.ALL,
        new TableConvolution(valid.withStride(2, 2), List.of(List.of(), List.of(0))),
        "empty-row",
        Input.f32(1, 2, 5, 5),
        Input.f32(2, 2, 2, 2));
  }
}
