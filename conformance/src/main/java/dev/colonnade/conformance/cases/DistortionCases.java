// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.CaseContext;
import dev.colonnade.conformance.ConformanceCase;
import dev.colonnade.conformance.Level;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.GridSample;
import dev.colonnade.core.op.composite.AffineGrid;
import dev.colonnade.core.op.composite.DisplacementField;
import dev.colonnade.core.op.composite.ElasticDistortion;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The composites that distort images, claimed or decomposed. */
final class DistortionCases {
  private DistortionCases() {}

  static List<ConformanceCase> all() {
    OpCases cases = new OpCases();
    grids(cases);
    fields(cases);
    elastic(cases);
    List<ConformanceCase> all = new ArrayList<>(cases.all());
    all.add(
        ConformanceCase.protocol(
            "distortion/elastic-does-not-depend-on-the-batch",
            Level.DISTORTION,
            DistortionCases::oneByOne));
    return all;
  }

  private static void grids(OpCases cases) {
    Level level = Level.DISTORTION;
    cases.add(level, new AffineGrid(29, 29), "square", affine(5));
    cases.add(level, new AffineGrid(7, 4), "one-image", affine(1));
    cases.add(
        level,
        new AffineGrid(5, 6),
        "neutral",
        Input.values(Shape.of(2, 6), 0f, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0));
    cases.add(Level.ALL, new AffineGrid(1, 1), "one-pixel", affine(3));
    cases.add(Level.ALL, new AffineGrid(1, 9), "one-row", affine(2));
  }

  private static void fields(OpCases cases) {
    Level level = Level.DISTORTION;
    Input key = Input.any(DType.I32, 2);
    cases.add(
        level,
        new DisplacementField(13, 10),
        "odd",
        key,
        Input.any(DType.I32, 3, 2),
        Input.uniform(0, 20, 3),
        gaussian(13, 2));
    cases.add(
        level,
        new DisplacementField(29, 29),
        "kernel-wider-than-the-image",
        key,
        Input.any(DType.I32, 2, 2),
        Input.uniform(30, 40, 2),
        gaussian(40, 6));
    cases.add(
        level,
        new DisplacementField(8, 21),
        "kernel-of-four-weights",
        key,
        Input.any(DType.I32, 2, 2),
        Input.uniform(1, 4, 2),
        gaussian(4, 1));
    cases.add(
        Level.ALL,
        new DisplacementField(5, 7),
        "kernel-of-one-weight",
        key,
        Input.any(DType.I32, 2, 2),
        Input.f32(2),
        Input.values(Shape.of(1), 1f));
    cases.add(
        Level.ALL,
        new DisplacementField(1, 1),
        "one-pixel",
        key,
        Input.any(DType.I32, 4, 2),
        Input.f32(4),
        gaussian(3, 1));
  }

  private static void elastic(OpCases cases) {
    Level level = Level.DISTORTION;
    Input key = Input.any(DType.I32, 2);
    for (GridSample.Border border : GridSample.Border.values()) {
      ElasticDistortion op = new ElasticDistortion(border);
      String name = border.name().toLowerCase(Locale.ROOT);
      cases.add(
          level,
          op,
          name + "-square",
          Input.f32(3, 1, 29, 29),
          affine(3),
          key,
          Input.any(DType.I32, 3, 2),
          Input.uniform(30, 40, 3),
          gaussian(29, 5));
      cases.add(
          level,
          op,
          name + "-three-channels-odd",
          Input.f32(2, 3, 11, 14),
          affine(2),
          key,
          Input.any(DType.I32, 2, 2),
          Input.uniform(5, 10, 2),
          gaussian(14, 2));
      cases.add(
          Level.ALL,
          op,
          name + "-one-pixel",
          Input.f32(2, 1, 1, 1),
          affine(2),
          key,
          Input.any(DType.I32, 2, 2),
          Input.f32(2),
          gaussian(1, 1));
    }
    cases.add(
        level,
        new ElasticDistortion(GridSample.Border.ZERO),
        "alpha-zero-and-neutral",
        Input.f32(1, 2, 6, 5),
        Input.values(Shape.of(1, 6), 0f, 0, 0, 1, 1, 0),
        key,
        Input.any(DType.I32, 1, 2),
        Input.values(Shape.of(1), 0f),
        gaussian(6, 3));
  }

