// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.ConformanceCase;
import dev.colonnade.conformance.Level;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import java.util.List;
import java.util.Locale;

/** Operations that move elements: the very bits must arrive, for every element type. */
final class ShapeCases {
  private final OpCases cases = new OpCases();

  private ShapeCases() {}

  static List<ConformanceCase> all() {
    ShapeCases shapes = new ShapeCases();
    shapes.everyType();
    shapes.reshapeAndTranspose();
    shapes.broadcast();
    shapes.slices();
    shapes.dynamicSlices();
    shapes.padAndConcatenate();
    shapes.iotaAndGather();
    return shapes.cases.all();
  }

  private void move(Level level, ShapeOp op, String variant, Input... operands) {
    cases.add(level, op, variant, Comparing.MOVED, operands);
  }

  private void everyType() {
    for (DType dtype : DType.values()) {
      String name = dtype.name().toLowerCase(Locale.ROOT);
      Level level = dtype == DType.F32 ? Level.MLP : Level.ALL;
      Input matrix = Input.any(dtype, 5, 7);
      Input box = Input.any(dtype, 2, 3);
      Input starts = Input.values(Shape.of(2), 2, 4);
      move(level, new ShapeOp.Reshape(Shape.of(7, 5)), name, matrix);
      move(level, new ShapeOp.Transpose(List.of(1, 0)), name, matrix);
      move(level, new ShapeOp.Broadcast(Shape.of(3, 5, 7), List.of(1, 2)), name, matrix);
      move(level, new ShapeOp.Slice(List.of(1, 2), List.of(4, 7), List.of(1, 1)), name, matrix);
      move(Level.ALL, new ShapeOp.Reverse(List.of(0, 1)), name, matrix);
      Level data = dtype == DType.F32 || dtype == DType.U8 ? Level.DISTORTION : Level.ALL;
      move(data, new ShapeOp.DynamicSlice(Shape.of(2, 3)), name, matrix, starts);
      move(data, new ShapeOp.DynamicUpdateSlice(), name, matrix, box, starts);
      move(
          Level.ALL,
          new ShapeOp.Pad(List.of(1, 0), List.of(0, 2), List.of(0, 0)),
          name,
          matrix,
          Input.any(dtype));
      move(Level.ALL, new ShapeOp.Concatenate(0), name, matrix, Input.any(dtype, 2, 7));
      Level gather = dtype == DType.F32 || dtype == DType.U8 ? Level.MLP : Level.ALL;
      move(gather, new ShapeOp.GatherRows(), name, matrix, Input.i32(0, 4, 6));
    }
  }

  private void reshapeAndTranspose() {
    move(Level.MLP, new ShapeOp.Reshape(Shape.of(3, 50)), "flatten", Input.f32(3, 2, 5, 5));
    move(Level.ALL, new ShapeOp.Reshape(Shape.SCALAR), "to-scalar", Input.f32(1, 1));
    move(Level.ALL, new ShapeOp.Reshape(Shape.of(1, 1, 1)), "from-scalar", Input.f32());
    move(Level.ALL, new ShapeOp.Transpose(List.of()), "scalar", Input.f32());
    move(
        Level.ALL,
        new ShapeOp.Transpose(List.of(0, 2, 3, 1)),
        "nchw-to-nhwc",
        Input.f32(2, 3, 5, 4));
    move(
        Level.ALL,
        new ShapeOp.Transpose(List.of(4, 2, 0, 3, 1)),
        "rank-5",
        Input.f32(2, 3, 1, 5, 4));
    move(Level.ALL, new ShapeOp.Transpose(List.of(1, 0)), "row", Input.f32(1, 33));
    move(Level.ALL, new ShapeOp.Transpose(List.of(1, 0)), "f32-67x65", Input.f32(67, 65));
    move(Level.ALL, new ShapeOp.Reverse(List.of(1)), "inner-of-3", Input.f32(2, 9, 3));
    move(Level.ALL, new ShapeOp.Reverse(List.of(2, 3)), "filter", Input.f32(3, 2, 5, 5));
    move(Level.ALL, new ShapeOp.Reverse(List.of()), "nothing", Input.f32(4));
  }

  private void broadcast() {
    move(Level.MLP, new ShapeOp.Broadcast(Shape.of(3, 5), List.of()), "scalar", Input.f32());
    move(Level.MLP, new ShapeOp.Broadcast(Shape.of(4, 6), List.of(0)), "column", Input.f32(4));
    move(Level.MLP, new ShapeOp.Broadcast(Shape.of(4, 6), List.of(1)), "row", Input.f32(6));
    move(
        Level.DANNET,
        new ShapeOp.Broadcast(Shape.of(2, 3, 4, 5), List.of(1)),
        "maps",
        Input.f32(3));
    move(
        Level.ALL,
        new ShapeOp.Broadcast(Shape.of(2, 3, 4), List.of(0, 1, 2)),
        "extent-1-in-the-middle",
        Input.f32(2, 1, 4));
    move(
        Level.ALL,
        new ShapeOp.Broadcast(Shape.of(3, 2, 5, 4), List.of(0, 3)),
        "first-and-last",
        Input.f32(1, 4));
    move(Level.ALL, new ShapeOp.Broadcast(Shape.of(1, 1), List.of()), "one-element", Input.f32());
    move(
        Level.ALL,
        new ShapeOp.Broadcast(Shape.of(2, 2, 3, 1, 2), List.of(1, 2, 4)),
        "rank-5",
        Input.f32(2, 3, 2));
  }

