// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.ConformanceCase;
import dev.colonnade.conformance.Level;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/** Convolution and its two gradients, each on every geometry. */
final class ConvolutionCases {
  private static final ConvolutionGeometry VALID = ConvolutionGeometry.VALID;

  private ConvolutionCases() {}

  static List<ConformanceCase> all() {
    OpCases cases = new OpCases();
    Level dannet = Level.DANNET;
    geometry(cases, dannet, "valid-4x4", VALID, Shape.of(2, 1, 9, 9), Shape.of(3, 1, 4, 4));
    geometry(cases, dannet, "valid-5x5", VALID, Shape.of(1, 3, 9, 9), Shape.of(4, 3, 5, 5));
    geometry(cases, dannet, "valid-batch", VALID, Shape.of(5, 2, 7, 6), Shape.of(3, 2, 3, 2));
    geometry(cases, dannet, "whole-input", VALID, Shape.of(2, 3, 4, 5), Shape.of(2, 3, 4, 5));
    geometry(cases, dannet, "pointwise", VALID, Shape.of(2, 5, 3, 7), Shape.of(3, 5, 1, 1));
    geometry(
        cases,
        dannet,
        "stride-2",
        VALID.withStride(2, 2),
        Shape.of(2, 2, 9, 10),
        Shape.of(3, 2, 3, 3));
    geometry(
        cases,
        dannet,
        "skipping-factor-1",
        VALID.withStride(2, 2),
        Shape.of(1, 1, 11, 11),
        Shape.of(2, 1, 5, 5));
    geometry(
        cases, dannet, "pad-1", VALID.withPadding(1), Shape.of(2, 2, 5, 5), Shape.of(2, 2, 3, 3));
    everything(cases);
    return cases.all();
  }

  private static void everything(OpCases cases) {
    Level all = Level.ALL;
    geometry(cases, all, "one-element", VALID, Shape.of(1, 1, 1, 1), Shape.of(1, 1, 1, 1));
    geometry(cases, all, "one-dimensional", VALID, Shape.of(2, 3, 1, 17), Shape.of(4, 3, 1, 5));
    geometry(cases, all, "column", VALID, Shape.of(2, 3, 17, 1), Shape.of(4, 3, 5, 1));
    geometry(
        cases,
        all,
        "stride-3x2-unused-tail",
        VALID.withStride(3, 2),
        Shape.of(1, 2, 12, 8),
        Shape.of(2, 2, 2, 3));
    geometry(
        cases,
        all,
        "stride-beyond-filter",
        VALID.withStride(4, 3),
        Shape.of(1, 2, 11, 9),
        Shape.of(2, 2, 2, 1));
    geometry(
        cases,
        all,
        "pad-asymmetric",
        VALID.withPadding(2, 0, 1, 3),
        Shape.of(2, 2, 5, 6),
        Shape.of(3, 2, 3, 4));
    geometry(
        cases,
        all,
        "pad-beyond-filter",
        VALID.withPadding(3),
        Shape.of(1, 1, 3, 3),
        Shape.of(2, 1, 2, 2));
    geometry(
        cases,
        all,
        "dilation-2x3",
        VALID.withDilation(2, 3),
        Shape.of(2, 2, 9, 11),
        Shape.of(2, 2, 3, 3));
    geometry(
        cases,
        all,
        "stride-pad-dilation",
        VALID.withStride(2, 3).withPadding(1, 2, 3, 0).withDilation(2, 1),
        Shape.of(2, 3, 10, 11),
        Shape.of(2, 3, 3, 4));
    geometry(
        cases, all, "groups-2", VALID.withGroups(2), Shape.of(2, 4, 6, 6), Shape.of(6, 2, 3, 3));
    geometry(
        cases,
        all,
        "depthwise",
        VALID.withGroups(5).withPadding(1),
        Shape.of(1, 5, 6, 7),
        Shape.of(5, 1, 3, 3));
    geometry(
        cases,
        all,
        "groups-stride-pad",
        VALID.withGroups(3).withPadding(1, 1, 0, 2).withStride(2, 1),
        Shape.of(2, 6, 7, 5),
        Shape.of(3, 2, 3, 3));
    geometry(
        cases,
        all,
        "many-maps",
        VALID.withPadding(1),
        Shape.of(1, 33, 5, 5),
        Shape.of(35, 33, 3, 3));
    geometry(cases, all, "wide-row", VALID, Shape.of(1, 1, 3, 67), Shape.of(2, 1, 2, 9));
    geometry(cases, all, "large-filter", VALID, Shape.of(1, 2, 13, 12), Shape.of(2, 2, 11, 10));
    geometry(cases, all, "batch-of-1x1-images", VALID, Shape.of(19, 7, 1, 1), Shape.of(5, 7, 1, 1));
  }

  private static void geometry(
      OpCases cases,
      Level level,
      String name,
      ConvolutionGeometry geometry,
      Shape x,
      Shape filter) {
    ConvolutionOp forward = new ConvolutionOp.Convolution(geometry);
    Input input = Input.f32(x.dimensions());
    Input weights = Input.f32(filter.dimensions());
    TensorType y = forward.infer(List.of(input.type(), weights.type())).get(0);
    Input dy = Input.f32(y.shape().dimensions());
    cases.add(level, forward, name, input, weights);
    cases.add(level, new ConvolutionOp.ConvolutionInputGradient(geometry, x), name, dy, weights);
    cases.add(
        level, new ConvolutionOp.ConvolutionFilterGradient(geometry, filter), name, input, dy);
  }
}
