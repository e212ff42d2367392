// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.ConformanceCase;
import dev.colonnade.conformance.Level;
import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.PoolGeometry;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.op.Reduction;
import dev.colonnade.core.op.Select;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.op.composite.AffineGrid;
import dev.colonnade.core.op.composite.BiasAdd;
import dev.colonnade.core.op.composite.ConvolutionBiasActivation;
import dev.colonnade.core.op.composite.DisplacementField;
import dev.colonnade.core.op.composite.FullyConnected;
import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.ScaledTanh;
import dev.colonnade.core.op.composite.ScaledTanhGradient;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.op.composite.SoftmaxCrossEntropy;
import dev.colonnade.core.op.composite.SoftmaxCrossEntropyGradient;
import dev.colonnade.core.op.composite.SquaredError;
import dev.colonnade.core.op.composite.TableConvolution;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** The gradient of everything that has one. Inputs keep away from kinks: no ties, no zeros. */
final class GradientCases {
  private final List<ConformanceCase> cases = new ArrayList<>();

  private GradientCases() {}

  static List<ConformanceCase> all() {
    GradientCases gradients = new GradientCases();
    gradients.elementwise();
    gradients.shapes();
    gradients.linear();
    gradients.pools();
    gradients.composites();
    return gradients.cases;
  }

  private void add(Level level, Op op, String variant, Input... operands) {
    List<Input> inputs = List.of(operands);
    cases.add(
        ConformanceCase.protocol(
            "gradient/" + op.name() + "/" + variant,
            level,
            context -> new GradientCheck(context, op, inputs).run()));
  }

  private void elementwise() {
    add(Level.MLP, new UnaryOp.Tanh(), "any", Input.f32(3, 4));
    add(Level.MLP, new UnaryOp.Sigmoid(), "any", Input.uniform(-3, 3, 3, 4));
    add(Level.MLP, new UnaryOp.Exp(), "any", Input.f32(3, 4));
    add(Level.MLP, new UnaryOp.Log(), "positive", Input.uniform(0.5, 3, 7));
    add(Level.ALL, new UnaryOp.Negate(), "any", Input.f32(5));
    add(Level.ALL, new UnaryOp.Absolute(), "no-zero", Input.distinct(7));
    add(Level.ALL, new UnaryOp.Sign(), "no-zero", Input.distinct(7));
    add(Level.ALL, new UnaryOp.Floor(), "no-integer", Input.distinct(7));
    add(Level.ALL, new UnaryOp.SquareRoot(), "positive", Input.uniform(0.5, 3, 7));
    add(Level.ALL, new UnaryOp.Sine(), "any", Input.uniform(-3, 3, 7));
    add(Level.ALL, new UnaryOp.Cosine(), "any", Input.uniform(-3, 3, 7));
    Input positive = Input.uniform(0.5, 2, 3, 4);
    add(Level.MLP, new BinaryOp.Add(), "any", Input.f32(3, 4), positive);
    add(Level.MLP, new BinaryOp.Subtract(), "any", Input.f32(3, 4), positive);
    add(Level.MLP, new BinaryOp.Multiply(), "any", Input.f32(3, 4), positive);
    add(Level.MLP, new BinaryOp.Divide(), "no-zero", Input.f32(3, 4), positive);
    add(Level.ALL, new BinaryOp.Power(), "positive-base", positive, Input.f32(3, 4));
    add(Level.MLP, new BinaryOp.Maximum(), "no-ties", Input.distinct(3, 4), Input.f32(3, 4));
    add(Level.ALL, new BinaryOp.Minimum(), "no-ties", Input.distinct(3, 4), Input.f32(3, 4));
    add(Level.ALL, new Select(), "any", Input.any(DType.BOOL, 9), Input.f32(9), Input.f32(9));
  }

