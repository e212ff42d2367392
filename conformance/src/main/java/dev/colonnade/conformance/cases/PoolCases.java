// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.ConformanceCase;
import dev.colonnade.conformance.Level;
import dev.colonnade.core.op.PoolGeometry;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/** Pooling and its gradients: floor and ceil mode, overlaps, padding, dilation, ties, NaN. */
final class PoolCases {
  private PoolCases() {}

  static List<ConformanceCase> all() {
    OpCases cases = new OpCases();
    max(cases, Level.DANNET, "mp2", PoolGeometry.tiles(2), Shape.of(2, 3, 6, 8));
    max(cases, Level.DANNET, "mp3", PoolGeometry.tiles(3), Shape.of(1, 2, 9, 9));
    max(cases, Level.DANNET, "mp2-odd", PoolGeometry.tiles(2), Shape.of(2, 1, 7, 5));
    max(
        cases,
        Level.DANNET,
        "mp2-ceil",
        PoolGeometry.tiles(2).withCeilMode(),
        Shape.of(2, 2, 7, 5));
    max(cases, Level.DANNET, "overlapping", PoolGeometry.square(3, 2), Shape.of(1, 2, 9, 7));
    Level all = Level.ALL;
    for (Geometry geometry : geometries()) {
      max(cases, all, geometry.name, geometry.geometry, geometry.x);
      for (boolean countPadding : new boolean[] {false, true}) {
        String name = geometry.name + (countPadding ? "-padding-counts" : "");
        average(cases, name, geometry.geometry, countPadding, geometry.x);
      }
    }
    special(cases);
    return cases.all();
  }

  private record Geometry(String name, PoolGeometry geometry, Shape x) {}

  private static List<Geometry> geometries() {
    return List.of(
        new Geometry("one-element", PoolGeometry.tiles(1), Shape.of(1, 1, 1, 1)),
        new Geometry("window-1-stride-2", PoolGeometry.square(1, 2), Shape.of(1, 2, 5, 4)),
        new Geometry("whole-input", PoolGeometry.tiles(5), Shape.of(2, 3, 5, 5)),
        new Geometry("ceil-1-beyond", PoolGeometry.tiles(3).withCeilMode(), Shape.of(1, 2, 7, 8)),
        new Geometry(
            "overlapping-ceil", PoolGeometry.square(3, 2).withCeilMode(), Shape.of(2, 1, 8, 6)),
        new Geometry(
            "asymmetric-window",
            new PoolGeometry(2, 3, 1, 2, 0, 0, 0, 0, 1, 1, false),
            Shape.of(1, 2, 6, 9)),
        new Geometry(
            "padded", new PoolGeometry(3, 3, 2, 2, 1, 1, 1, 1, 1, 1, false), Shape.of(2, 2, 7, 6)),
        new Geometry(
            "padded-asymmetric",
            new PoolGeometry(3, 4, 1, 3, 1, 0, 2, 1, 1, 1, false),
            Shape.of(1, 2, 6, 8)),
        // The last window of a row would start in the padding behind it, and is dropped.
        new Geometry(
            "padded-ceil-dropped",
            new PoolGeometry(2, 2, 2, 2, 1, 1, 1, 1, 1, 1, true),
            Shape.of(1, 1, 5, 4)),
        new Geometry(
            "padded-ceil",
            new PoolGeometry(3, 3, 2, 2, 1, 1, 1, 1, 1, 1, true),
            Shape.of(1, 2, 6, 7)),
        new Geometry(
            "dilated", new PoolGeometry(2, 3, 1, 2, 0, 0, 0, 0, 2, 2, false), Shape.of(1, 2, 7, 9)),
        new Geometry("wide", PoolGeometry.tiles(2), Shape.of(1, 1, 2, 67)));
  }

  private static void max(OpCases cases, Level level, String name, PoolGeometry geometry, Shape x) {
    PoolOp pool = new PoolOp.MaxPool(geometry);
    PoolOp gradient = new PoolOp.MaxPoolGradient(geometry);
    Input input = Input.f32(x.dimensions());
    Input ties = Input.ties(x.dimensions());
    TensorType y = pool.infer(List.of(input.type())).get(0);
    Input dy = Input.f32(y.shape().dimensions());
    cases.add(level, pool, name, input);
    cases.add(level, gradient, name, input, dy);
    cases.add(level, gradient, name + "-ties", ties, dy);
  }

  private static void average(
      OpCases cases, String name, PoolGeometry geometry, boolean countPadding, Shape x) {
    PoolOp pool = new PoolOp.AveragePool(geometry, countPadding);
    Input input = Input.f32(x.dimensions());
    TensorType y = pool.infer(List.of(input.type())).get(0);
    cases.add(Level.ALL, pool, name, input);
    cases.add(
        Level.ALL,
        new PoolOp.AveragePoolGradient(geometry, countPadding, x),
        name,
        Input.f32(y.shape().dimensions()));
  }

  private static void special(OpCases cases) {
    float nan = Float.NaN;
    float inf = Float.POSITIVE_INFINITY;
    PoolGeometry tiles = PoolGeometry.tiles(2);
    Input x =
        Input.values(
            Shape.of(1, 1, 4, 4),
            1,
            nan,
            -inf,
            -inf,
            nan,
            inf,
            -inf,
            -inf,
            -0f,
            0f,
            -1,
            -2,
            -0f,
            0f,
            -2,
            -1);
    cases.add(Level.ALL, new PoolOp.MaxPool(tiles), "nan-and-infinity", x);
    // The first NaN wins, and the first of -infinities; -0 and +0 are equal.
    cases.add(
        Level.ALL,
        new PoolOp.MaxPoolGradient(tiles),
        "nan-and-infinity",
        x,
        Input.values(Shape.of(1, 1, 2, 2), 1f, 2f, 3f, 4f));
    cases.add(
        Level.DANNET,
        new PoolOp.MaxPool(tiles),
        "all-negative-at-a-ceil-border",
        Input.uniform(-3, -2, 1, 2, 4, 4));
    cases.add(
        Level.DANNET,
        new PoolOp.MaxPool(PoolGeometry.tiles(3).withCeilMode()),
        "all-negative-ceil",
        Input.uniform(-3, -2, 1, 2, 7, 7));
    cases.add(
        Level.ALL,
        new PoolOp.MaxPool(new PoolGeometry(3, 3, 1, 1, 1, 1, 1, 1, 1, 1, false)),
        "all-negative-padded",
        Input.uniform(-3, -2, 1, 2, 4, 4));
    cases.add(
        Level.ALL,
        new PoolOp.AveragePool(tiles, false),
        "nan-and-infinity",
        Input.values(Shape.of(1, 1, 2, 4), 1, nan, inf, 1, 2, 3, 4, 5));
  }
}
