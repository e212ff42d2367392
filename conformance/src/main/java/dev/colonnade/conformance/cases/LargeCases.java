// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.ConformanceCase;
import dev.colonnade.conformance.Level;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.Convert;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.GridSample;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.PoolGeometry;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.op.Random;
import dev.colonnade.core.op.Reduction;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.op.composite.BiasAdd;
import dev.colonnade.core.op.composite.ConvolutionBiasActivation;
import dev.colonnade.core.op.composite.FullyConnected;
import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.ScaledTanh;
import dev.colonnade.core.op.composite.SoftmaxCrossEntropy;
import dev.colonnade.core.op.composite.SoftmaxCrossEntropyGradient;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import java.util.List;

/**
 * Sizes at which fast kernels change their ways: several blocks of a matrix, several threads,
 * several thread blocks, with tails in every direction. As large as the oracle's patience allows.
 */
final class LargeCases {
  private final OpCases cases = new OpCases();

  private LargeCases() {}

  static List<ConformanceCase> all() {
    LargeCases large = new LargeCases();
    large.elementwise();
    large.matrices();
    large.images();
    large.data();
    return large.cases.all();
  }

  private void elementwise() {
    int many = 70_001;
    cases.add(Level.MLP, new BinaryOp.Add(), "large", Input.f32(many), Input.f32(many));
    cases.add(Level.MLP, new BinaryOp.Multiply(), "large", Input.f32(many), Input.f32(many));
    cases.add(Level.MLP, new UnaryOp.Tanh(), "large", Input.uniform(-6, 6, many));
    cases.add(Level.MLP, new UnaryOp.Exp(), "large", Input.uniform(-20, 20, many));
    cases.add(Level.MLP, new ScaledTanh(1.7159f, 0.6666f), "large", Input.uniform(-5, 5, 9, 4001));
    cases.add(Level.MLP, new BiasAdd(), "large", Input.f32(131, 301), Input.f32(301));
    cases.add(
        Level.MLP,
        new MomentumStep(0.9f, 0.0005f),
        "large",
        Input.f32(131, 301),
        Input.f32(131, 301),
        Input.f32(131, 301),
        Input.uniform(0.001, 0.1));
    cases.add(Level.MLP, new Reduction.ReduceSum(List.of(0)), "large", Input.f32(65_537));
    cases.add(Level.MLP, new Reduction.ReduceSum(List.of(0)), "large-columns", Input.f32(301, 257));
    cases.add(Level.MLP, new Reduction.ReduceSum(List.of(1)), "large-rows", Input.f32(301, 257));
    cases.add(Level.ALL, new Reduction.ReduceMax(List.of(1)), "large-rows", Input.f32(301, 257));
    cases.add(Level.ALL, new Reduction.ArgMax(1), "large-rows", Input.f32(301, 257));
  }

  private void matrices() {
    for (int flags = 0; flags < 4; flags++) {
      boolean a = (flags & 1) != 0;
      boolean b = (flags & 2) != 0;
      cases.add(
          Level.MLP,
          new MatMul(a, b),
          "large" + (a ? "-ta" : "") + (b ? "-tb" : ""),
          a ? Input.f32(257, 131) : Input.f32(131, 257),
          b ? Input.f32(67, 257) : Input.f32(257, 67));
    }
    cases.add(
        Level.MLP,
        new MatMul(false, true),
        "large-batch-1",
        Input.f32(1, 851),
        Input.f32(403, 851));
    cases.add(
        Level.MLP, new MatMul(true, false), "large-outer", Input.f32(1, 403), Input.f32(1, 851));
    cases.add(
        Level.MLP,
        new FullyConnected(Activation.ScaledTanh.DANNET),
        "large",
        Input.f32(35, 257),
        Input.f32(67, 257),
        Input.f32(67));
    cases.add(
        Level.MLP,
        new FullyConnected(Activation.ScaledTanh.DANNET),
        "large-batch-1",
        Input.f32(1, 851),
        Input.f32(153, 851),
        Input.f32(153));
    Input labels = Input.i32(0, 9, 301);
    Input logits = Input.uniform(-4, 4, 301, 10);
    cases.add(Level.MLP, new SoftmaxCrossEntropy(), "large", logits, labels);
    cases.add(
        Level.MLP,
        new SoftmaxCrossEntropyGradient(),
        "large",
        logits,
        labels,
        Input.uniform(0.1, 1, 301));
  }