  private void shapes() {
    Input matrix = Input.f32(3, 4);
    add(Level.MLP, new ShapeOp.Reshape(Shape.of(2, 6)), "any", matrix);
    add(Level.ALL, new ShapeOp.Transpose(List.of(2, 0, 1)), "rank-3", Input.f32(2, 3, 4));
    add(Level.ALL, new ShapeOp.Reverse(List.of(1)), "any", matrix);
    add(Level.MLP, new ShapeOp.Broadcast(Shape.of(2, 3, 4), List.of(2)), "row", Input.f32(4));
    add(
        Level.ALL,
        new ShapeOp.Broadcast(Shape.of(2, 3, 4), List.of(0, 2)),
        "extent-1",
        Input.f32(1, 4));
    add(
        Level.ALL,
        new ShapeOp.Slice(List.of(0, 1), List.of(3, 4), List.of(2, 2)),
        "strided",
        matrix);
    add(
        Level.ALL,
        new ShapeOp.Slice(List.of(1, 0), List.of(3, 4), List.of(1, 3)),
        "unused-tail",
        Input.f32(4, 6));
    Input starts = Input.values(Shape.of(2), 1, 9);
    add(Level.ALL, new ShapeOp.DynamicSlice(Shape.of(2, 2)), "clamped", matrix, starts);
    add(Level.ALL, new ShapeOp.DynamicUpdateSlice(), "clamped", matrix, Input.f32(2, 2), starts);
    add(
        Level.ALL,
        new ShapeOp.Pad(List.of(1, 0), List.of(0, 2), List.of(1, 2)),
        "interior",
        matrix,
        Input.f32());
    add(Level.ALL, new ShapeOp.Concatenate(1), "three", matrix, Input.f32(3, 1), Input.f32(3, 2));
    add(
        Level.ALL,
        new ShapeOp.GatherRows(),
        "repeated-and-clamped",
        matrix,
        Input.values(Shape.of(5), 2, 0, 2, 7, -1));
    add(Level.MLP, new Reduction.ReduceSum(List.of(1)), "rows", matrix);
    add(Level.ALL, new Reduction.ReduceSum(List.of(0, 2)), "two-axes", Input.f32(2, 3, 4));
    add(Level.ALL, new Reduction.ReduceMax(List.of(1)), "no-ties", Input.distinct(3, 5));
    add(
        Level.ALL,
        new Reduction.ReduceMax(List.of(0, 2)),
        "no-ties-two-axes",
        Input.distinct(2, 3, 4));
  }

  private void linear() {
    for (int flags = 0; flags < 4; flags++) {
      boolean a = (flags & 1) != 0;
      boolean b = (flags & 2) != 0;
      add(
          Level.MLP,
          new MatMul(a, b),
          "2x4x3" + (a ? "-ta" : "") + (b ? "-tb" : ""),
          a ? Input.f32(3, 2) : Input.f32(2, 3),
          b ? Input.f32(4, 3) : Input.f32(3, 4));
      add(
          Level.ALL,
          new MatMul(a, b),
          "batched" + (a ? "-ta" : "") + (b ? "-tb" : ""),
          a ? Input.f32(2, 3, 2) : Input.f32(2, 2, 3),
          b ? Input.f32(2, 4, 3) : Input.f32(2, 3, 4));
    }
    ConvolutionGeometry valid = ConvolutionGeometry.VALID;
    convolution(Level.DANNET, "valid", valid, Shape.of(2, 2, 4, 5), Shape.of(3, 2, 2, 3));
    convolution(
        Level.ALL,
        "stride-pad-dilation",
        valid.withStride(2, 1).withPadding(1, 0, 2, 1).withDilation(1, 2),
        Shape.of(1, 2, 5, 5),
        Shape.of(2, 2, 2, 3));
    convolution(
        Level.ALL,
        "groups-unused-tail",
        valid.withGroups(2).withStride(2, 2),
        Shape.of(1, 4, 5, 6),
        Shape.of(2, 2, 2, 2));
  }

  private void convolution(
      Level level, String name, ConvolutionGeometry geometry, Shape x, Shape filter) {
    ConvolutionOp forward = new ConvolutionOp.Convolution(geometry);
    Input input = Input.f32(x.dimensions());
    Input weights = Input.f32(filter.dimensions());
    Shape y = forward.infer(List.of(input.type(), weights.type())).get(0).shape();
    Input dy = Input.f32(y.dimensions());
    add(level, forward, name, input, weights);
    add(Level.ALL, new ConvolutionOp.ConvolutionInputGradient(geometry, x), name, dy, weights);
    add(Level.ALL, new ConvolutionOp.ConvolutionFilterGradient(geometry, filter), name, input, dy);
  }