  /** Seven images at once, then each alone with its own counters: it must look the same. */
  private static void oneByOne(CaseContext context) {
    Program program = Program.of(distort("all", 7), distort("one", 1));
    List<HostTensor> operands =
        inputs(7).stream().map(input -> input.draw(context.random("operands"))).toList();
    try (Rig rig = new Rig(context, program)) {
      HostTensor together = rig.submit("all", feeds(operands), 1).last("distorted");
      for (int image = 0; image < 7; image++) {
        int row = image;
        List<HostTensor> own =
            operands.stream()
                .map(whole ->
                    whole.type().shape().dimension(0) == 7
                        ? whole.row(row).reshape(whole.type().shape().with(0, 1))
                        : whole)
                .toList();
        HostTensor alone = rig.submit("one", feeds(own), 1).last("distorted");
        for (int i = 0; i < alone.type().elementCount(); i++) {
          // Equal up to rounding: products of other sizes may add in another order.
          float difference = Math.abs(alone.getFloat(i) - together.row(row).getFloat(i));
          Check.that(
              difference <= 1e-4f,
              "image "
                  + row
                  + " differs by "
                  + difference
                  + " at pixel "
                  + i
                  + " between a batch of 7 and one of its own");
        }
      }
    }
  }

  /** Operands of an elastic distortion of some images of 9 x 8 pixels. */
  private static List<Input> inputs(int images) {
    return List.of(
        Input.f32(images, 1, 9, 8),
        affine(images),
        Input.any(DType.I32, 2),
        Input.any(DType.I32, images, 2),
        Input.uniform(4, 6, images),
        gaussian(9, 2));
  }

  private static Graph distort(String name, int images) {
    GraphBuilder builder = new GraphBuilder(name);
    List<Value> operands = new ArrayList<>();
    for (Input input : inputs(images)) {
      operands.add(builder.feed("operand" + operands.size(), input.type()));
    }
    builder.output(
        "distorted", builder.applyOne(new ElasticDistortion(GridSample.Border.ZERO), operands));
    return builder.build();
  }

  private static Feeds feeds(List<HostTensor> operands) {
    Feeds feeds = new Feeds();
    for (int i = 0; i < operands.size(); i++) {
      feeds.constant("operand" + i, operands.get(i));
    }
    return feeds;
  }

  /** Parameters of {@link AffineGrid} as recipes draw them: F32 [n, 6]. */
  static Input affine(int images) {
    return new Input(
        TensorType.f32(images, 6),
        random -> {
          HostTensor rows = HostTensor.zeros(TensorType.f32(images, 6));
          for (int i = 0; i < images; i++) {
            rows.set(6L * i, (float) random.nextDouble(-2, 2));
            rows.set(6L * i + 1, (float) random.nextDouble(-2, 2));
            rows.set(6L * i + 2, (float) random.nextDouble(-0.5, 0.5));
            rows.set(6L * i + 3, (float) random.nextDouble(0.8, 1.2));
            rows.set(6L * i + 4, (float) random.nextDouble(0.8, 1.2));
            rows.set(6L * i + 5, (float) random.nextDouble(-0.3, 0.3));
          }
          return rows;
        });
  }

  /** A Gaussian's weights at distances from 0, as of {@link DisplacementField}: F32 [reach]. */
  static Input gaussian(int reach, double sigma) {
    float[] weights = new float[reach];
    for (int d = 0; d < reach; d++) {
      weights[d] =
          (float) (Math.exp(-0.5 * d * d / (sigma * sigma)) / (sigma * Math.sqrt(2 * Math.PI)));
    }
    return Input.values(Shape.of(reach), weights);
  }
}