  private void slices() {
    move(
        Level.ALL,
        new ShapeOp.Slice(List.of(1, 0, 2), List.of(2, 5, 9), List.of(1, 2, 3)),
        "strided",
        Input.f32(3, 5, 9));
    move(
        Level.ALL,
        new ShapeOp.Slice(List.of(4), List.of(5), List.of(7)),
        "last-element",
        Input.f32(5));
    move(Level.ALL, new ShapeOp.Slice(List.of(), List.of(), List.of()), "scalar", Input.f32());
    move(
        Level.ALL,
        new ShapeOp.Slice(List.of(0, 0), List.of(4, 4), List.of(1, 1)),
        "all",
        Input.f32(4, 4));
    move(
        Level.ALL,
        new ShapeOp.Slice(List.of(0, 1, 0, 1, 0), List.of(2, 3, 2, 3, 2), List.of(1, 1, 1, 2, 1)),
        "rank-5",
        Input.f32(2, 3, 2, 3, 2));
  }

  private void dynamicSlices() {
    Input data = Input.f32(6, 3, 4);
    int[][] places = {{0, 0, 0}, {3, 1, 2}, {-5, 9, 1}, {100, -100, 0}};
    for (int i = 0; i < places.length; i++) {
      Level level = i < 2 ? Level.DISTORTION : Level.ALL;
      String name = i < 2 ? "inside-" + i : "clamped-" + i;
      Input starts = Input.values(Shape.of(3), places[i]);
      move(level, new ShapeOp.DynamicSlice(Shape.of(2, 2, 2)), name, data, starts);
      move(level, new ShapeOp.DynamicUpdateSlice(), name, data, Input.f32(2, 2, 2), starts);
    }
    Input zero = Input.values(Shape.of(3), 0, 0, 0);
    move(Level.ALL, new ShapeOp.DynamicSlice(Shape.of(6, 3, 4)), "all", data, zero);
    move(Level.ALL, new ShapeOp.DynamicUpdateSlice(), "all", data, Input.f32(6, 3, 4), zero);
    Input row = Input.values(Shape.of(1), 3);
    move(Level.ALL, new ShapeOp.DynamicSlice(Shape.of(1)), "one-element", Input.f32(5), row);
  }

  private void padAndConcatenate() {
    move(
        Level.ALL,
        new ShapeOp.Pad(List.of(1, 2), List.of(3, 0), List.of(2, 1)),
        "interior",
        Input.f32(3, 4),
        Input.f32());
    move(
        Level.ALL,
        new ShapeOp.Pad(List.of(0, 0, 1, 2), List.of(0, 0, 2, 1), List.of(0, 0, 0, 0)),
        "images",
        Input.f32(2, 3, 4, 5),
        Input.values(Shape.SCALAR, -1f));
    move(
        Level.ALL,
        new ShapeOp.Pad(List.of(0), List.of(0), List.of(0)),
        "nothing",
        Input.f32(5),
        Input.f32());
    move(
        Level.ALL,
        new ShapeOp.Pad(List.of(), List.of(), List.of()),
        "scalar",
        Input.f32(),
        Input.f32());
    move(
        Level.DISTORTION,
        new ShapeOp.Concatenate(3),
        "innermost",
        Input.f32(2, 3, 4, 1),
        Input.f32(2, 3, 4, 1));
    move(
        Level.ALL,
        new ShapeOp.Concatenate(1),
        "four-of-uneven-sizes",
        Input.f32(2, 1, 3),
        Input.f32(2, 5, 3),
        Input.f32(2, 2, 3),
        Input.f32(2, 1, 3));
    move(Level.ALL, new ShapeOp.Concatenate(0), "one-operand", Input.f32(4));
  }

  private void iotaAndGather() {
    cases.add(Level.MLP, new ShapeOp.Iota(Shape.of(3, 10), 1), "columns");
    cases.add(Level.ALL, new ShapeOp.Iota(Shape.of(3, 10), 0), "rows");
    cases.add(Level.ALL, new ShapeOp.Iota(Shape.of(1), 0), "one-element");
    cases.add(Level.ALL, new ShapeOp.Iota(Shape.of(2, 3, 2, 4, 2), 3), "rank-5");
    move(
        Level.MLP,
        new ShapeOp.GatherRows(),
        "images-u8",
        Input.any(DType.U8, 11, 1, 5, 5),
        Input.i32(0, 10, 4));
    move(
        Level.MLP,
        new ShapeOp.GatherRows(),
        "labels",
        Input.any(DType.I32, 11),
        Input.i32(0, 10, 7));
    move(
        Level.ALL,
        new ShapeOp.GatherRows(),
        "clamped",
        Input.f32(5, 3),
        Input.values(Shape.of(5), -1, 5, Integer.MIN_VALUE, Integer.MAX_VALUE, 4));
    move(
        Level.ALL,
        new ShapeOp.GatherRows(),
        "one-row",
        Input.f32(1, 33),
        Input.values(Shape.of(3), 0, 0, 0));
  }
}