  private void pools() {
    PoolGeometry padded = new PoolGeometry(3, 2, 2, 1, 1, 1, 1, 0, 1, 1, true);
    add(Level.DANNET, new PoolOp.MaxPool(PoolGeometry.tiles(2)), "mp2", Input.distinct(1, 2, 4, 4));
    add(
        Level.ALL,
        new PoolOp.MaxPool(PoolGeometry.square(3, 1).withCeilMode()),
        "overlapping",
        Input.distinct(1, 1, 5, 4));
    add(Level.ALL, new PoolOp.MaxPool(padded), "padded-ceil", Input.distinct(1, 2, 4, 3));
    for (boolean count : new boolean[] {false, true}) {
      String name = count ? "padding-counts" : "padding-does-not-count";
      add(Level.ALL, new PoolOp.AveragePool(padded, count), name, Input.f32(1, 2, 4, 3));
      PoolOp pool = new PoolOp.AveragePool(padded, count);
      Shape x = Shape.of(1, 2, 4, 3);
      Shape y = pool.infer(List.of(Input.f32(1, 2, 4, 3).type())).get(0).shape();
      add(
          Level.ALL,
          new PoolOp.AveragePoolGradient(padded, count, x),
          name,
          Input.f32(y.dimensions()));
    }
  }

  private void composites() {
    Input labels = Input.i32(0, 3, 3);
    Input logits = Input.uniform(-2, 2, 3, 4);
    Input rate = Input.uniform(0.1, 1);
    add(Level.MLP, new BiasAdd(), "units", Input.f32(3, 4), Input.f32(4));
    add(Level.DANNET, new BiasAdd(), "maps", Input.f32(2, 3, 2, 2), Input.f32(3));
    add(Level.MLP, new ScaledTanh(1.7159f, 0.6666f), "dannet", Input.uniform(-3, 3, 9));
    add(
        Level.ALL,
        new ScaledTanhGradient(1.7159f, 0.6666f),
        "dannet",
        Input.uniform(-1.5, 1.5, 9),
        Input.f32(9));
    add(Level.MLP, new SoftmaxCrossEntropy(), "four-classes", logits, labels);
    add(Level.ALL, new SoftmaxCrossEntropyGradient(), "four-classes", logits, labels, Input.f32(3));
    add(Level.MLP, new SquaredError(1f, -1f), "four-classes", logits, labels);
    add(Level.ALL, new SgdStep(0.1f), "decay", Input.f32(2, 3), Input.f32(2, 3), rate);
    add(
        Level.ALL,
        new MomentumStep(0.9f, 0.1f),
        "decay",
        Input.f32(2, 3),
        Input.f32(2, 3),
        Input.f32(2, 3),
        rate);
    for (var activation : CompositeCases.activations()) {
      String name = CompositeCases.name(activation);
      add(
          Level.ALL,
          new FullyConnected(activation),
          name,
          Input.f32(2, 3),
          Input.f32(4, 3),
          Input.f32(4));
      add(
          Level.ALL,
          new ConvolutionBiasActivation(ConvolutionGeometry.VALID, activation),
          name,
          Input.f32(1, 2, 3, 3),
          Input.f32(2, 2, 2, 2),
          Input.f32(2));
    }
    add(
        Level.DANNET,
        new TableConvolution(
            ConvolutionGeometry.VALID, List.of(List.of(0), List.of(1), List.of(0, 1))),
        "random-table",
        Input.f32(1, 2, 4, 4),
        Input.f32(3, 2, 2, 2));
    add(Level.ALL, new AffineGrid(3, 4), "recipe", DistortionCases.affine(2));
    add(
        Level.ALL,
        new DisplacementField(4, 3),
        "alpha-and-kernel",
        Input.any(DType.I32, 2),
        Input.any(DType.I32, 2, 2),
        Input.uniform(0.5, 2, 2),
        DistortionCases.gaussian(3, 1));
  }
}