  private void images() {
    ConvolutionGeometry valid = ConvolutionGeometry.VALID;
    convolution("large-maps", valid, Shape.of(1, 9, 16, 17), Shape.of(27, 9, 5, 4));
    convolution("large-batch", valid, Shape.of(19, 3, 13, 14), Shape.of(13, 3, 4, 4));
    convolution(
        "large-padded",
        valid.withPadding(1).withStride(2, 1),
        Shape.of(3, 7, 21, 19),
        Shape.of(18, 7, 3, 3));
    convolution("large-first-layer", valid, Shape.of(2, 1, 29, 29), Shape.of(20, 1, 4, 4));
    cases.add(
        Level.DANNET,
        new ConvolutionBiasActivation(valid, Activation.ScaledTanh.DANNET),
        "large",
        Input.f32(3, 5, 13, 14),
        Input.f32(21, 5, 4, 4),
        Input.f32(21));
    Input maps = Input.f32(5, 13, 33, 31);
    for (PoolGeometry geometry :
        List.of(PoolGeometry.tiles(2), PoolGeometry.tiles(3).withCeilMode())) {
      String name = "large-" + geometry.windowHeight();
      Shape y = new PoolOp.MaxPool(geometry).infer(List.of(maps.type())).get(0).shape();
      cases.add(Level.DANNET, new PoolOp.MaxPool(geometry), name, maps);
      cases.add(
          Level.DANNET,
          new PoolOp.MaxPoolGradient(geometry),
          name,
          maps,
          Input.f32(y.dimensions()));
    }
    cases.add(Level.DANNET, new BiasAdd(), "large-maps", Input.f32(3, 21, 25, 27), Input.f32(21));
    cases.add(
        Level.DANNET,
        new Reduction.ReduceSum(List.of(0, 2, 3)),
        "large-maps",
        Input.f32(3, 21, 25, 27));
  }

  private void convolution(String name, ConvolutionGeometry geometry, Shape x, Shape filter) {
    ConvolutionOp forward = new ConvolutionOp.Convolution(geometry);
    Input input = Input.f32(x.dimensions());
    Input weights = Input.f32(filter.dimensions());
    Shape y = forward.infer(List.of(input.type(), weights.type())).get(0).shape();
    Input dy = Input.f32(y.dimensions());
    cases.add(Level.DANNET, forward, name, input, weights);
    cases.add(
        Level.DANNET, new ConvolutionOp.ConvolutionInputGradient(geometry, x), name, dy, weights);
    cases.add(
        Level.DANNET,
        new ConvolutionOp.ConvolutionFilterGradient(geometry, filter),
        name,
        input,
        dy);
  }

  private void data() {
    move(Level.MLP, new ShapeOp.Transpose(List.of(1, 0)), "large", Input.f32(257, 131));
    move(Level.MLP, new ShapeOp.Broadcast(Shape.of(131, 301), List.of(1)), "large", Input.f32(301));
    move(
        Level.MLP,
        new ShapeOp.GatherRows(),
        "large",
        Input.any(DType.U8, 301, 1, 29, 29),
        Input.i32(0, 300, 67));
    cases.add(
        Level.MLP, new Convert(DType.F32), "large-u8-to-f32", Input.any(DType.U8, 67, 1, 29, 29));
    cases.add(
        Level.DISTORTION,
        new Random(Shape.of(67, 301), Random.Distribution.UNIFORM),
        "large",
        Input.any(DType.I32, 2),
        Input.any(DType.I32, 67, 2));
    cases.add(
        Level.DISTORTION,
        new GridSample(GridSample.Border.ZERO),
        "large",
        Input.f32(19, 1, 29, 29),
        Input.uniform(-2, 31, 19, 29, 29, 2));
  }

  private void move(Level level, ShapeOp op, String variant, Input... operands) {
    cases.add(level, op, variant, Comparing.MOVED, operands);
  }
}
